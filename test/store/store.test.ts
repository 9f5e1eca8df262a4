import { randomUUID } from 'node:crypto'
import mongoose from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addItem, endItem } from '../../src/domain/action-items.ts'
import { addNote, declare, type Incident } from '../../src/domain/incident.ts'
import { cancel, resolve } from '../../src/domain/lifecycle.ts'
import { defaultPolicy } from '../../src/domain/policy.ts'
import { nextWorkAt } from '../../src/domain/work.ts'
import { connectStore, type Store } from '../../src/store/connect.ts'
import { openDatabase } from '../helpers/database.ts'
import { at, by, opened, policy } from '../helpers/incidents.ts'

let database: Awaited<ReturnType<typeof openDatabase>>
let store: Store
/** A second process on the same database. */
let other: Store

beforeAll(async () => {
  database = await openDatabase()
  store = await connectStore(database.uri)
  other = await connectStore(database.uri)
})
afterAll(async () => {
  await store.close()
  await other.close()
  await database.close()
})
beforeEach(() => store.clear())

const declaring = (number: number, requestId: string, title = 'Down') =>
  declare(
    { number, requestId, title, summary: '', severity: 'SEV1', urgency: 'high', isPrivate: false },
    defaultPolicy,
    by('U0ANA'),
  )
const create = (requestId: string, from = store) =>
  from.incidents.create(requestId, number => declaring(number, requestId))

describe('incidents', () => {
  it('come back exactly as they were stored', async () => {
    const stored = await store.incidents.create('full', number => ({
      ...opened(),
      id: `INC-${number}`,
      number,
      requestId: 'full',
    }))
    const noted = { ...addNote(stored, { text: '$where {"a.b": 1} \u0000 ünïcødé 🚨' }, by('U0ANA', 5)), version: 1 }
    expect(await store.incidents.replace(noted, 0, at(7))).toBe(true)
    expect(await other.incidents.get(stored.id)).toEqual(noted)
    expect(await other.incidents.getByChannel('C0WARROOM')).toEqual(noted)
  })

  it('I1: are one for one submission, however often and wherever it arrives', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, (_, nth) => create('T1/V1', nth % 2 ? other : store)))
    expect(new Set(ids.map(incident => incident.id)).size).toBe(1)
    expect(await store.incidents.listOpen()).toHaveLength(1)
  })

  it('I2: get numbers that are unique and rise, from several processes at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, nth) => create(`request-${nth}`, nth % 2 ? other : store)),
    )
    const numbers = made.map(incident => incident.number)
    expect(new Set(numbers).size).toBe(40)
    const later = await create('later')
    expect(later.number).toBeGreaterThan(Math.max(...numbers))
    expect(later.id).toBe(`INC-${later.number}`)
  })

  it('I2: get a free number even when the counter was lost', async () => {
    const connection = await mongoose.createConnection(database.uri).asPromise()
    await create('one')
    await create('two')
    await connection.collection<{ _id: string }>('counters').updateOne({ _id: 'incident' }, { $set: { value: 0 } })
    await connection.close()
    expect((await create('three')).number).toBe(3)
  })

  it('I7: are never overwritten by somebody who read an older version', async () => {
    const { id } = await create('contended')
    const append = async (from: Store, text: string): Promise<void> => {
      for (;;) {
        const incident = (await from.incidents.get(id)) as Incident
        const next = { ...addNote(incident, { text }, by('U0ANA')), version: incident.version + 1 }
        if (await from.incidents.replace(next, incident.version, null)) return
      }
    }
    await Promise.all(Array.from({ length: 30 }, (_, nth) => append(nth % 2 ? other : store, `note ${nth}`)))
    const after = (await store.incidents.get(id)) as Incident
    expect(after.version).toBe(30)
    expect(after.timeline).toHaveLength(31)
    expect(new Set(after.timeline.map(fact => (fact.type === 'noted' ? fact.text : ''))).size).toBe(31)
  })

  it('are found when their work is due, soonest first, and not before or after', async () => {
    const due = async (incident: Incident, minutes: number | null) =>
      store.incidents.replace({ ...incident, version: 1 }, 0, minutes === null ? null : at(minutes))
    const [late, soon, future, never] = [await create('a'), await create('b'), await create('c'), await create('d')]
    await due(late, 5)
    await due(soon, 1)
    await due(future, 60)
    await due(never, null)
    expect(await store.incidents.due(at(10))).toEqual([soon.id, late.id])
    expect(await store.incidents.due(at(0))).toEqual([])
    expect(await store.incidents.due(at(60))).toHaveLength(3)
  })

  it('are due at once after declaring, so that a crash right then loses nothing', async () => {
    const incident = await create('fresh')
    expect(nextWorkAt(incident, policy, at(0))).toEqual(at(0))
    expect(await store.incidents.due(at(0))).toEqual([incident.id])
  })

  it('are listed while somebody still has to do something about them, newest first', async () => {
    const made = [await create('a'), await create('b'), await create('c')]
    const cancelled = { ...cancel(made[0] as Incident, { reason: 'none', policy }, by('U0ANA')), version: 1 }
    await store.incidents.replace(cancelled, 0, null)
    const resolved = { ...resolve(made[1] as Incident, { resolution: 'x', policy }, by('U0ANA')), version: 1 }
    await store.incidents.replace(resolved, 0, null)
    expect((await store.incidents.listOpen()).map(one => one.id)).toEqual([made[2]?.id, made[1]?.id])
  })

  it('are not found by values that look like queries', async () => {
    await create('a')
    const hostile = { $ne: null } as unknown as string
    await expect(store.incidents.get(hostile)).rejects.toThrow()
    await expect(store.incidents.getByChannel(hostile)).rejects.toThrow()
  })
})

