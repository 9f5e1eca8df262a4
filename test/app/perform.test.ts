import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { App, Performers } from '../../src/app/app.ts'
import { update } from '../../src/app/app.ts'
import { decide, declareIncident } from '../../src/app/incidents.ts'
import { perform, performDue } from '../../src/app/perform.ts'
import { acknowledge, addNote, changeSeverity, type Incident, record } from '../../src/domain/incident.ts'
import { checkFacts } from '../../src/domain/seal.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { type Outcome, ServiceError } from '../../src/errors.ts'
import { appOn, openNow } from '../helpers/app.ts'
import { openDatabase } from '../helpers/database.ts'
import { at, policy } from '../helpers/incidents.ts'

let database: Awaited<ReturnType<typeof openDatabase>>
const apps: Awaited<ReturnType<typeof appOn>>[] = []
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(async () => {
  for (const app of apps) await app.store.close()
  await database.close()
})
beforeEach(async () => {
  for (const app of apps) await app.background.idle()
  await apps[0]?.store.clear()
})

async function newApp(performers: Partial<Performers> = {}, clock = { now: at(0) }) {
  const app = await appOn(database.uri, { performers, clock })
  apps.push(app)
  return app
}
const ana = { by: 'U0ANA', via: 'command' } as const
const input = { title: 'Down', summary: '', severity: 'SEV1', urgency: 'high', isPrivate: false } as const
async function declareIn(app: App, requestId = 'T1/V1'): Promise<Incident> {
  const incident = await declareIncident(app, { ...input, requestId }, ana)
  await app.background.idle()
  return incident
}
const get = async (app: App, id: string) => (await app.incidents.get(id)) as Incident
const fails = (outcome: Outcome, retryAfterMs?: number) =>
  new ServiceError('slack', { outcome, code: `${outcome}_code`, retryAfterMs })

