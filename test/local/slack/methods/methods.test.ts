import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { methods } from '../../../../src/local/slack/methods/index.ts'
import { type Answer, call, client, playground, refusal, refused } from '../playground.ts'
import { sampleApp } from '../sample-app.ts'
import { conversationFacts } from './conversation-facts.ts'
import type { Facts, FactsOf } from './facts.ts'
import { messageFacts } from './message-facts.ts'
import { otherFacts } from './other-facts.ts'
import { type Scene, setScene } from './scene.ts'

const facts: FactsOf = { ...conversationFacts, ...messageFacts, ...otherFacts }
const tokens = { bot: 'xoxb-sandbox', app: 'xapp-sandbox', none: undefined }

/** Without the arguments that are undefined. */
const given = (args: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined))

const callOf = ({ call: usual = () => ({}) }: Facts, scene: Scene, change: Record<string, unknown> = {}) =>
  given({ ...usual(scene), ...change })

it('has facts for every method there is, and for no other', () => {
  expect(Object.keys(facts).sort()).toEqual(Object.keys(methods).sort())
})

describe.each(Object.entries(facts))('%s', (name, fact) => {
  it('has the tier and the token that Slack’s page tells', () => {
    const { tier, token = 'bot' } = methods[name]!
    expect({ tier, token }).toEqual({ tier: fact.tier, token: fact.token ?? 'bot' })
  })
})

describe('with no token, or one of another kind', () => {
  it.each(Object.entries(facts).filter(([, { token }]) => token !== 'none'))('%s is refused', async (name, fact) => {
    const { url } = await playground()
    const other = fact.token === 'app' ? tokens.bot : tokens.app
    expect(await (await fetch(`${url}/api/${name}`, { method: 'POST' })).json()).toEqual({
      ok: false,
      error: 'not_authed',
    })
    expect(await refused(call(client(url, other), name, {}))).toBe('not_allowed_token_type')
  })
})

const calls = Object.entries(facts).filter(([, fact]) => fact.call)

describe('carried out', () => {
  it.each(calls)('%s answers', async (name, fact) => {
    const scene = await setScene()
    try {
      const web = client(scene.url, tokens[fact.token ?? 'bot'])
      expect(await call(web, name, callOf(fact, scene))).toMatchObject({ ok: true })
    } finally {
      await scene.stop()
    }
  })
})

describe('refused', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await setScene()
  })
  afterAll(() => scene.stop())

  const version = async () => {
    const state: Answer = await (await fetch(`${scene.url}/_control/state`)).json()
    return state.version
  }

  const cases = Object.entries(facts).flatMap(([name, fact]) => [
    ...Object.entries(fact.refusals).flatMap(([error, args]) =>
      (Array.isArray(args) ? args : [args]).map((change, i) => ({ name, fact, error, change, nth: i + 1 })),
    ),
    ...(fact.requires ?? []).map(field => ({
      name,
      fact,
      error: 'invalid_arguments',
      change: () => ({ [field]: undefined }),
      nth: `without ${field}`,
    })),
  ])

  it.each(cases)('$name: $error ($nth), and nothing changes', async ({ name, fact, error, change }) => {
    const web = client(scene.url, tokens[fact.token ?? 'bot'])
    const before = await version()
    expect(await refused(call(web, name, callOf(fact, scene, change(scene))))).toBe(error)
    expect(await version()).toBe(before)
  })
})

describe('lacking the scope', () => {
  it.each(Object.entries(facts).filter(([, fact]) => fact.scopes))('%s names it', async (name, fact) => {
    const scopes = sampleApp.scopes.filter(scope => !fact.scopes?.includes(scope))
    const { web } = await playground({ app: { scopes } })
    const { call: usual = () => ({}) } = fact
    // Of the scene only the channels of the sample are needed to see which kind of conversation is meant.
    const answer = await refusal(call(web, name, given(usual({ open: 'C0INCIDNT3', own: 'C0INCIDNT3' } as Scene))))
    expect(answer).toMatchObject({
      error: 'missing_scope',
      needed: fact.scopes?.join(','),
      provided: scopes.join(','),
    })
  })

  it.each(Object.entries(facts).filter(([, fact]) => !fact.scopes && fact.token === undefined))(
    '%s is not missing any',
    async (name, fact) => {
      const { web } = await playground({ app: { scopes: [] } })
      const args = given((fact.call ?? (() => ({})))({ open: 'C0INCIDNT3' } as Scene))
      const answer = await call(web, name, args).catch((error: { data: unknown }) => error.data)
      expect(answer.error).not.toBe('missing_scope')
    },
  )
})
