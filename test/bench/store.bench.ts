import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mongoose from 'mongoose'
import { afterAll, beforeAll, it } from 'vitest'
import { declare, type Incident, record } from '../../src/domain/incident.ts'
import { connectStore, type Store } from '../../src/store/connect.ts'
import { at, by, policy } from '../helpers/incidents.ts'
import { machine, report, spread, timed } from './report.ts'
import { embedded, given, type Memory, type Side } from './store-sides.ts'

const sizes = [1_000, 10_000, 100_000]
/** As many as are open at once in a busy organisation; some of them have work that is due. */
const open = 50
const due = 20
const rounds = 400
const clients = 8
const messages = 10_000
const messagesAtOnce = 500

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

interface Figures {
  readonly [what: string]: { readonly perSecond: number; readonly p50: number; readonly p99: number }
}

async function measure(store: Store): Promise<Figures> {
  const figures: Record<string, Figures[string]> = {}
  for (const [what, work] of Object.entries(workload)) {
    let next = 0
    const durations: number[] = []
    const client = async () => {
      while (next < rounds) {
        const nth = next++
        durations.push(await timed(() => work(store, nth)))
      }
    }
    const total = await timed(() => Promise.all(Array.from({ length: clients }, client)))
    figures[what] = { perSecond: (rounds / total) * 1_000, ...spread(durations) }
  }
  return figures
}

/** A channel's messages as they are gathered: those that are known are looked up, the others written. */
async function appendTranscript(uri: string, channel: string): Promise<Figures[string]> {
  const connection = await mongoose.createConnection(uri).asPromise()
  const transcript = connection.collection<{ _id: string }>('bench-transcript')
  await transcript.createIndex({ channel: 1, place: 1 }, { unique: true })
  const durations: number[] = []
  const total = await timed(async () => {
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
  })
  await connection.close()
  return { perSecond: (messages / total) * 1_000, ...spread(durations) }
}

const text = (value: number): string => value.toFixed(value < 10 ? 1 : 0)

function compare(what: string, results: ReadonlyMap<string, Figures>): void {
  const cells: Record<string, string> = {}
  for (const [name, figures] of results) {
    const one = figures[what]
    if (one) cells[name] = `${text(one.perSecond)}/s, p50 ${text(one.p50)} ms, p99 ${text(one.p99)} ms`
  }
  report(what, cells)
}

const megabytes = (bytes: number | undefined): string =>
  bytes === undefined ? '?' : `${Math.round(bytes / 2 ** 20)} MB`

function reportMemory(what: string, { rss, anon, file, heapUsed }: Memory): void {
  report(what, {
    RSS: megabytes(rss),
    'of it its own': megabytes(anon),
    'mapped files': megabytes(file),
    heap: megabytes(heapUsed),
  })
}

async function run(side: Side, size: number): Promise<Figures> {
  const store = await connectStore(side.uri)
  const figures = await measure(store)
  await store.close()
  return { ...figures, 'append 10,000 messages': await appendTranscript(side.uri, `C${size}`) }
}

it('keeps incidents', async () => {
  const first = await embedded(dir)
  let own = first.side
  const other = given()
  let stored = 0
  // Makes the collections and indexes.
  for (const side of [own, other]) if (side) await (await connectStore(side.uri)).close()
  for (const size of sizes) {
    const results = new Map<string, Figures>()
    process.stdout.write(`\n${size.toLocaleString('en-GB')} incidents\n`)
    for (const side of [own, other]) {
      if (!side) continue
      await fill(side.uri, stored, size)
      if (side.restart) {
        const again = await side.restart()
        own = again.side
        report('start of the embedded store', { ms: again.startMs })
        if (own.memory) reportMemory('memory after the start', await own.memory())
      }
      const current = side.restart ? own : side
      results.set(side.name, await run(current, size))
      if (current.memory) reportMemory('memory after the work', await current.memory())
      if (current.diskBytes) report('disk', { file: megabytes(current.diskBytes()) })
    }
    stored = size
    for (const what of [...Object.keys(workload), 'append 10,000 messages']) compare(what, results)
  }
  await own.stop()
})
