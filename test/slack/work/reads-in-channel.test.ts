import { describe, expect, it } from 'vitest'
import { type Incident, record } from '../../../src/domain/incident.ts'
import { parsePolicy } from '../../../src/domain/policy.ts'
import { writeUpdate } from '../../../src/domain/updates.ts'
import { outstandingWork, settle } from '../../../src/domain/work.ts'
import { postUpdate } from '../../../src/slack/work/post-update.ts'
import { at, by, channels, opened, policy as testPolicy } from '../../helpers/incidents.ts'
import { benchOnNock } from './fixtures.ts'

const bench = benchOnNock()
const audiences = {
  ...Object.fromEntries(Object.keys(testPolicy.audiences).map(name => [name, null])),
  responders: {},
  support: { label: 'Support', channels: [channels.support], fields: ['impact'], cadence: {} },
  board: { label: 'Board', people: ['U0EMI', 'U0GUS'], fields: ['impact'], cadence: {} },
}
const policy = parsePolicy({ audiences }, testPolicy)
const now = at(2)

/** In #support already, and still to be sent to these people of the board. */
function leftTo(...people: readonly string[]): Incident {
  const fields = { state: 'Looking', impact: 'Cards are refused' }
  const written = writeUpdate(opened({}, policy), { fields, nextInMinutes: 30, policy }, by('U0ANA', 1))
  const post = { type: 'update-posted', update: written.timeline.length, ts: '1' } as const
  const posted = record(written, by('sitrep', 1), { ...post, audience: 'support', channel: channels.support })
  return outstandingWork(posted, policy, now)
    .filter(work => !(work.kind === 'post-update' && people.includes(work.channel)))
    .reduce(settle, posted)
}

const skipped = (channel: string) => ({
  type: 'reader-skipped',
  audience: 'board',
  channel,
  reason: 'reads-in-channel',
})

describe('somebody who is to be told in a direct message', () => {
  it('is told nothing where they read it in a channel, page by page, which is asked once for all of them', async () => {
    const { slack, perform } = await bench()
    slack.expect('conversations.members', { members: ['U0ANA'], response_metadata: { next_cursor: 'more' } })
    slack.expect('conversations.members', { members: ['U0EMI', 'U0GUS'] })
    for (const person of ['U0EMI', 'U0GUS']) {
      const after = await perform('post-update', postUpdate, { incident: leftTo(person), policy, now })
      expect(after.timeline.at(-1)).toMatchObject(skipped(person))
    }
  })

  it('is told where they are not in it', async () => {
    const { slack, perform } = await bench()
    slack.expect('conversations.members', { members: ['U0GUS'] })
    slack.expect('users.info', { user: { id: 'U0EMI' } })
    slack.expect('chat.postMessage', { channel: 'D0EMI', ts: '2' })
    const after = await perform('post-update', postUpdate, { incident: leftTo('U0EMI'), policy, now })
    expect(after.timeline.at(-1)).toMatchObject({ type: 'update-posted', channel: 'U0EMI' })
  })

  it('is told rather than forgotten where Slack does not say who is in it', async () => {
    const { slack, perform } = await bench()
    slack.expect('conversations.members', { ok: false, error: 'missing_scope' })
    slack.expect('users.info', { user: { id: 'U0EMI' } })
    slack.expect('chat.postMessage', { channel: 'D0EMI', ts: '2' })
    const after = await perform('post-update', postUpdate, { incident: leftTo('U0EMI'), policy, now })
    expect(after.timeline.at(-1)).toMatchObject({ type: 'update-posted', channel: 'U0EMI' })
  })
})
