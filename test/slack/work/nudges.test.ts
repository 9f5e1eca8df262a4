import { describe, expect, it } from 'vitest'
import { assignRole, type Incident } from '../../../src/domain/incident.ts'
import { reportNoChange } from '../../../src/domain/no-change.ts'
import { nextUpdateAt, writeHoldingUpdate } from '../../../src/domain/updates.ts'
import { escalateMisses } from '../../../src/slack/work/nudges.ts'
import { at, by, channels, opened, policy, told } from '../../helpers/incidents.ts'
import { benchOnNock } from './fixtures.ts'

const bench = benchOnNock()

function missedTwice(roles: { commander: string; deputy?: string }): Incident {
  let incident = assignRole(opened(), { role: 'commander', user: roles.commander }, by('U0ANA'))
  if (roles.deputy) incident = assignRole(incident, { role: 'deputy', user: roles.deputy }, by('U0ANA'))
  for (let nth = 0; nth < 2; nth++) {
    const slot = nextUpdateAt(incident, policy) ?? at(0)
    incident = writeHoldingUpdate(incident, { slot, policy }, { by: 'sitrep', via: 'clock', at: slot })
  }
  return incident
}

describe('updates that nobody wrote, twice in a row', () => {
  it('are told to the deputy, with whose turn it is', async () => {
    const { slack, perform } = await bench()
    slack.expect('users.info', { user: { id: 'U0DEV' } })
    slack.expect('chat.postMessage', { channel: 'D1', ts: '7.7' })
    const incident = missedTwice({ commander: 'U0BEN', deputy: 'U0DEV' })
    const after = await perform('escalate-misses', escalateMisses, { incident, now: at(45) })
    expect(slack.calls.at(-1)?.args).toMatchObject({
      channel: 'U0DEV',
      text: expect.stringContaining('last 2 updates'),
    })
    expect(JSON.stringify(slack.calls.at(-1)?.args.blocks)).toContain('<@U0BEN> owes the next one')
    expect(after.timeline.at(-1)).toMatchObject({ type: 'misses-escalated', missed: 2, to: 'U0DEV' })
  })

  it.each([
    ['there is no deputy', { commander: 'U0BEN' }],
    ['the deputy is who did not write', { commander: 'U0DEV', deputy: 'U0DEV' }],
  ])('are said in the channel when %s', async (_, roles) => {
    const { slack, perform } = await bench()
    slack.expect('chat.postMessage', { channel: channels.war, ts: '7.7' })
    const after = await perform('escalate-misses', escalateMisses, { incident: missedTwice(roles), now: at(45) })
    expect(slack.calls.at(-1)?.args.channel).toBe(channels.war)
    expect(after.timeline.at(-1)).toMatchObject({ type: 'misses-escalated', to: channels.war })
  })

  it('are said in the channel when the deputy’s account is gone', async () => {
    const { slack, perform } = await bench()
    slack.expect('users.info', { user: { id: 'U0DEV', deleted: true } })
    slack.always('users.conversations', { channels: [] })
    slack.expect('chat.postMessage', { channel: channels.war, ts: '7.7' })
    const incident = missedTwice({ commander: 'U0BEN', deputy: 'U0DEV' })
    await perform('escalate-misses', escalateMisses, { incident, now: at(45) })
    expect(slack.calls.at(-1)?.args.channel).toBe(channels.war)
  })

  it('are not told any more when somebody has written meanwhile', async () => {
    const { slack, perform } = await bench()
    const written = reportNoChange(
      told(missedTwice({ commander: 'U0BEN' }), { policy }, by('U0BEN', 45)),
      { policy },
      by('U0BEN', 45),
    )
    expect(await perform('escalate-misses', escalateMisses, { incident: written, now: at(46) })).toBe(written)
    expect(slack.calls.filter(call => call.method === 'chat.postMessage')).toEqual([])
  })
})