describe('performing', () => {
  it('does what follows from each achievement until nothing is left', async () => {
    const doneKinds: string[] = []
    const note = (kind: string) => async () => {
      doneKinds.push(kind)
      return undefined
    }
    const app = await newApp({
      'set-topic': note('set-topic'),
      'show-card': async () => (incident, stamp) => {
        doneKinds.push('show-card')
        return record(incident, stamp, { type: 'card-posted', ts: '1.1' }, { cardTs: '1.1' })
      },
      'pin-card': note('pin-card'),
      announce: note('announce'),
    })
    await declareIn(app)
    expect(doneKinds.sort()).toEqual(['announce', 'pin-card', 'set-topic', 'show-card'])
    await performDue(app)
    expect(doneKinds).toHaveLength(4)
  })

  it('does the rest when one effect fails for good, and makes that visible', async () => {
    let invited = 0
    const app = await newApp({
      announce: async () => {
        throw fails('permanent-target')
      },
      'invite-people': async () => {
        invited++
        return undefined
      },
    })
    const { id } = await declareIn(app)
    expect(invited).toBe(1)
    expect((await get(app, id)).timeline.find(isFact('work-abandoned'))).toMatchObject({
      what: 'announce the incident',
      reason: 'permanent-target_code',
      by: 'sitrep',
    })
    expect(await app.incidents.due(at(1))).toEqual([])
  })

  it('waits longer and longer for another system, keeps on for a day, and then gives up in the open', async () => {
    const attempts: number[] = []
    const app = await newApp({
      announce: async () => {
        attempts.push((app.clock.now.getTime() - at(0).getTime()) / 1000)
        throw fails('ambiguous')
      },
    })
    const { id } = await declareIn(app)
    const given = async () => (await get(app, id)).timeline.find(isFact('work-abandoned'))
    for (let second = 2; second <= 600; second += 2) {
      app.clock.now = new Date(at(0).getTime() + second * 1000)
      await performDue(app)
    }
    expect(attempts).toEqual([0, 2, 6, 14, 30, 62, 126, 254, 510])
    app.clock.now = at(23 * 60)
    await performDue(app)
    expect(await given()).toBeUndefined()
    app.clock.now = at(24 * 60 + 6)
    await performDue(app)
    expect(await given()).toMatchObject({ reason: 'ambiguous_code' })
  }, 60_000)

  it('gives up on a bug of its own after eight attempts', async () => {
    let attempts = 0
    const app = await newApp({
      announce: async () => {
        attempts++
        throw new Error('a bug')
      },
    })
    const { id } = await declareIn(app)
    for (let minute = 1; minute <= 60; minute++) {
      app.clock.now = at(minute)
      await performDue(app)
    }
    expect(attempts).toBe(8)
    expect((await get(app, id)).timeline.find(isFact('work-abandoned'))).toMatchObject({ reason: 'internal error' })
  })

  it('posts one reader’s updates in the order they were written, also when the first one fails at first', async () => {
    const posted: number[] = []
    let isAway = true
    const app = await newApp({
      'post-update': async ({ work }) => {
        if (work.audience !== 'customers') return undefined
        if (isAway) throw fails('retry-safe')
        posted.push(work.fact.seq)
        return undefined
      },
    })
    const { id } = await declareIn(app)
    for (const minute of [1, 2])
      await decide(app, id, {
        by: ana,
        run: (incident, text: string, stamp) =>
          writeUpdate(incident, { fields: { state: text }, nextInMinutes: 30, policy }, stamp),
        input: `at ${minute}`,
      })
    await app.background.idle()
    isAway = false
    app.clock.now = at(1)
    await performDue(app)
    expect(posted).toHaveLength(2)
    expect(posted).toEqual([...posted].sort((a, b) => a - b))
  })

  it('does not count the attempts that a rate limit turned away, and waits exactly as told', async () => {
    let calls = 0
    const app = await newApp({
      announce: async ({ claim }) => {
        calls++
        expect(claim.attempt).toBe(1)
        if (calls <= 20) throw fails('rate-limited', 30_000)
        return undefined
      },
    })
    const { id } = await declareIn(app)
    for (let nth = 1; nth <= 20; nth++) {
      app.clock.now = new Date(at(0).getTime() + nth * 30_000 - 1)
      await performDue(app)
      expect(calls).toBe(nth)
      app.clock.now = new Date(at(0).getTime() + nth * 30_000)
      await performDue(app)
    }
    expect(calls).toBe(21)
    expect((await get(app, id)).timeline.some(isFact('work-abandoned'))).toBe(false)
  })

  it('keeps the queue while Slack refuses the token', async () => {
    let isRefused = true
    const app = await newApp({
      announce: async () => {
        if (isRefused) throw fails('permanent-auth')
        return undefined
      },
    })
    const { id } = await declareIn(app)
    app.clock.now = at(600)
    isRefused = false
    await performDue(app)
    expect((await get(app, id)).timeline.some(isFact('work-abandoned'))).toBe(false)
    expect((await get(app, id)).settled).toContain(`${id}#2/announce`)
  })

  it('hands on work whose holder died, with a hint to look back', async () => {
    const seen: number[] = []
    const app = await newApp({
      announce: async ({ claim }) => {
        seen.push(claim.attempt)
        expect(claim.since).toEqual(at(0))
        return undefined
      },
    })
    const { id } = await app.incidents.create('dead', number => ({
      ...({} as Incident),
      id: `INC-${number}`,
      number,
      requestId: 'dead',
      version: 0,
      title: 'x',
      summary: '',
      severity: 'SEV1',
      urgency: 'high',
      priority: 'P1',
      status: 'triage',
      isPrivate: false,
      reporter: 'U0ANA',
      roles: {},
      declaredAt: at(0),
      timeline: [],
      settled: [],
    }))
    await update(app, id, incident =>
      record(
        incident,
        { ...ana, at: at(0) },
        { type: 'channel-opened', channel: 'C1', name: 'x' },
        { channel: { id: 'C1', name: 'x' } },
      ),
    )
    // The process that held this lane is gone: its effect may have happened, its record did not.
    await app.deliveries.claim({ lane: `${id}/announce`, token: 'dead', now: at(0), leaseMs: 60_000 })
    await performDue(app)
    expect(seen).toEqual([])
    app.clock.now = at(1)
    await performDue(app)
    expect(seen).toEqual([2])
  })

  it('shows the last state when changes come faster than the view can be drawn', async () => {
    const drawn: string[] = []
    let atOnce = 0
    const app = await newApp({
      'show-card': async ({ incident }) => {
        expect(++atOnce).toBe(1)
        await new Promise(resolve => setTimeout(resolve, 15))
        drawn.push(incident.severity)
        atOnce--
        return undefined
      },
    })
    const { id } = await declareIn(app)
    for (const severity of ['SEV2', 'SEV3', 'SEV4', 'SEV2', 'SEV1', 'SEV3'] as const)
      await decide(app, id, { by: ana, run: changeSeverity, input: { severity, policy } })
    await app.background.idle()
    expect(drawn.at(-1)).toBe('SEV3')
    expect(drawn.length).toBeLessThanOrEqual(7)
  })

  it('is not held up by an incident whose effects are broken', async () => {
    const done: string[] = []
    const app = await newApp({
      'show-card': async ({ incident }) => {
        if (incident.title === 'poison') throw new Error('a bug')
        done.push(incident.id)
        return undefined
      },
    })
    await declareIncident(app, { ...input, title: 'poison', requestId: 'p' }, ana)
    const healthy = await declareIncident(app, { ...input, title: 'healthy', requestId: 'h' }, ana)
    await app.background.idle()
    await performDue(app)
    expect(done).toEqual([healthy.id])
  })

  it('does each piece once in four processes that wake together', async () => {
    const posted: string[] = []
    const clock = { now: at(0) }
    const performers: Partial<Performers> = {
      'open-channel': openNow,
      'post-update': async ({ work }) => {
        posted.push(work.key)
        return undefined
      },
    }
    const replicas = [
      await newApp(performers, clock),
      await newApp(performers, clock),
      await newApp(performers, clock),
      await newApp(performers, clock),
    ]
    const [first] = replicas
    if (!first) throw new Error('no replica')
    const { id } = await declareIn(first)
    await update(first, id, incident =>
      writeUpdate(incident, { fields: { state: 'x' }, nextInMinutes: 30, policy }, { ...ana, at: at(0) }),
    )
    await Promise.all(replicas.map(app => perform(app, id)))
    expect(posted).toHaveLength(4)
    expect(new Set(posted).size).toBe(4)
  })
})

