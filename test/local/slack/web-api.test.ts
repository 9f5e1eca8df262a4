import { describe, expect, it } from 'vitest'
import { bot, call, channels, client, people, playground, refusal, refused } from './playground.ts'

describe('a Web API call', () => {
  it('is refused without a token, with an unknown one and with the wrong kind', async () => {
    const { url, web } = await playground()
    expect(await (await fetch(`${url}/api/auth.test`, { method: 'POST' })).json()).toEqual({
      ok: false,
      error: 'not_authed',
    })
    expect(await refused(client(url, 'xoxb-other').auth.test())).toBe('invalid_auth')
    expect(await refused(client(url, 'xapp-sandbox').auth.test())).toBe('not_allowed_token_type')
    expect(await refused(web.apps.connections.open())).toBe('not_allowed_token_type')
  })

  it('names the scope it lacks and those the app has', async () => {
    const { web } = await playground({ app: { scopes: ['chat:write', 'channels:read'] } })
    const answer = await refusal(web.conversations.create({ name: 'new' }))
    expect(answer).toMatchObject({
      error: 'missing_scope',
      needed: 'channels:manage',
      provided: 'chat:write,channels:read',
    })
    expect(await refusal(web.conversations.create({ name: 'new', is_private: true }))).toMatchObject({
      needed: 'groups:write',
    })
    expect(await refusal(web.conversations.list({ types: 'public_channel,private_channel' }))).toMatchObject({
      error: 'missing_scope',
      needed: 'groups:read',
    })
    expect((await web.conversations.list()).ok).toBe(true)
  })

  it('tells the scopes of the token in its headers', async () => {
    const { web } = await playground({ app: { scopes: ['users:read'] } })
    const answer = await web.users.list({})
    expect(answer.response_metadata).toMatchObject({ scopes: ['users:read'], acceptedScopes: ['users:read'] })
  })

  it('takes its arguments as a form, as JSON and in the query', async () => {
    const { url } = await playground()
    const headers = { authorization: 'Bearer xoxb-sandbox' }
    const ask = async (init: RequestInit, query = '') => (await fetch(`${url}/api/users.info${query}`, init)).json()
    const expected = { ok: true, user: { name: 'ana' } }
    expect(await ask({ method: 'POST', headers, body: new URLSearchParams({ user: people.ana }) })).toMatchObject(
      expected,
    )
    const json = { ...headers, 'content-type': 'application/json; charset=utf-8' }
    expect(await ask({ method: 'POST', headers: json, body: JSON.stringify({ user: people.ana }) })).toMatchObject(
      expected,
    )
    expect(await ask({ headers }, `?user=${people.ana}`)).toMatchObject(expected)
    const withToken = new URLSearchParams({ user: people.ana, token: 'xoxb-sandbox' })
    expect(await ask({ method: 'POST', body: withToken })).toMatchObject(expected)
  })

  it('to a method that does not exist is unknown_method; other paths are not found', async () => {
    const { url, web } = await playground()
    expect(await refused(call(web, 'chat.shout', {}))).toBe('unknown_method')
    for (const path of ['whatever', 'constructor']) expect((await fetch(`${url}/api/${path}`)).status).toBe(404)
  })

  it('with something else than texts where the scopes depend on them is refused in Slack’s words', async () => {
    const { url } = await playground()
    const headers = { authorization: 'Bearer xoxb-sandbox', 'content-type': 'application/json; charset=utf-8' }
    for (const method of ['conversations.list', 'users.conversations'])
      for (const types of [[], {}]) {
        const answer = await fetch(`${url}/api/${method}`, { method: 'POST', headers, body: JSON.stringify({ types }) })
        expect(await answer.json()).toMatchObject({ ok: false, error: 'invalid_arguments' })
      }
  })

  it('appears in the log without its token', async () => {
    const { url, see } = await playground()
    await fetch(`${url}/api/users.info`, {
      method: 'POST',
      body: new URLSearchParams({ user: people.ana, token: 'xoxb-sandbox' }),
    })
    const { entries } = await see('log')
    expect(entries).toMatchObject([{ n: 1, direction: 'api', method: 'users.info', request: { user: people.ana } }])
    expect(JSON.stringify(entries)).not.toContain('xoxb-sandbox')
  })
})

