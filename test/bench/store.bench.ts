import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import mongoose, { type Connection } from 'mongoose'
import { afterAll, beforeAll, it } from 'vitest'
import { declare, type Incident, record } from '../../src/domain/incident.ts'
import { connectStore, type Store } from '../../src/store/connect.ts'
import { at, by, policy } from '../helpers/incidents.ts'
import { machine, report, spread, timed } from './report.ts'
import { type Cost, embedded, given, type Side } from './store-sides.ts'

const sizes = [1_000, 10_000, 100_000]
/** As many as are open at once in a busy organisation; some of them have work that is due. */
const open = 50
const due = 20
/** The first rounds are not counted: they warm up both sides and who measures them (V8 compiles what is run often). */
const rounds = 20
const uncounted = 10
const operationsPerRound = 250
const clients = 8
const messages = 10_000
const messagesAtOnce = 500
/** After this long the embedded store has given back what it does not need. */
const restMs = 5_000
const appending = 'append 10,000 messages'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sitrep-bench-'))
  process.stdout.write(`${machine()}\n`)
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const now = at(120)

/** An incident of ordinary length: twenty facts. The first are still open. */
function incident(number: number): Incident {
  let made = declare(
    {
      number,
      requestId: `bench-${number}`,
      title: 'Checkout is down',
      summary: 'Cards are declined since ten',
      severity: 'SEV1',
      urgency: 'high',
      isPrivate: false,
    },
    policy,
    by('U0ANA'),
  )
  for (let nth = 0; nth < 20; nth++)
    made = record(made, by('U0BEN'), {
      type: 'noted',
      text: `Payments answer again in one region of ${nth}, the queue is draining`,
    })
  return {
    ...made,
    ...(number > open ? { status: 'closed' } : {}),
    channel: { id: `C0${number}`, name: `inc-${number}` },
  }
}

async function fill(uri: string, from: number, to: number): Promise<void> {
  const connection = await mongoose.createConnection(uri).asPromise()
  for (let start = from; start < to; start += 500) {
    const batch = Array.from({ length: Math.min(500, to - start) }, (_, i) => {
      const { id, ...rest } = incident(start + i + 1)
      const next = rest.number > open ? {} : { nextWorkAt: rest.number <= due ? at(60) : at(600) }
      return { _id: id, ...rest, ...next }
    })
    await connection.collection<{ _id: string }>('incidents').insertMany(batch)
  }
  await connection.close()
}

type Work = (store: Store, nth: number) => Promise<unknown>

const workload: Readonly<Record<string, Work>> = {
  'save with version check': async (store, nth) => {
    const found = await store.incidents.get(`INC-${1 + ((nth * 7919) % 1_000)}`)
    if (found) await store.incidents.replace({ ...found, version: found.version + 1 }, found.version, null)
  },
  'due query': store => store.incidents.due(now),
  'claim and release': async (store, nth) => {
    const claim = await store.deliveries.claim({ lane: `INC-${nth}/card`, token: `${nth}`, now, leaseMs: 60_000 })
    if (claim) await store.deliveries.release(claim)
  },
  'list by status': store => store.incidents.listOpen(),
}

/** One round of one kind of work. */
interface Round {
  readonly perSecond: number
  readonly durations: readonly number[]
  /** Of the server alone, for each operation. */
  readonly cpuMs: number | undefined
}

type Rounds = Map<string, Round[]>

async function measured(side: Side, operations: number, work: () => Promise<readonly number[]>): Promise<Round> {
  const before = side.cost()
  const startedAt = performance.now()
  const durations = await work()
  const total = performance.now() - startedAt
  const after = side.cost()
  const cpuMs = before && after && (after.cpuMs - before.cpuMs) / operations
  return { perSecond: (operations / total) * 1_000, durations, cpuMs }
}

