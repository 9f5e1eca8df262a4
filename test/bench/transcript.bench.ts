import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { formats } from '../../src/exports/index.ts'
import { defaultCredentials, sampleSeed, startWorkspace } from '../../src/local/slack/index.ts'
import { connectStore } from '../../src/store/connect.ts'
import { type Control, controlOf } from '../helpers/control.ts'
import { installed } from '../helpers/installed.ts'
import { machine, report, timed } from './report.ts'
import { embedded } from './store-sides.ts'

const messages = Number(process.env.BENCH_MESSAGES ?? 100_000)
const threads = Math.min(1_000, messages / 10)
const tierThreePerMinute = 50
const filledAtOnce = 1_000
const mostMegabytes = 250
const room = 'inc-1-checkout-fails'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sitrep-bench-'))
  process.stdout.write(`${machine()}\n`)
})
afterAll(() => rm(dir, { recursive: true, force: true }))

/** A third of it in the channel, the rest in its threads; nobody hears of it. */
async function fill(people: Control): Promise<void> {
  const say = async (user: string, all: readonly object[]) => {
    const ts: string[] = []
    for (let start = 0; start < all.length; start += filledAtOnce) {
      const few = all.slice(start, start + filledAtOnce)
      const answer = await people.post('fill', { user, channel: room, messages: few })
      ts.push(...(answer.ts as string[]))
    }
    return ts
  }
  const parents = await say(
    'ana',
    Array.from({ length: threads }, (_, nth) => ({ text: `Thread ${nth}` })),
  )
  const text = 'payments fail for one customer in four, see the dashboard'
  await say(
    'ben',
    Array.from({ length: messages - threads }, (_, nth) => ({
      text: `Message ${nth}: ${text}`,
      ...(nth % 3 === 0 ? {} : { thread_ts: parents[nth % threads] }),
    })),
  )
}

/** Of a process of its own, from its start. */
interface Cost {
  /** The most memory that it ever held, in bytes. */
  readonly peak: number
  readonly cpuMs: number
}

async function ask<Answer>(child: ChildProcess, question: string | object): Promise<Answer> {
  const answered = new Promise<Answer>(resolve => {
    const hear = (message: object) => {
      if ('slept' in message) return
      child.off('message', hear)
      resolve(message as Answer)
    }
    child.on('message', hear)
  })
  child.send(question)
  return answered
}

it('builds the review of a long channel within the time that Slack’s limits impose, and with flat memory', async () => {
  let virtual = 0
  const workspace = await startWorkspace({ seed: sampleSeed(installed()), rateClock: () => virtual, pages: 'full' })
  const { side } = await embedded(dir)
  /** Works with a Sitrep of its own, whose memory shows what this work alone needs. */
  const withSitrep = async (work: (sitrep: ChildProcess, before: Cost) => Promise<void>) => {
    const sitrep = fork(fileURLToPath(new URL('read-channel.js', import.meta.url)), {
      env: {
        ...process.env,
        PORT: '0',
        LOG_LEVEL: 'error',
        MONGODB_URI: side.uri,
        SLACK_API_URL: `${workspace.url}/api/`,
        SLACK_BOT_TOKEN: defaultCredentials.botToken,
        SLACK_APP_TOKEN: defaultCredentials.appToken,
      },
    })
    sitrep.on('message', (message: { slept?: number }) => {
      if (message.slept === undefined) return
      virtual += message.slept
      sitrep.send({ now: virtual })
    })
    await once(sitrep, 'message')
    try {
      await work(sitrep, await ask<Cost>(sitrep, 'cost'))
    } finally {
      sitrep.send('stop')
      await once(sitrep, 'exit')
    }
  }
  const store = await connectStore(side.uri)
  const incident = () => store.incidents.get('INC-1')
  const until = async (isSo: (so: Awaited<ReturnType<typeof incident>>) => boolean) => {
    while (!isSo(await incident())) await new Promise(resolve => setTimeout(resolve, 200))
  }
  const people = controlOf(workspace.url)
  const peaks: Record<string, number> = {}
  try {
    await withSitrep(async (sitrep, before) => {
      report('Sitrep, before anything', { MB: before.peak / 1e6 })
      await people.command('ana', 'general', '')
      await people.submit('ana', {
        title: 'Checkout fails',
        severity: 'SEV4',
        urgency: 'low',
        service: 'checkout',
        category: 'software',
      })
      await until(now => now?.cardTs !== undefined)
      report('filled the channel', { ms: await timed(() => fill(people)) })

      const startedAt = virtual
      const { cpuMs } = await ask<Cost>(sitrep, 'cost')
      const ms = await timed(async () => {
        await people.command('ana', room, 'review html')
        await until(now => now?.timeline.some(fact => fact.type === 'review-delivered') ?? false)
      })
      const after = await ask<Cost>(sitrep, 'cost')
      const { entries } = await people.get('log')
      const calls = (method: string) => (entries as { method: string }[]).filter(one => one.method === method).length
      const mostCalls = Math.max(calls('conversations.history'), calls('conversations.replies'))
      const minutes = (virtual - startedAt) / 60_000
      const imposed = Math.max(0, mostCalls - tierThreePerMinute) / tierThreePerMinute
      report(`${messages} messages, ${threads} threads: read, and built as html`, {
        'minutes of Slack’s time': minutes,
        'minutes imposed': imposed,
        ms,
        'CPU ms': after.cpuMs - cpuMs,
        'MB at most': after.peak / 1e6,
      })
      peaks.html = after.peak / 1e6
      expect(minutes).toBeLessThanOrEqual(1.2 * imposed)
    })
    for (const { id } of formats.filter(one => one.id !== 'html'))
      await withSitrep(async (sitrep, before) => {
        let bytes = 0
        const ms = await timed(async () => {
          bytes = (await ask<{ bytes: number }>(sitrep, { render: id, incident: 'INC-1' })).bytes
        })
        const after = await ask<Cost>(sitrep, 'cost')
        report(`built as ${id}`, {
          MB: bytes / 1e6,
          ms,
          'CPU ms': after.cpuMs - before.cpuMs,
          'MB at most': after.peak / 1e6,
        })
        peaks[id] = after.peak / 1e6
      })
    // Unlike time, memory does not depend on who else is busy here.
    expect(Object.entries(peaks).filter(([, peak]) => peak > mostMegabytes)).toEqual([])
  } finally {
    await store.close()
    await side.stop()
    await workspace.stop()
  }
}, 1_800_000)
