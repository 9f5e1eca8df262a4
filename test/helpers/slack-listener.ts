import { setImmediate as turn } from 'node:timers/promises'
import { App as Bolt, type Receiver } from '@slack/bolt'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { App, Incidents } from '../../src/app/app.ts'
import { type Declaration, declare, type Incident, record } from '../../src/domain/incident.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { outstandingWork, settle } from '../../src/domain/work.ts'
import { createSlackClient } from '../../src/slack/client.ts'
import { boltLogger } from '../../src/slack/logger.ts'
import { registerListeners } from '../../src/slack/register.ts'
import { connectWorkspace } from '../../src/slack/workspace.ts'
import type { Store } from '../../src/store/connect.ts'
import { keepingLog, type LogLine } from '../slack/keeping-log.ts'
import { answerWork, type Call, fakeWebApi, token, type WebApi } from '../slack/web-api.ts'
import { monday } from './incidents.ts'
import { memoryApp, scratchStore } from './memory-app.ts'
import { quickPace } from './quick-pace.ts'

/** What became of one Slack request. */
export interface Outcome {
  /** The body of the acknowledgement. */
  readonly ack: unknown
  /** The calls to Slack it led to, the work behind it included, in order. */
  readonly calls: readonly Call[]
  /** Milliseconds until the acknowledgement. */
  readonly ackedAfterMs: number
}

export interface Edge {
  readonly app: App
  readonly slack: WebApi
  readonly log: readonly LogLine[]
  /** Sends a raw payload through real Bolt. Fails unless it is acknowledged once, in time, and awaited. */
  send(body: Record<string, unknown>): Promise<Outcome>
  /** An incident with a channel and nothing left to do. */
  seed(input?: Partial<Declaration> & { channel?: string; reporter?: string }): Promise<Incident>
  incident(id: string): Promise<Incident>
  advance(minutes: number): void
  /** The error lines so far; whoever takes none asserts that there are none. */
  takeErrors(): LogLine[]
}

const slackGivesUpMs = 3_000

/** Opens one store for the tests of a file and gives each test an edge on it, emptied. */
export function edgeStarter(): (options?: {
  policy?: Policy
  incidents?: (real: Incidents) => Incidents
}) => Promise<Edge> {
  let store: Store
  const open: { edge: Edge; check: () => void }[] = []
  beforeAll(async () => {
    store = await scratchStore()
  })
  beforeEach(async () => {
    nock.disableNetConnect()
    await store.clear()
  })
  afterEach(async () => {
    for (const { edge } of open) await edge.app.background.idle()
    nock.cleanAll()
    for (const { check } of open.splice(0)) check()
  })
  afterAll(async () => {
    nock.enableNetConnect()
    await store.close()
  })
  return async (options = {}) => {
    const started = await startEdge(store, options)
    open.push(started)
    return started.edge
  }
}

async function startEdge(
  store: Store,
  options: { policy?: Policy; incidents?: (real: Incidents) => Incidents },
): Promise<{ edge: Edge; check: () => void }> {
  const slack = fakeWebApi()
  answerWork(slack)
  const { log, lines } = keepingLog()
  const client = createSlackClient({ token, apiUrl: undefined, log, pace: quickPace() })
  const workspace = await connectWorkspace(client)
  const { app, advance } = memoryApp(workspace, { store, log, ...options })
  const bolt = buildBolt(workspace, log)
  registerListeners(bolt, { app, workspace })

  const edge: Edge = {
    app,
    slack,
    log: lines,
    advance,
    async send(body) {
      const from = slack.calls.length
      const acknowledged = await deliver(bolt, body, slack)
      await app.background.idle()
      expect(acknowledged.count(), 'acknowledgements').toBe(1)
      return { ack: acknowledged.body, ackedAfterMs: acknowledged.afterMs, calls: slack.calls.slice(from) }
    },
    async seed({ channel = 'C0WARROOM', reporter = 'U0ANA', ...input } = {}) {
      return seedIncident(app, { channel, reporter, ...input })
    },
    async incident(id) {
      const found = await app.incidents.get(id)
      if (!found) throw new Error(`there is no ${id}`)
      return found
    },
    takeErrors() {
      const errors = lines.filter(line => line.level === 'error')
      lines.splice(0, lines.length, ...lines.filter(line => line.level !== 'error'))
      return errors
    },
  }
  const check = () => {
    expect(slack.problems(), 'calls to Slack').toEqual([])
    expect(edge.takeErrors(), 'errors in the log').toEqual([])
  }
  return { edge, check }
}