describe('identity', () => {
  it('is told by auth.test, bots.info, team.info and api.test', async () => {
    const { web } = await playground()
    expect(await web.auth.test()).toMatchObject({
      user_id: bot,
      bot_id: 'B0APP00001',
      team: 'Acme (sandbox)',
      team_id: 'T0ACME0001',
    })
    expect((await web.bots.info({ bot: 'B0APP00001' })).bot).toMatchObject({ name: 'Helper', user_id: bot })
    expect(await refused(web.bots.info({ bot: 'B0OTHER' }))).toBe('bot_not_found')
    expect((await web.team.info()).team).toMatchObject({ id: 'T0ACME0001', domain: 'acme-sandbox' })
    expect(await refused(web.team.info({ team: 'T0OTHER' }))).toBe('team_not_found')
    expect((await web.api.test()).ok).toBe(true)
    expect(await refused(web.api.test({ error: 'my_error' }))).toBe('my_error')
  })
})

describe('people', () => {
  it('are listed page by page until the cursor is empty', async () => {
    const { web } = await playground()
    const names: string[] = []
    let cursor: string | undefined
    do {
      const page = await web.users.list({ limit: 3, ...(cursor ? { cursor } : {}) })
      expect(page.members!.length).toBeLessThanOrEqual(3)
      names.push(...page.members!.map(m => m.name!))
      cursor = page.response_metadata?.next_cursor
    } while (cursor)
    expect(names).toEqual(['ana', 'ben', 'chloe', 'dev', 'emi', 'gus', 'helper'])
    expect(await refused(web.users.list({ cursor: 'nonsense' }))).toBe('invalid_cursor')
  })

  it('are shown with time zone, title and guest mark, and found by email', async () => {
    const { web } = await playground({ now: () => Date.UTC(2026, 0, 15, 12) })
    expect((await web.users.info({ user: people.dev })).user).toMatchObject({
      tz: 'Asia/Kolkata',
      tz_offset: 19_800,
      is_bot: false,
    })
    expect((await web.users.info({ user: people.ben })).user).toMatchObject({
      tz_offset: -18_000,
      profile: { title: 'Backend engineer' },
    })
    expect((await web.users.info({ user: 'U0GUS00006' })).user).toMatchObject({ is_restricted: true })
    expect(await refused(web.users.info({ user: 'U0NOBODY00' }))).toBe('user_not_found')
    expect((await web.users.lookupByEmail({ email: 'ANA@acme.example' })).user?.id).toBe(people.ana)
    expect(await refused(web.users.lookupByEmail({ email: 'no@acme.example' }))).toBe('users_not_found')
  })

  it('form user groups', async () => {
    const { web } = await playground()
    const { usergroups } = await web.usergroups.list({ include_users: true, include_count: true })
    expect(usergroups).toMatchObject([
      { handle: 'on-call', users: [people.ana, people.ben], user_count: 2 },
      { handle: 'leadership' },
    ])
    expect((await web.usergroups.users.list({ usergroup: usergroups![0]!.id! })).users).toEqual([
      people.ana,
      people.ben,
    ])
    expect(await refused(web.usergroups.users.list({ usergroup: 'S0NONE' }))).toBe('no_such_subteam')
  })

  it('share conversations with the app that users.conversations lists', async () => {
    const { web } = await playground()
    const mine = await web.users.conversations({ types: 'public_channel,private_channel' })
    expect(mine.channels!.map(c => c.name)).toEqual(['incidents', 'leadership', 'support', 'customer-updates'])
    const anas = await web.users.conversations({ user: people.ana, types: 'public_channel,private_channel' })
    expect(anas.channels!.map(c => c.id)).not.toContain(channels.security)
    expect(anas.channels!.map(c => c.id)).toContain(channels.general)
  })
})
