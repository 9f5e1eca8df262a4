import { describe, expect, it } from 'vitest'
import { assignRole } from '../../../src/domain/incident.ts'
import { parsePolicy } from '../../../src/domain/policy.ts'
import { invitePeople, inviteRole } from '../../../src/slack/work/invite-people.ts'
import { by, opened, policy } from '../../helpers/incidents.ts'
import type { WebApi } from '../web-api.ts'
import { benchOnNock } from './fixtures.ts'

const bench = benchOnNock()
const inviting = (invite: object) => parsePolicy({ invite }, policy)
const invitations = (slack: WebApi) =>
  slack.calls.filter(call => call.method === 'conversations.invite').map(call => String(call.args.users).split(','))

describe('inviting', () => {
  it('brings the reporter, the configured people and the groups’ members, each once', async () => {
    const { slack, perform } = await bench()
    slack.expect('usergroups.users.list', { users: ['U0BEN', 'U0CLEO', 'U0BOT'] })
    slack.expect('conversations.invite')
    const given = inviting({ users: ['U0BEN', 'U0ANA'], userGroups: ['S0OPS'] })
    const after = await perform('invite-people', invitePeople, { incident: opened({}, given), policy: given })
    expect(invitations(slack)).toEqual([['U0ANA', 'U0BEN', 'U0CLEO']])
    expect(slack.calls.at(-1)?.args.force).toBe(true)
    expect(after.timeline.at(-1)).toMatchObject({ type: 'people-invited', failed: [], userGroups: ['S0OPS'] })
  })

  it('tells apart whom Slack refused while it let the others in', async () => {
    const { slack, perform } = await bench()
    slack.expect('conversations.invite', {
      errors: [
        { ok: false, user: 'U0GUEST', error: 'ura_max_channels' },
        { ok: false, user: 'U0ANA', error: 'already_in_channel' },
      ],
    })
    const given = inviting({ users: ['U0GUEST', 'U0BEN'] })
    const after = await perform('invite-people', invitePeople, { incident: opened({}, given), policy: given })
    expect(after.timeline.at(-1)).toMatchObject({
      users: ['U0ANA', 'U0GUEST', 'U0BEN'].filter(user => user !== 'U0GUEST'),
      failed: [{ who: 'U0GUEST', reason: 'ura_max_channels' }],
    })
  })

  it('asks for one at a time when Slack refuses all because of one', async () => {
    const { slack, perform } = await bench()
    slack.expect('conversations.invite', { ok: false, error: 'user_not_found' })
    slack.expect('conversations.invite', { ok: false, error: 'already_in_channel' })
    slack.expect('conversations.invite', { ok: false, error: 'user_not_found' })
    slack.expect('conversations.invite')
    const given = inviting({ users: ['U0GONE', 'U0BEN'] })
    const after = await perform('invite-people', invitePeople, { incident: opened({}, given), policy: given })
    expect(invitations(slack)).toEqual([['U0ANA', 'U0GONE', 'U0BEN'], ['U0ANA'], ['U0GONE'], ['U0BEN']])
    expect(after.timeline.at(-1)).toMatchObject({ failed: [{ who: 'U0GONE', reason: 'user_not_found' }] })
  })

  it('goes on without a group that is not there', async () => {
    const { slack, perform } = await bench()
    slack.expect('usergroups.users.list', { ok: false, error: 'no_such_subteam' })
    slack.expect('conversations.invite')
    const given = inviting({ userGroups: ['S0OPS'] })
    const after = await perform('invite-people', invitePeople, { incident: opened({}, given), policy: given })
    expect(after.timeline.at(-1)).toMatchObject({
      users: ['U0ANA'],
      failed: [{ who: 'S0OPS', reason: 'no_such_subteam' }],
    })
  })

  it('asks for at most a hundred people in a call', async () => {
    const { slack, perform } = await bench()
    slack.expect('usergroups.users.list', { users: Array.from({ length: 230 }, (_, index) => `U${1_000 + index}`) })
    for (let n = 0; n < 3; n++) slack.expect('conversations.invite')
    const given = inviting({ userGroups: ['S0OPS'] })
    await perform('invite-people', invitePeople, { incident: opened({}, given), policy: given })
    expect(invitations(slack).map(users => users.length)).toEqual([100, 100, 31])
  })

  it('is tried again as a whole when Slack is not well', async () => {
    const { slack, perform } = await bench()
    slack.expect('conversations.invite', { ok: false, error: 'internal_error' })
    await expect(perform('invite-people', invitePeople, { incident: opened() })).rejects.toMatchObject({
      canRetry: true,
    })
  })

  it.each(['usergroups.users.list', 'conversations.invite'] as const)(
    'blames nobody when Slack refuses the token in %s',
    async method => {
      const { slack, perform } = await bench()
      if (method === 'conversations.invite') slack.expect('usergroups.users.list', { users: ['U0BEN'] })
      slack.expect(method, { ok: false, error: 'token_revoked' })
      const given = inviting({ userGroups: ['S0OPS'] })
      await expect(
        perform('invite-people', invitePeople, { incident: opened({}, given), policy: given }),
      ).rejects.toMatchObject({ outcome: 'permanent-auth', code: 'token_revoked' })
    },
  )

  it('brings whoever got a role', async () => {
    const { slack, perform } = await bench()
    slack.expect('conversations.invite')
    const incident = assignRole(opened(), { role: 'commander', user: 'U0BEN' }, by('U0ANA'))
    expect(await perform('invite-role', inviteRole, { incident })).toBe(incident)
    expect(invitations(slack)).toEqual([['U0BEN']])
  })
})