function buildBolt(
  { botId, botUserId, teamId }: { botId: string; botUserId: string; teamId: string },
  log: App['log'],
): Bolt {
  const receiver: Receiver = { init: () => {}, start: async () => {}, stop: async () => {} }
  return new Bolt({
    receiver,
    authorize: async () => ({ botId, botUserId, teamId }),
    convoStore: false,
    logger: boltLogger(log),
  })
}

/**
 * One request as a receiver hands it over. The acknowledgement is held back for a while: a listener that does not wait
 * for it is done too early, or goes on with the person's next view, and both fail here.
 */
async function deliver(
  bolt: Bolt,
  body: Record<string, unknown>,
  slack: WebApi,
): Promise<{ body: unknown; afterMs: number; count: () => number }> {
  const acks: unknown[] = []
  let afterMs = 0
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  let called = () => {}
  const acked = new Promise<void>(resolve => {
    called = resolve
  })
  let isDone = false
  const startedAt = performance.now()
  const done = bolt
    .processEvent({
      body,
      ack: response => {
        acks.push(response)
        if (acks.length === 1) afterMs = performance.now() - startedAt
        called()
        return held
      },
    })
    .finally(() => {
      isDone = true
    })
  await Promise.race([acked, done])
  expect(acks.length, 'acknowledgements').toBeGreaterThan(0)
  expect(afterMs, 'milliseconds until the acknowledgement').toBeLessThan(slackGivesUpMs)
  const before = shown(slack)
  for (let turns = 0; turns < 10; turns++) await turn()
  expect(isDone, 'done before its acknowledgement was').toBe(false)
  expect(shown(slack), 'went on before its acknowledgement was done').toBe(before)
  release()
  await done
  return { body: acks[0], afterMs, count: () => acks.length }
}

/** What a person sees change; the work behind an incident may go on while the request is being acknowledged. */
function shown(slack: WebApi): number {
  return slack.calls.filter(({ method }) => method.startsWith('views.') || method === 'response_url').length
}

async function seedIncident(
  app: App,
  { channel, reporter, ...input }: Partial<Declaration> & { channel: string; reporter: string },
): Promise<Incident> {
  const at = monday
  const requestId = `seed/${channel}`
  const created = await app.incidents.create(requestId, number => {
    const incident = declare(
      {
        title: 'Checkout is down',
        summary: 'Card payments fail',
        severity: 'SEV1',
        urgency: 'high',
        isPrivate: false,
        ...input,
        number,
        requestId,
      },
      app.policy,
      { by: reporter, via: 'modal', at },
    )
    const bot = { by: 'sitrep', via: 'bot', at } as const
    const name = `inc-${number}`
    const opened = record(incident, bot, { type: 'channel-opened', channel, name }, { channel: { id: channel, name } })
    const carded = record(opened, bot, { type: 'card-posted', ts: '9.9' }, { cardTs: '9.9' })
    const posted = { channel: app.policy.announcements.channel ?? '', ts: '8.8' }
    const announced = incident.isPrivate
      ? carded
      : record(carded, bot, { type: 'announced', ...posted }, { announcement: posted })
    return outstandingWork(announced, app.policy, at).reduce(settle, announced)
  })
  return created
}
