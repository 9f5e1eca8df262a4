import { describe, expect, it } from 'vitest'
import { addressUpdate } from '../../../src/domain/addressing.ts'
import { parsePolicy } from '../../../src/domain/policy.ts'
import { makePrivate } from '../../../src/domain/privacy.ts'
import { writeUpdate } from '../../../src/domain/updates.ts'
import { outstandingWork, settle } from '../../../src/domain/work.ts'
import { findReaders } from '../../../src/slack/work/address.ts'
import { postUpdate } from '../../../src/slack/work/post-update.ts'
import { at, by, opened, policy as testPolicy } from '../../helpers/incidents.ts'
import { benchOnNock } from './fixtures.ts'

const bench = benchOnNock()
const group = 'S0DESK001'
const audiences = {
  ...Object.fromEntries(Object.keys(testPolicy.audiences).map(name => [name, null])),
  responders: {},
  desk: { label: 'Desk', userGroups: [group], fields: ['impact'], cadence: { P1: 30 } },
}
const policy = parsePolicy({ audiences }, testPolicy)
const fields = { state: 'Looking', impact: 'None' }
const written = () => writeUpdate(opened({}, policy), { fields, nextInMinutes: 30, policy }, by('U0ANA', 1))
/** Addressed, with all work done but what goes to this reader. */
const left = (to: { audience: string; channel: string; group?: string }) => {
  const incident = written()
  const addressed = addressUpdate(
    incident,
    { update: incident.timeline.length, to: [to], skipped: [] },
    by('sitrep', 1),
  )
  return outstandingWork(addressed, policy, at(2))
    .filter(({ key }) => !key.endsWith(`/${to.channel}`))
    .reduce(settle, addressed)
}

describe('who reads through a user group', () => {
  it('is asked of Slack: its default channels, of which Sitrep is in one', async () => {
    const { slack, perform } = await bench()
    const prefs = { channels: ['C0OTHER'], groups: ['C0HIDDEN', 'C0DESK'] }
    slack.expect('usergroups.list', { usergroups: [{ id: group, prefs }] })
    slack.expect('conversations.info', { channel: { id: 'C0OTHER', is_member: false } })
    slack.expect('conversations.info', { ok: false, error: 'channel_not_found' })
    slack.expect('conversations.info', { channel: { id: 'C0DESK', is_member: true } })
    slack.expect('conversations.members', { members: [] })
    const after = await perform('address-update', findReaders, { incident: written(), policy, now: at(2) })
    expect(after.timeline.at(-1)).toMatchObject({
      type: 'update-addressed',
      to: [{ audience: 'desk', channel: 'C0DESK', group }],
    })
  })

  it('is left to fail where the workspace has no user groups, so that the rest goes on', async () => {
    const { slack, perform } = await bench()
    slack.expect('usergroups.list', { ok: false, error: 'plan_upgrade_required' })
    slack.expect('conversations.members', { members: [] })
    const after = await perform('address-update', findReaders, { incident: written(), policy, now: at(2) })
    expect(after.timeline.at(-1)).toMatchObject({ to: [{ audience: 'desk', channel: group }], groups: [] })
  })

  it('is looked for once more when somebody tries again, and refused in Slack’s words', async () => {
    const { slack, perform } = await bench()
    const incident = left({ audience: 'desk', channel: group })
    slack.expect('usergroups.list', { ok: false, error: 'plan_upgrade_required' })
    slack.expect('usergroups.users.list', { ok: false, error: 'plan_upgrade_required' })
    await expect(perform('post-update', postUpdate, { incident, policy, now: at(2) })).rejects.toMatchObject({
      code: 'plan_upgrade_required',
    })
    slack.expect('usergroups.list', { usergroups: [{ id: group }] })
    slack.expect('usergroups.users.list', { users: ['U0BEN', 'U0ANA'] })
    slack.expect('conversations.members', { members: ['U0ANA'] })
    const after = await perform('post-update', postUpdate, { incident, policy, now: at(2) })
    expect(after.timeline.at(-1)).toMatchObject({
      type: 'update-addressed',
      to: [{ audience: 'desk', channel: 'U0BEN', group }],
      skipped: [{ who: 'U0ANA', reason: 'in-channel' }],
      groups: [group],
    })
  })

  it('is told nothing once it is private, or once they are shut out', async () => {
    const { slack, perform } = await bench()
    const incident = left({ audience: 'desk', channel: 'U0BEN', group })
    slack.expect('users.info', { user: { id: 'U0BEN', deleted: true } })
    const skipped = { type: 'reader-skipped', audience: 'desk', reason: 'not-cleared' }
    const now = at(2)
    const shut = await perform('post-update', postUpdate, { incident, policy, now })
    expect(shut.timeline.at(-1)).toMatchObject({ ...skipped, channel: 'U0BEN' })
    const secret = makePrivate(left({ audience: 'desk', channel: 'U0EMI', group }), undefined, by('U0ANA', 1))
    slack.expect('users.info', { user: { id: 'U0EMI' } })
    const hidden = await perform('post-update', postUpdate, { incident: secret, policy, now })
    expect(hidden.timeline.at(-1)).toMatchObject({ ...skipped, channel: 'U0EMI' })
  })
})
