import fc from 'fast-check'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { channelName, openChannel } from '../../src/slack/channel.ts'
import { createSlackClient } from '../../src/slack/client.ts'
import { connectWorkspace, type Workspace } from '../../src/slack/workspace.ts'
import { declared, monday } from '../helpers/incidents.ts'
import { quickPace } from '../helpers/quick-pace.ts'
import { keepingLog } from './keeping-log.ts'
import { bot, fakeWebApi, team, token, type WebApi } from './web-api.ts'

describe('a channel’s name', () => {
  it.each([
    ['Checkout is down', 'inc-42-checkout-is-down'],
    ['  DB: primary #2 — failing!! ', 'inc-42-db-primary-2-failing'],
    ['Überlastung in Zürich', 'inc-42-ueberlastung-in-zuerich'],
    ['支払いができない', 'inc-42'],
    ['🔥🔥🔥', 'inc-42'],
    ['?!', 'inc-42'],
    ['iOS app crashes', 'inc-42-ios-app-crashes'],
  ])('of “%s” is %s', (title, name) => {
    expect(channelName({ number: 42, title, isPrivate: false })).toBe(name)
  })

  it('of a private incident shows its number only', () => {
    expect(channelName({ number: 42, title: 'Payroll leaked', isPrivate: true })).toBe('inc-42')
  })

  it('follows Slack’s rules for any title', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.integer({ min: 1, max: 999_999_999 }),
        (title, number) => {
          const name = channelName({ number, title, isPrivate: false })
          expect(name).toMatch(/^inc-\d+(-[a-z0-9]+)*$/)
          expect(name.length).toBeLessThanOrEqual(80)
          expect(name.startsWith(`inc-${number}`)).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('opening the channel', () => {
  let slack: WebApi
  let workspace: Workspace
  const incident = declared()
  const name = 'inc-42-checkout-is-down'
  const created = Math.floor(monday.getTime() / 1000) + 5
  const own = { id: 'C0OURS', name, creator: bot.user, created }

  beforeEach(async () => {
    nock.disableNetConnect()
    slack = fakeWebApi()
    slack.expect('auth.test', { team_id: team, user_id: bot.user, bot_id: bot.id })
    workspace = await connectWorkspace(
      createSlackClient({ token, apiUrl: undefined, log: keepingLog().log, pace: quickPace() }),
    )
  })
  afterEach(() => {
    nock.cleanAll()
    nock.enableNetConnect()
    expect(slack.problems()).toEqual([])
  })
  const taken = () => slack.expect('conversations.create', { ok: false, error: 'name_taken' })
  const namesAsked = () =>
    slack.calls.filter(call => call.method === 'conversations.create').map(call => call.args.name)

  it('makes it', async () => {
    slack.expect('conversations.create', { channel: { id: 'C1', name } })
    expect(await openChannel(workspace, incident)).toEqual({ id: 'C1', name, isPrivate: false })
  })

  it('takes the one it made before, when that answer was lost', async () => {
    taken()
    slack.expect('users.conversations', { channels: [], response_metadata: { next_cursor: 'p2' } })
    slack.expect('users.conversations', { channels: [own] })
    expect(await openChannel(workspace, incident)).toEqual({ id: 'C0OURS', name, isPrivate: false })
    expect(namesAsked()).toEqual([name])
  })

  it.each([
    ['of somebody else', { ...own, creator: 'U0EVE' }],
    ['of its own from long before', { ...own, created: created - 86_400 }],
    ['of its own with another name', { ...own, name: `${name}-2` }],
  ])('never takes a channel %s, but the next free name', async (_, channel) => {
    taken()
    slack.expect('users.conversations', { channels: [channel] })
    slack.expect('conversations.create', { channel: { id: 'C2', name: `${name}-2` } })
    expect(await openChannel(workspace, incident)).toEqual({ id: 'C2', name: `${name}-2`, isPrivate: false })
    expect(namesAsked()).toEqual([name, `${name}-2`])
  })

  it('gives up after a few names, as something that asking again does not mend', async () => {
    for (let n = 0; n < 5; n++) {
      taken()
      slack.expect('users.conversations', { channels: [] })
    }
    await expect(openChannel(workspace, incident)).rejects.toMatchObject({
      outcome: 'permanent-target',
      code: 'name_taken',
    })
    expect(new Set(namesAsked()).size).toBe(5)
  })

  it('asks for a longer name within Slack’s length too', async () => {
    const long = declared({ title: 'very '.repeat(40) })
    taken()
    slack.expect('users.conversations', { channels: [] })
    slack.expect('conversations.create', { channel: { id: 'C2' } })
    await openChannel(workspace, long)
    for (const asked of namesAsked()) expect(String(asked).length).toBeLessThanOrEqual(80)
  })

  it('passes on what Slack refuses', async () => {
    slack.expect('conversations.create', { ok: false, error: 'restricted_action' })
    await expect(openChannel(workspace, incident)).rejects.toMatchObject({ outcome: 'permanent-target' })
  })
})