describe('claims', () => {
  const leaseMs = 60_000
  const claim = (lane: string, minutes: number, from = store) =>
    from.deliveries.claim({ lane, token: randomUUID(), now: at(minutes), leaseMs })

  it('are held by one of many who ask at once', async () => {
    const claims = await Promise.all(Array.from({ length: 20 }, (_, nth) => claim('lane', 0, nth % 2 ? other : store)))
    expect(claims.filter(Boolean)).toHaveLength(1)
  })

  it('go to the next when their holder died, who learns that it is not the first', async () => {
    const first = await claim('lane', 0)
    expect(first).toMatchObject({ attempt: 1, since: at(0) })
    expect(await claim('lane', 0.9)).toBeUndefined()
    expect(await claim('lane', 1, other)).toMatchObject({ attempt: 2, since: at(0) })
    expect(await claim('lane', 1.5)).toBeUndefined()
  })

  it('are gone once released, but not by somebody who lost them', async () => {
    const first = await claim('lane', 0)
    const second = await claim('lane', 2)
    await store.deliveries.release(first as NonNullable<typeof first>)
    expect(await claim('lane', 2)).toBeUndefined()
    await store.deliveries.release(second as NonNullable<typeof second>)
    expect(await claim('lane', 2)).toMatchObject({ attempt: 1, since: at(2) })
  })

  it('wait as long as told, and count the attempt only when it reached the other side', async () => {
    const first = (await claim('lane', 0)) as NonNullable<Awaited<ReturnType<typeof claim>>>
    await store.deliveries.postpone(first, { at: at(10), reason: 'ratelimited', counted: false })
    expect(await claim('lane', 9)).toBeUndefined()
    const second = (await claim('lane', 10)) as typeof first
    expect(second.attempt).toBe(1)
    await store.deliveries.postpone(second, { at: at(20), reason: 'timeout', counted: true })
    expect(await claim('lane', 20)).toMatchObject({ attempt: 2 })
  })
})

it('keeps one answer of each person to each update, and changes what is given of it', async () => {
  const of = { incident: 'INC-1', update: 4, audience: 'leadership', by: 'U0EMI', at: at(1) }
  await Promise.all([
    store.feedback.note(of, { has: 'enough' }),
    other.feedback.note({ ...of, by: 'U0GUS', at: at(2) }, { rating: 'helpful' }),
    store.feedback.note({ ...of, incident: 'INC-2' }, { has: 'question' }),
  ])
  await other.feedback.note({ ...of, at: at(3) }, { rating: 'not-helpful', line: 'Too late' })
  expect(await store.feedback.of('INC-1')).toEqual([
    { ...of, by: 'U0GUS', at: at(2), rating: 'helpful' },
    { ...of, at: at(3), has: 'enough', rating: 'not-helpful', line: 'Too late' },
  ])
})

it('signs links with the same key in every process', () => {
  expect(other.linkSecret).toBe(store.linkSecret)
  expect(store.linkSecret.length).toBeGreaterThan(30)
})

it('looks for due work by its index, however many incidents there are', async () => {
  await Promise.all(Array.from({ length: 50 }, (_, nth) => create(`r${nth}`)))
  const connection = await mongoose.createConnection(database.uri).asPromise()
  const plan = JSON.stringify(
    await connection
      .collection('incidents')
      .find({ nextWorkAt: { $lte: at(-10) } })
      .sort({ nextWorkAt: 1 })
      .explain('executionStats'),
  )
  await connection.close()
  expect(plan).toContain('IXSCAN')
  expect(plan).toMatch(/"totalDocsExamined":0/)
})

