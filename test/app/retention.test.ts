import { mongo } from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { App, Incidents } from '../../src/app/app.ts'
import { decide } from '../../src/app/incidents.ts'
import { followPolicy, performDue } from '../../src/app/perform.ts'
import { buildReview, renderAndSave, wholeText } from '../../src/app/reviews.ts'
import { cancel } from '../../src/domain/lifecycle.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { outstandingWork, settle } from '../../src/domain/work.ts'
import { markdown } from '../../src/exports/markdown.ts'
import { heardOf } from '../../src/slack/heard.ts'
import { connectStore, type Store } from '../../src/store/connect.ts'
import { openDatabase } from '../helpers/database.ts'
import { at, channels, opened, policy as testPolicy } from '../helpers/incidents.ts'
import { keepingLog, memoryApp } from '../helpers/memory-app.ts'
import { bytesOf } from '../helpers/rendered.ts'
import { workspaceOver } from '../slack/slack-http.ts'

const day = 24 * 60
let database: Awaited<ReturnType<typeof openDatabase>>
let client: mongo.MongoClient
let store: Store
beforeAll(async () => {
  database = await openDatabase()
  store = await connectStore(database.uri)
  client = await new mongo.MongoClient(database.uri).connect()
})
beforeEach(() => store.clear())
afterAll(async () => {
  await client.close()
  await store.close()
  await database.close()
})

/** Sitrep that many days later with another setting. */
async function later(keepDays: number | null, days: number, incidents?: (real: Incidents) => Incidents): Promise<App> {
  const policy = parsePolicy({ ...testPolicy, transcript: { keepDays } })
  const given = { store, log: keepingLog().log, policy, ...(incidents ? { incidents } : {}) }
  const { app, advance } = memoryApp(workspaceOver(), given)
  advance(days * day)
  await followPolicy(app)
  return app
}
/** The same once it started. */
async function started(keepDays: number | null, days: number): Promise<App> {
  const app = await later(keepDays, days)
  await performDue(app)
  return app
}

/** What Sitrep lets go of one after another, and then the record of it. */
const steps = ['attachments', 'reviews', 'transcripts', 'record'] as const
/** Starts it, and ends where it has just let go of this and would go on. */
async function killedAfter(step: (typeof steps)[number], keepDays: number, days: number): Promise<void> {
  let end = () => {}
  const ended = new Promise<void>(resolve => {
    end = resolve
  })
  // Whoever is killed gets no answer any more.
  const stop = <Value>(): Promise<Value> => {
    end()
    return new Promise(() => {})
  }
  const app = await later(keepDays, days, real => ({
    ...real,
    replace: (...given) => {
      const isRecord = step === 'record' && given[0].timeline.at(-1)?.type === 'transcript-erased'
      return isRecord ? stop() : real.replace(...given)
    },
  }))
  const dying = <Of extends { forget: (id: string) => Promise<never> | Promise<number> | Promise<void> }>(
    port: Of,
  ): Of => ({
    ...port,
    forget: async (id: string) => {
      await port.forget(id)
      return stop()
    },
  })
  const port = step === 'record' ? {} : { [step]: dying(app[step] as App['attachments']) }
  void performDue({ ...app, ...port })
  await ended
}

/** All that the database has of what was said, sent and built. */
async function left(): Promise<number> {
  const db = client.db(new URL(database.uri).pathname.slice(1) || 'sitrep')
  const names = ['transcript', ...['attachments', 'exports'].flatMap(name => [`${name}.files`, `${name}.chunks`])]
  const counts = await Promise.all(names.map(name => db.collection(name).countDocuments()))
  return counts.reduce((sum, count) => sum + count, 0)
}

/** An incident that was cancelled, and of which all else is done. */
async function ended(app: App): Promise<void> {
  const { id } = await store.incidents.create('one', number => ({ ...opened(), id: `INC-${number}`, number }))
  const end = await decide(app, id, {
    by: { by: 'U0ANA', via: 'command' },
    run: cancel,
    input: { reason: 'false alarm', policy: app.policy, wordings: {} },
  })
  const done = outstandingWork(end, app.policy, at(9 * day)).reduce(settle, end)
  await store.incidents.replace({ ...done, version: end.version + 1 }, end.version, null)
  const said = [1, 2].map(n => ({ ts: `177244560${n}.000000`, user: 'U0BEN', text: `canary ${n}` }))
  const heard = said.flatMap(one => heardOf(one, { seen: one.ts }) ?? [])
  await store.transcripts.note(channels.war, heard, { keepDeleted: true, self: 'U0SITREP' })
  const content = ReadableStream.from([new Uint8Array(3)])
  await store.attachments.save({ channel: channels.war, id: 'F1', name: 'a.png', content })
}

const lettingGo = async () => (await store.incidents.get('INC-1'))?.timeline.filter(isFact('transcript-erased'))

describe('a new number of days for which what was said is kept', () => {
  it('counts for what was said before it was set, and the review says what was let go', async () => {
    await ended(await started(null, 0))
    await started(null, 100)
    expect(await lettingGo()).toEqual([])
    const app = await started(30, 100)
    expect(await lettingGo()).toMatchObject([{ messages: 2, files: 1 }])
    const { review, transcript } = await buildReview(app, 'INC-1')
    const text = await wholeText(markdown.render(review, transcript))
    expect(text).not.toContain('canary')
    expect(text).toContain(
      'What was said in the channel until 2026-06-10 10:00 UTC was let go then, as the policy says: 2 messages and 1 file.',
    )
  })

  it.each(steps)(
    'leaves nothing behind when it was killed after the %s, and every format says what was done',
    async step => {
      const before = await started(null, 0)
      await ended(before)
      const built = ReadableStream.from(['canary'])
      await store.reviews.save({ incident: 'INC-1', format: 'markdown', content: built, builtAt: at(0) })
      expect(await left()).toBeGreaterThan(4)
      await killedAfter(step, 30, 100)
      expect(await lettingGo()).toEqual([])
      const app = await started(30, 101)
      expect(await lettingGo()).toEqual([expect.not.objectContaining({ messages: expect.anything() })])
      expect(await left()).toBe(0)
      // Each build is the same, so one step shows all formats.
      const formats = step === 'record' ? app.formats : [markdown]
      for (const format of formats) {
        const bytes = await bytesOf((await renderAndSave(app, { id: 'INC-1', format })).read())
        const text = new TextDecoder().decode(bytes)
        expect(bytes.length, format.id).toBeGreaterThan(0)
        expect(text, format.id).not.toContain('canary')
        if (['html', 'markdown', 'canvas', 'json'].includes(format.id))
          expect(text, format.id).toContain('was let go then, as the policy says.')
        // No link within it leads to a message that is gone.
        for (const [, id] of text.matchAll(/href="#([^"]+)"/g)) expect(text, format.id).toContain(`id="${id}"`)
      }
    },
  )

  it('counts from the next start when it is shorter, and when it is longer', async () => {
    await ended(await started(365, 0))
    await started(365, 40)
    await started(50, 40)
    expect(await lettingGo()).toEqual([])
    await started(60, 55)
    expect(await lettingGo()).toEqual([])
    await started(30, 55)
    expect(await lettingGo()).toHaveLength(1)
  })

  it('is worked out once, and not at every start', async () => {
    await ended(await started(30, 0))
    let asked = 0
    const next = () => {
      asked += 1
      return null
    }
    await store.incidents.reschedule('this', next)
    await store.incidents.reschedule('this', next)
    await store.incidents.reschedule('that', next)
    expect(asked).toBe(2)
  })
})
