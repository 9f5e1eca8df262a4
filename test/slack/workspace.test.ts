import { describe, expect, it } from 'vitest'
import { benchOnNock } from './work/fixtures.ts'

const bench = benchOnNock()

describe('a name', () => {
  it('of a person is the one they chose, else their real one, else their handle', async () => {
    const { slack, workspace } = await bench()
    slack.expect('users.info', { user: { name: 'ana', real_name: 'Ana Ruiz', profile: { display_name: 'anita' } } })
    slack.expect('users.info', { user: { name: 'ben', real_name: 'Ben Okri', profile: { display_name: '' } } })
    slack.expect('users.info', { user: { name: 'cleo' } })
    expect(await workspace.nameOf('U0ANA')).toBe('anita')
    expect(await workspace.nameOf('U0BEN')).toBe('Ben Okri')
    expect(await workspace.nameOf('W0CLEO')).toBe('cleo')
    expect(slack.calls.slice(-3).map(call => call.args.user)).toEqual(['U0ANA', 'U0BEN', 'W0CLEO'])
  })

  it('of Slack itself is known without asking: it has no account', async () => {
    const { workspace } = await bench()
    expect(await workspace.nameOf('USLACKBOT')).toBe('Slackbot')
    expect(await workspace.nameOf('USLACK')).toBe('Slack')
  })

  it('of a channel begins with its sign', async () => {
    const { slack, workspace } = await bench()
    slack.expect('conversations.info', { channel: { name: 'support' } })
    expect(await workspace.nameOf('C0SUPPORT')).toBe('#support')
    expect(slack.calls.at(-1)?.args.channel).toBe('C0SUPPORT')
  })

  it.each(['C0LEGAL', 'G0LEGAL'])('of the private channel %s is not told', async id => {
    const { slack, workspace } = await bench()
    slack.expect('conversations.info', { channel: { name: 'legal', is_private: true } })
    expect(await workspace.nameOf(id)).toBe('a private channel')
  })

  it('of a user group is its handle', async () => {
    const { slack, workspace } = await bench()
    slack.expect('usergroups.list', {
      usergroups: [
        { id: 'S0OTHER', handle: 'other' },
        { id: 'S0OPS', handle: 'ops' },
      ],
    })
    expect(await workspace.nameOf('S0OPS')).toBe('@ops')
  })

  it.each([
    ['U0GONE', 'users.info', { user: {} }],
    ['C0GONE', 'conversations.info', { channel: {} }],
    ['S0GONE', 'usergroups.list', { usergroups: [{ id: 'S0OPS', handle: 'ops' }] }],
  ] as const)('that %s does not have is the id itself', async (id, method, answer) => {
    const { slack, workspace } = await bench()
    slack.expect(method, answer)
    expect(await workspace.nameOf(id)).toBe(id)
  })

  it.each([
    ['U0ANA', 'users.info', 'user_not_found', { user: { name: 'ana' } }, 'ana'],
    ['C0SHOP', 'conversations.info', 'channel_not_found', { channel: { name: 'shop' } }, '#shop'],
    ['S0OPS', 'usergroups.list', 'missing_scope', { usergroups: [{ id: 'S0OPS', handle: 'ops' }] }, '@ops'],
  ] as const)(
    'of %s is the id while Slack refuses, and is asked for again',
    async (id, method, error, answer, name) => {
      const { slack, workspace } = await bench()
      slack.expect(method, { ok: false, error })
      expect(await workspace.nameOf(id)).toBe(id)
      slack.expect(method, answer)
      expect(await workspace.nameOf(id)).toBe(name)
    },
  )

  it('is asked for once', async () => {
    const { slack, workspace } = await bench()
    slack.expect('conversations.info', { channel: { name: 'support' } })
    expect(await workspace.nameOf('C0SUPPORT')).toBe('#support')
    expect(await workspace.nameOf('C0SUPPORT')).toBe('#support')
  })
})