it('finds the incidents of a period by index, the newest first, and no more than asked for', async () => {
  for (let nth = 1; nth <= 4; nth++)
    await store.incidents.create(`request-${nth}`, number => ({
      ...declaring(number, `request-${nth}`),
      declaredAt: at(nth * 60),
    }))
  const found = async (from: Date, atMost: number) =>
    (await other.incidents.declaredSince(from, atMost)).map(incident => incident.declaredAt)
  expect(await found(at(120), 10)).toEqual([at(240), at(180), at(120)])
  expect(await found(at(0), 2)).toEqual([at(240), at(180)])
  const connection = await mongoose.createConnection(database.uri).asPromise()
  const plan = JSON.stringify(
    await connection
      .collection('incidents')
      .find({ declaredAt: { $gte: at(200) } })
      .sort({ declaredAt: -1 })
      .explain('executionStats'),
  )
  await connection.close()
  expect(plan).toContain('IXSCAN')
  expect(plan).toMatch(/"totalDocsExamined":1\b/)
})

it('finds whose follow-ups are open, and of which service, by index, and not what is over', async () => {
  for (const [nth, owner] of ['U0BEN', 'U0BEN', undefined, undefined].entries()) {
    const incident = await store.incidents.create(`request-${nth}`, number => ({
      ...declaring(number, `request-${nth}`),
      service: nth === 2 ? 'website' : 'checkout',
    }))
    const stamp = { by: 'U0ANA', via: 'command', at: at(0) } as const
    const item = { text: 'An alert', owner, policy: defaultPolicy }
    if (nth < 3)
      await store.incidents.replace({ ...addItem(incident, item, stamp), version: 2 }, incident.version, null)
  }
  const numbers = (all: readonly Incident[]) => all.map(({ number }) => number)
  expect(numbers(await other.incidents.withItemsOf('U0BEN'))).toEqual([2, 1])
  expect(numbers(await other.incidents.withItemsOf('U0ANA'))).toEqual([])
  expect(numbers(await other.incidents.withOpenItems('checkout', 9))).toEqual([2, 1])
  expect(numbers(await other.incidents.withOpenItems('checkout', 1))).toEqual([2])
  expect(numbers(await other.incidents.withOpenItems('website', 9))).toEqual([3])
  expect(await store.incidents.get('INC-1')).not.toHaveProperty('itemOwners')
  const first = await store.incidents.get('INC-1')
  const done = first && endItem(first, { number: 1, outcome: 'done' }, { by: 'U0BEN', via: 'command', at: at(1) })
  if (done) await store.incidents.replace({ ...done, version: 3 }, 2, null)
  expect(numbers(await other.incidents.withItemsOf('U0BEN'))).toEqual([2])
  const connection = await mongoose.createConnection(database.uri).asPromise()
  const collection = connection.collection('incidents')
  const examined = async (filter: object) => {
    const plan = JSON.stringify(await collection.find(filter).explain('executionStats'))
    expect(plan).toContain('IXSCAN')
    return Number(/"totalDocsExamined":(\d+)/.exec(plan)?.[1])
  }
  expect(await examined({ itemOwners: 'U0BEN' })).toBe(1)
  // Only what has something open is looked at; another server may plan two conditions otherwise.
  if (!process.env.MONGODB_URI) expect(await examined({ service: 'website', itemOwners: { $gte: '' } })).toBeLessThan(3)
  await connection.close()
})

it('says in words when the database does not answer', async () => {
  await expect(connectStore('mongodb://127.0.0.1:1/sitrep')).rejects.toMatchObject({ service: 'mongodb' })
})

describe('subscriptions', () => {
  const subject = { kind: 'incident', of: 'INC-1' } as const

  it('are one for each person and subject, whoever asks how often', async () => {
    const added = await Promise.all(
      Array.from({ length: 6 }, (_, nth) => (nth % 2 ? other : store).subscriptions.add({ user: 'U0DEV', ...subject })),
    )
    expect(added.filter(Boolean)).toHaveLength(1)
    expect(await other.subscriptions.of('U0DEV')).toEqual([subject])
    expect(await store.subscriptions.remove({ user: 'U0DEV', ...subject })).toBe(true)
    expect(await store.subscriptions.remove({ user: 'U0DEV', ...subject })).toBe(false)
    expect(await other.subscriptions.of('U0DEV')).toEqual([])
  })

  it('are found by what they are for', async () => {
    const all = [
      { user: 'U0DEV', ...subject },
      { user: 'U0EMI', kind: 'priority', of: 'P2' },
      { user: 'U0BEN', kind: 'service', of: 'P2' },
      { user: 'U0CHL', kind: 'incident', of: 'INC-2' },
    ] as const
    for (const one of all) await store.subscriptions.add(one)
    expect(await store.subscriptions.matching([subject, { kind: 'priority', of: 'P2' }])).toEqual(all.slice(0, 2))
    expect(await store.subscriptions.matching([])).toEqual([])
  })
})
