import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, it } from 'vitest'
import type { Names } from '../../src/domain/describe-event.ts'
import { defaultPolicy } from '../../src/domain/policy.ts'
import { lineOf } from '../../src/domain/transcript.ts'
import { markdown } from '../../src/exports/markdown.ts'
import { defaultCredentials, sampleSeed, startWorkspace } from '../../src/local/slack/index.ts'
import { createSlackClient } from '../../src/slack/client.ts'
import { captureRules, gatherTranscript } from '../../src/slack/transcript.ts'
import { connectWorkspace } from '../../src/slack/workspace.ts'
import { connectStore } from '../../src/store/connect.ts'
import { controlOf } from '../helpers/control.ts'
import { openDatabase } from '../helpers/database.ts'
import { installed } from '../helpers/installed.ts'
import { keepingLog } from '../slack/keeping-log.ts'
import { machine, report, timed } from './report.ts'

const messages = Number(process.env.BENCH_MESSAGES ?? 100_000)
const threads = Math.min(1_000, messages / 10)
const tierThreePerMinute = 50
const atOnce = 16

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sitrep-bench-'))
  process.stdout.write(`${machine()}\n`)
})
afterAll(() => rm(dir, { recursive: true, force: true }))

/** Does so many things, a few at a time. */
async function many(count: number, one: (nth: number) => Promise<unknown>): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) {
        const nth = next++
        // A connection that nobody used for a while may be closed just as it is used again.
        await one(nth).catch(() => one(nth))
      }
    }),
  )
}

const sampledEveryMs = 5_000
// Rubbish is not counted, and here no option of Node can be given that lets it be collected.
setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

function living(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

interface Cost {
  readonly ms: number
  readonly cpuMs: number
  readonly megabytes: number
}

/** The most living memory while something was done, above what was before; the sandbox and the store are in it. */
async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const before = living()
  let most = before
  const sample = () => {
    most = Math.max(most, living())
  }
  const timer = setInterval(sample, sampledEveryMs)
  const began = process.cpuUsage()
  const ms = await timed(work)
  const { user, system } = process.cpuUsage(began)
  clearInterval(timer)
  sample()
  return { ms, cpuMs: (user + system) / 1_000, megabytes: (most - before) / 1e6 }
}

it('reads a long channel within the time that Slack’s limits impose, and renders it with flat memory', async () => {
  let virtual = 0
  const workspace = await startWorkspace({ seed: sampleSeed(installed()), rateClock: () => virtual, pages: 'full' })
  const database = await openDatabase()
  const store = await connectStore(database.uri)
  try {
    const people = controlOf(workspace.url)
    const { id: channel } = await people.channel('general')
    await people.post('invite', { user: 'ana', channel: 'general' })
    const parents: string[] = []
    await many(threads, async nth => {
      const { ts } = await people.post('message', { user: 'ana', channel: 'general', text: `Thread ${nth}` })
      parents.push(String(ts))
    })
    await many(messages - threads, nth =>
      people.post('message', {
        user: 'ben',
        channel: 'general',
        text: `Message ${nth}: payments fail for one customer in four, see the dashboard`,
        ...(nth % 2 === 0 ? { thread_ts: parents[(nth / 2) % threads] } : {}),
      }),
    )

    const calls: string[] = []
    const log = {
      ...keepingLog().log,
      debug: (fields: object) => void calls.push(String(Reflect.get(fields, 'method'))),
    }
    const pace = {
      now: () => virtual,
      sleep: async (ms: number) => {
        virtual += ms
      },
    }
    const client = createSlackClient({
      token: defaultCredentials.botToken,
      apiUrl: `${workspace.url}/api/`,
      log,
      pace,
    })
    const slack = await connectWorkspace(client)
    const rules = () => captureRules(slack, defaultPolicy)
    const gather = gatherTranscript(slack, { transcripts: store.transcripts, rules, now: () => new Date() })
    const read = await costOf(() => gather(channel))
    const imposed = (['conversations.history', 'conversations.replies'] as const).map(
      method => Math.max(0, calls.filter(one => one === method).length - tierThreePerMinute) / tierThreePerMinute,
    )
    report(`${messages} messages, ${threads} threads: read`, {
      'minutes by the limits': virtual / 60_000,
      'minutes imposed': Math.max(...imposed),
      calls: calls.length,
      ms: read.ms,
      'CPU ms': read.cpuMs,
      'MB more at most': read.megabytes,
    })

    const names: Names = { user: id => id, channel: id => id }
    const review = {
      id: 'INC-1',
      title: 'Long',
      builtAt: new Date(0),
      sections: [{ id: 'transcript', heading: 'All', blocks: [{ kind: 'transcript' as const }] }],
    }
    const transcript = {
      attachment: async () => undefined,
      async *[Symbol.asyncIterator]() {
        for await (const message of store.transcripts.read(channel)) yield lineOf(message, names)
      },
    }
    let bytes = 0
    const rendered = await costOf(async () => {
      const content = markdown.render(review, transcript)
      bytes = (await store.reviews.save({ incident: 'INC-1', format: 'markdown', content, builtAt: new Date() })).bytes
    })
    report('rendered as Markdown and kept', {
      'MB of text': bytes / 1e6,
      ms: rendered.ms,
      'CPU ms': rendered.cpuMs,
      'MB more at most': rendered.megabytes,
    })
  } finally {
    await store.close()
    await database.close()
    await workspace.stop()
  }
})