describe('a decision', () => {
  it('repeated with the same request id changes nothing', async () => {
    const app = await newApp()
    const { id } = await declareIn(app)
    const once = { by: { ...ana, requestId: 'V7' }, run: addNote, input: { text: 'twice?' } }
    await decide(app, id, once)
    await decide(app, id, once)
    expect((await get(app, id)).timeline.filter(isFact('noted'))).toHaveLength(1)
    await decide(app, id, { ...once, by: { ...ana, requestId: 'V8' } })
    expect((await get(app, id)).timeline.filter(isFact('noted'))).toHaveLength(2)
  })

  it('I8: leaves one fact with who, when, how and by which request, in the same write', async () => {
    const app = await newApp()
    const { id } = await declareIn(app)
    const before = await get(app, id)
    await decide(app, id, { by: { by: 'U0BEN', via: 'button', requestId: 'R1' }, run: acknowledge, input: undefined })
    const [fact] = (await get(app, id)).timeline.slice(before.timeline.length)
    expect(fact).toEqual({
      seq: before.timeline.length + 1,
      type: 'acknowledged',
      at: at(0),
      recordedAt: at(0),
      by: 'U0BEN',
      via: 'button',
      requestId: 'R1',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  it('is sealed from the first fact on, and the chain is whole as the store gives it back', async () => {
    const app = await newApp()
    const { id } = await declareIn(app)
    await decide(app, id, { by: { by: 'U0BEN', via: 'button', requestId: 'R1' }, run: acknowledge, input: undefined })
    const { timeline } = await get(app, id)
    expect(timeline.length).toBeGreaterThan(2)
    expect(checkFacts(id, timeline, app.digest)).toEqual({ sealedFrom: 0, head: timeline.at(-1)?.hash, breaks: [] })
  })

  it('I1: to declare, submitted twenty times at once, makes one incident and opens one channel', async () => {
    let openings = 0
    const app = await newApp({
      'open-channel': async (task, self) => {
        openings++
        return openNow(task, self)
      },
    })
    const made = await Promise.all(
      Array.from({ length: 20 }, () => declareIncident(app, { ...input, requestId: 'T1/V9' }, ana)),
    )
    await app.background.idle()
    expect(new Set(made.map(incident => incident.id)).size).toBe(1)
    expect(openings).toBe(1)
  })
})
