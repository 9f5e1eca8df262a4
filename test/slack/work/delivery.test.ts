import { describe, expect, it } from 'vitest'
import { retryDelivery } from '../../../src/domain/delivery.ts'
import { type Incident, record } from '../../../src/domain/incident.ts'
import { writeUpdate } from '../../../src/domain/updates.ts'
import { abandon, outstandingWork, settle } from '../../../src/domain/work.ts'
import { showDelivery } from '../../../src/slack/work/delivery.ts'
import { postUpdate } from '../../../src/slack/work/post-update.ts'
import { at, by, channels, monday, opened, policy } from '../../helpers/incidents.ts'
import { benchOnNock } from './fixtures.ts'

const bench = benchOnNock()
const bot = { by: 'sitrep', via: 'bot', at: monday } as const

function written(): Incident {
  const carded = record(opened(), bot, { type: 'card-posted', ts: '1.1' }, { cardTs: '1.1' })
  const report = { fields: { state: 'Out', impact: 'One in ten' }, nextInMinutes: 30, policy }
  const told = writeUpdate(carded, report, by('U0BEN'))
  const others = outstandingWork(told, policy, monday).filter(
    work => work.kind === 'post-update' && work.audience !== 'support',
  )
  return others.reduce(settle, told)
}

describe('the line that follows an update', () => {
  it('is posted below the card under a key of its own, and remembered', async () => {
    const { slack, perform } = await bench()
    slack.expect('chat.postMessage', { channel: channels.war, ts: '5.5' })
    const after = await perform('show-delivery', showDelivery, { incident: written() })
    expect(slack.calls.at(-1)?.args).toMatchObject({
      channel: channels.war,
      thread_ts: '1.1',
      metadata: { event_payload: { key: 'INC-42#4/delivery/1' } },
    })
    expect(after.timeline.at(-1)).toMatchObject({ type: 'delivery-shown', update: 4, ts: '5.5' })
  })

  it('is looked for below the card before it is posted a second time', async () => {
    const { slack, perform } = await bench()
    slack.expect('conversations.replies', {
      messages: [{ ts: '5.5', metadata: { event_type: 'sitrep_post', event_payload: { key: 'INC-42#4/delivery/1' } } }],
    })
    const after = await perform('show-delivery', showDelivery, { incident: written(), attempt: 2 })
    expect(after.timeline.at(-1)).toMatchObject({ type: 'delivery-shown', ts: '5.5' })
  })
})

describe('an update that is tried once more by hand', () => {
  it('is found where the first attempt posted it after all, and not posted again', async () => {
    const { slack, perform } = await bench()
    const told = written()
    const work = outstandingWork(told, policy, monday).find(({ kind }) => kind === 'post-update')
    if (!work) throw new Error('there is nothing to post')
    const failed = abandon(told, { work, reason: 'request_timeout' }, bot)
    const retried = retryDelivery(failed, { work: work.key }, by('U0BEN', 1))
    slack.expect('conversations.history', {
      messages: [{ ts: '4.4', metadata: { event_type: 'sitrep_post', event_payload: { key: work.key } } }],
    })
    const after = await perform('post-update', postUpdate, { incident: retried, now: at(1) })
    expect(after.timeline.at(-1)).toMatchObject({ type: 'update-posted', audience: 'support', ts: '4.4' })
  })
})
