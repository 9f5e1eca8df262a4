import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
      while (next < count) await one(next++)
    }),
  )
}

const sampledEveryMs = 5_000

/** The most memory that was in use while something was done, above what was before; rubbish counts without `--expose-gc`. */
async function memoryOf(work: () => Promise<unknown>): Promise<{ ms: number; megabytes: number }> {
  globalThis.gc?.()
  const before = process.memoryUsage()
  let most = 0
  const timer = setInterval(() => {
    globalThis.gc?.()
    const { heapUsed, external } = process.memoryUsage()
    most = Math.max(most, heapUsed + external - before.heapUsed - before.external)
  }, sampledEveryMs)
  const ms = await timed(work)
  clearInterval(timer)
  return { ms, megabytes: most / 1e6 }
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
    const read = await memoryOf(() => gather(channel))
    const imposed = (['conversations.history', 'conversations.replies'] as const).map(
      method => Math.max(0, calls.filter(one => one === method).length - tierThreePerMinute) / tierThreePerMinute,
    )
    report(`${messages} messages, ${threads} threads: read`, {
      'minutes by the limits': virtual / 60_000,
      'minutes imposed': Math.max(...imposed),
      calls: calls.length,
      'CPU ms': read.ms,
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
    const rendered = await memoryOf(async () => {
      const content = markdown.render(review, transcript)
      bytes = (await store.reviews.save({ incident: 'INC-1', format: 'markdown', content, builtAt: new Date() })).bytes
    })
    report('rendered as Markdown and kept', {
      'MB of text': bytes / 1e6,
      ms: rendered.ms,
      'MB more at most': rendered.megabytes,
    })
  } finally {
    await store.close()
    await database.close()
    await workspace.stop()
  }
})
