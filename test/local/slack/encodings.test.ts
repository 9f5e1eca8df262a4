import { describe, expect, it } from 'vitest'
import { type Answer, channels, people, playground } from './playground.ts'

const bearer = { authorization: 'Bearer xoxb-sandbox' }
const json = 'application/json; charset=utf-8'
const form = 'application/x-www-form-urlencoded'

interface Sent {
  readonly type?: string
  readonly body?: string | Uint8Array | FormData
  readonly query?: string
  readonly headers?: Record<string, string>
  readonly method?: string
}

async function caller(method = 'users.info') {
  const { url } = await playground()
  return async ({ type, body, query = '', headers = bearer, method: verb = 'POST' }: Sent): Promise<Answer> => {
    const init = { method: verb, headers: { ...headers, ...(type ? { 'content-type': type } : {}) } }
    return (await fetch(`${url}/api/${method}${query}`, { ...init, ...(body === undefined ? {} : { body }) })).json()
  }
}

const ana = { ok: true, user: { id: people.ana } }

describe('a call', () => {
  it('has its arguments in a query, a form, several parts or JSON, or in a query and a body', async () => {
    const send = await caller()
    const parts = new FormData()
    parts.set('user', people.ana)
    for (const sent of [
      { method: 'GET', query: `?user=${people.ana}` },
      { query: `?user=${people.ana}` },
      { type: form, body: `user=${people.ana}` },
      { body: parts },
      { type: json, body: JSON.stringify({ user: people.ana }) },
      { type: form, body: 'include_locale=true', query: `?user=${people.ana}` },
      { type: form, body: `user=${people.ana}`, query: `?user=${people.ben}` },
    ]) {
      const answer = await send(sent)
      expect(answer).toMatchObject(ana)
      expect(answer).not.toHaveProperty('warning')
    }
  })

  it('in JSON may hold structures, in a form they are JSON themselves', async () => {
    const send = await caller('chat.postMessage')
    const blocks = [{ type: 'divider' }]
    const channel = channels.incidents
    const asJson = await send({ type: json, body: JSON.stringify({ channel, text: 'x', blocks }) })
    const asForm = await send({
      type: form,
      body: new URLSearchParams({ channel, text: 'x', blocks: JSON.stringify(blocks) }).toString(),
    })
    for (const answer of [asJson, asForm]) expect(answer.message.blocks).toMatchObject(blocks)
  })

  it('is told of a charset that is missing or too much', async () => {
    const send = await caller()
    const body = JSON.stringify({ user: people.ana })
    expect(await send({ type: 'application/json', body })).toMatchObject({
      ...ana,
      warning: 'missing_charset',
      response_metadata: { warnings: ['missing_charset'] },
    })
    const withCharset = await send({ type: `${form}; charset=utf-8`, body: `user=${people.ana}` })
    expect(withCharset).toMatchObject({ ...ana, warning: 'superfluous_charset' })
    const join = await caller('conversations.join')
    const again = await join({ type: 'application/json', body: JSON.stringify({ channel: channels.incidents }) })
    expect(again.response_metadata.warnings).toEqual(['already_in_channel', 'missing_charset'])
  })

  it('is refused in a body that cannot be read', async () => {
    const send = await caller()
    const refused = async (sent: Sent) => (await send(sent)).error
    const user = `user=${people.ana}`
    expect(await refused({ type: json, body: '{"user":' })).toBe('invalid_json')
    expect(await refused({ type: json, body: '["user"]' })).toBe('json_not_object')
    expect(await refused({ type: 'application/xml', body: '<user/>' })).toBe('invalid_post_type')
    expect(await refused({ body: new TextEncoder().encode(user) })).toBe('missing_post_type')
    expect(await refused({ type: `${form}; charset=utf-16`, body: user })).toBe('invalid_charset')
    expect(await refused({ type: 'multipart/form-data; boundary=x', body: '--x\r\nnonsense' })).toBe(
      'invalid_form_data',
    )
    expect(await refused({ type: form, body: 'user[0]=x' })).toBe('invalid_array_arg')
    expect(await refused({ type: form, body: 'us-er=x' })).toBe('invalid_arg_name')
  })

  it('brings its token in the header or in a form, not in a query or JSON', async () => {
    const send = await caller()
    const headers = {}
    const token = 'xoxb-sandbox'
    expect(await send({ headers, type: form, body: `user=${people.ana}&token=${token}` })).toMatchObject(ana)
    expect(await send({ headers, query: `?user=${people.ana}&token=${token}` })).toEqual({
      ok: false,
      error: 'not_authed',
    })
    const body = JSON.stringify({ user: people.ana, token })
    expect(await send({ headers, type: json, body })).toEqual({ ok: false, error: 'not_authed' })
  })

  it('takes lists of people with commas between, as text', async () => {
    const send = await caller('conversations.invite')
    const channel = channels.support
    const asArray = await send({ type: json, body: JSON.stringify({ channel, users: [people.dev] }) })
    expect(asArray).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] must be a string [json-pointer:/users]'] },
    })
    const inForm = new URLSearchParams({ channel, users: JSON.stringify([people.dev]) })
    expect((await send({ type: form, body: inForm.toString() })).error).toBe('user_not_found')
    expect(await send({ type: json, body: JSON.stringify({ channel, users: `${people.dev}` }) })).toMatchObject({
      ok: true,
    })
  })
})
