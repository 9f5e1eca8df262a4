import { describe, expect, it } from 'vitest'
import { sampleSeed, startWorkspace } from '../../../src/local/slack/index.ts'
import { afterwards, client, people, playground, refusal, refused } from './playground.ts'
import { sampleApp } from './sample-app.ts'

describe('a person', () => {
  it('has an address for apps with the scope for addresses', async () => {
    const { web } = await playground()
    expect((await web.users.info({ user: people.ana })).user!.profile!.email).toBe('ana@acme.example')
    const { web: without } = await playground({ app: { scopes: ['users:read'] } })
    expect((await without.users.info({ user: people.ana })).user!.profile).not.toHaveProperty('email')
    const { members } = await without.users.list({})
    for (const { profile } of members!) expect(profile).not.toHaveProperty('email')
  })

  it('has a locale when asked for', async () => {
    const { web } = await playground()
    expect((await web.users.info({ user: people.ana })).user).not.toHaveProperty('locale')
    expect((await web.users.info({ user: people.ana, include_locale: true })).user!.locale).toBe('en-US')
    expect((await web.users.list({ include_locale: true })).members![0]!.locale).toBe('en-US')
  })
})

describe('a user group', () => {
  it('that is disabled is shown and read only when asked for', async () => {
    const seed = sampleSeed(sampleApp)
    const usergroups = seed.usergroups.map((group, i) => ({ ...group, isDisabled: i === 0 }))
    const { url, stop } = await startWorkspace({ seed: { ...seed, usergroups } })
    afterwards(stop)
    const web = client(url)
    const handles = async (args: { include_disabled?: boolean }) =>
      (await web.usergroups.list(args)).usergroups!.map(group => group.handle)
    expect(await handles({})).toEqual(['leadership'])
    expect(await handles({ include_disabled: true })).toEqual(['on-call', 'leadership'])
    const usergroup = usergroups[0]!.id
    expect(await refused(web.usergroups.users.list({ usergroup }))).toBe('no_such_subteam')
    expect((await web.usergroups.users.list({ usergroup, include_disabled: true })).users).toHaveLength(2)
  })

  it('tells how many and who they are when asked for', async () => {
    const { web } = await playground()
    const [bare] = (await web.usergroups.list()).usergroups!
    expect(bare).not.toHaveProperty('users')
    expect(bare).not.toHaveProperty('user_count')
    const [full] = (await web.usergroups.list({ include_count: true, include_users: true })).usergroups!
    expect(full).toMatchObject({ users: [people.ana, people.ben], user_count: 2 })
  })
})

describe('opening a conversation', () => {
  it('tells whether it was there before, and makes none when not wanted', async () => {
    const { web } = await playground()
    const users = `${people.ana},${people.ben}`
    expect(await refused(web.conversations.open({ users, prevent_creation: true }))).toBe('channel_not_found')
    const first = await web.conversations.open({ users })
    expect(first).not.toHaveProperty('already_open')
    const second = await web.conversations.open({ users, prevent_creation: true })
    expect(second).toMatchObject({ no_op: true, already_open: true, channel: first.channel })
    expect(await web.conversations.open({ channel: first.channel!.id! })).toMatchObject({ already_open: true })
  })

  it('with one person and with several needs the scope for each', async () => {
    const scopes = sampleApp.scopes.filter(scope => !scope.endsWith('im:write'))
    const { web } = await playground({ app: { scopes: [...scopes, 'im:write'] } })
    expect((await web.conversations.open({ users: people.ana })).ok).toBe(true)
    const group = web.conversations.open({ users: `${people.ana},${people.ben}` })
    expect(await refusal(group)).toMatchObject({ error: 'missing_scope', needed: 'mpim:write' })
  })
})