async function doRound(store: Store, work: Work): Promise<number[]> {
  let next = 0
  const durations: number[] = []
  const client = async () => {
    while (next < operationsPerRound) {
      const nth = next++
      durations.push(await timed(() => work(store, nth)))
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return durations
}

/** A channel's messages as they are gathered: those that are known are looked up, the others written. */
async function appendTranscript(connection: Connection, channel: string): Promise<number[]> {
  const transcript = connection.collection<{ _id: string }>('bench-transcript')
  await transcript.createIndex({ channel: 1, place: 1 }, { unique: true })
  const durations: number[] = []
  for (let start = 0; start < messages; start += messagesAtOnce) {
    const batch = Array.from({ length: messagesAtOnce }, (_, i) => {
      const ts = `${1_772_445_600 + start + i}.000100`
      return {
        _id: `${channel}:${ts}`,
        channel,
        place: `${ts}/${ts}`,
        ts,
        user: 'U0ANA',
        said: [{ at: ts, text: `Message ${start + i}: looking at the queue` }],
        revision: 1,
      }
    })
    durations.push(
      await timed(async () => {
        await transcript.find({ _id: { $in: batch.map(({ _id }) => _id) } }).toArray()
        await transcript.bulkWrite(
          batch.map(document => ({ insertOne: { document } })),
          { ordered: false },
        )
      }),
    )
  }
  return durations
}

/** One write after the other while somebody looks at every incident. */
async function writeBesideScan(connection: Connection): Promise<number[]> {
  const others = connection.collection<{ _id: string; n: number }>('bench-others')
  await others.updateOne({ _id: 'other' }, { $set: { n: 0 } }, { upsert: true })
  let isScanning = true
  const scan = connection
    .collection('incidents')
    .countDocuments({ summary: /never/ })
    .finally(() => {
      isScanning = false
    })
  const durations: number[] = []
  while (isScanning) durations.push(await timed(() => others.updateOne({ _id: 'other' }, { $inc: { n: 1 } })))
  await scan
  return durations
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const text = (value: number): string => value.toFixed(value < 10 ? 2 : 0)

/** The middle of the rounds; the percentiles are of all their operations together. */
function describe(all: readonly Round[]): string {
  const counted = all.slice(uncounted)
  const { p50, p99 } = spread(counted.flatMap(({ durations }) => durations))
  const cpu = counted.flatMap(({ cpuMs }) => cpuMs ?? [])
  const used = cpu.length > 0 ? `, CPU ${median(cpu).toFixed(3)} ms` : ''
  return `${text(median(counted.map(({ perSecond }) => perSecond)))}/s, p50 ${text(p50)} ms, p99 ${text(p99)} ms${used}`
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`

function reportMemory(what: string, cost: Cost | undefined): void {
  if (!cost) return
  const { rss, anon, file } = cost
  report(what, { RSS: megabytes(rss), 'of it its own': megabytes(anon), 'mapped files': megabytes(file) })
}

/** Every round does a kind of work on all sides, each time another side first. */
async function compare(sides: readonly Side[], size: number): Promise<void> {
  const open = await Promise.all(
    sides.map(async side => ({
      side,
      store: await connectStore(side.uri),
      connection: await mongoose.createConnection(side.uri).asPromise(),
      rounds: new Map<string, Round[]>() as Rounds,
    })),
  )
  const kinds = [...Object.keys(workload), appending]
  for (const what of kinds) {
    for (let round = 0; round < rounds; round++) {
      for (const { side, store, connection, rounds: done } of round % 2 === 0 ? open : open.toReversed()) {
        const work = workload[what]
        const result = work
          ? await measured(side, operationsPerRound, () => doRound(store, work))
          : await measured(side, messages, () => appendTranscript(connection, `C${size}-${round}`))
        done.set(what, [...(done.get(what) ?? []), result])
      }
    }
  }
  for (const what of kinds)
    report(what, Object.fromEntries(open.map(({ side, rounds: done }) => [side.name, describe(done.get(what) ?? [])])))
  for (const { side, store, connection } of open) {
    const durations = await writeBesideScan(connection)
    const { p50, p99 } = spread(durations)
    report('write beside a look at all incidents', {
      [side.name]: `${durations.length}, p50 ${text(p50)} ms, p99 ${text(p99)} ms, longest ${text(Math.max(...durations))} ms`,
    })
    await store.close()
    await connection.close()
    reportMemory(`memory after the work, ${side.name}`, side.cost())
  }
  await setTimeout(restMs)
  for (const { side } of open) reportMemory(`memory at rest, ${side.name}`, side.cost())
}

it('keeps incidents', async () => {
  let { side: own } = await embedded(dir)
  const other = await given()
  let stored = 0
  // Makes the collections and indexes.
  for (const side of [own, other]) if (side) await (await connectStore(side.uri)).close()
  for (const size of sizes) {
    process.stdout.write(`\n${size.toLocaleString('en-GB')} incidents\n`)
    for (const side of [own, other]) if (side) await fill(side.uri, stored, size)
    stored = size
    const again = await own.restart?.()
    if (again) {
      own = again.side
      report('start of the embedded store', { ms: again.startMs })
    }
    reportMemory('memory after the start, embedded', own.cost())
    await compare(other ? [own, other] : [own], size)
    if (own.diskBytes) report('disk', { file: megabytes(own.diskBytes()) })
  }
  await own.stop()
})
