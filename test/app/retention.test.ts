import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { App } from '../../src/app/app.ts'
import { decide } from '../../src/app/incidents.ts'
import { followPolicy, performDue } from '../../src/app/perform.ts'
import { buildReview, wholeText } from '../../src/app/reviews.ts'
import { cancel } from '../../src/domain/lifecycle.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { outstandingWork, settle } from '../../src/domain/work.ts'
import { markdown } from '../../src/exports/markdown.ts'
import { heardOf } from '../../src/slack/heard.ts'
import type { Store } from '../../src/store/connect.ts'
import { at, channels, opened, policy as testPolicy } from '../helpers/incidents.ts'
import { keepingLog, memoryApp, scratchStore } from '../helpers/memory-app.ts'
import { workspaceOver } from '../slack/slack-http.ts'

const day = 24 * 60
let store: Store
beforeAll(async () => {
  store = await scratchStore()
})
beforeEach(() => store.clear())
afterAll(() => store.close())

/** Sitrep as it starts that many days later with another setting. */
async function started(keepDays: number | null, days: number): Promise<App> {
  const policy = parsePolicy({ ...testPolicy, transcript: { keepDays } })
  const { app, advance } = memoryApp(workspaceOver(), { store, log: keepingLog().log, policy })
  advance(days * day)
  await followPolicy(app)
  await performDue(app)
  return app
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
