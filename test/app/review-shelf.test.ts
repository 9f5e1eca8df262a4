import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { App, Clearance } from '../../src/app/app.ts'
import { openReview, reviewsFor } from '../../src/app/review-shelf.ts'
import { wholeText } from '../../src/app/reviews.ts'
import { type Incident, record, requestReview } from '../../src/domain/incident.ts'
import { resolve } from '../../src/domain/lifecycle.ts'
import { isFact } from '../../src/domain/timeline.ts'
import type { Store } from '../../src/store/connect.ts'
import { by, opened, policy } from '../helpers/incidents.ts'
import { keepingLog, memoryApp, scratchStore } from '../helpers/memory-app.ts'
import { type SlackHttp, slackHttp, workspaceOver } from '../slack/slack-http.ts'

let store: Store
let slack: SlackHttp
beforeAll(async () => {
  store = await scratchStore()
})
beforeEach(async () => {
  await store.clear()
  slack = slackHttp({})
})
afterAll(() => store.close())
afterEach(() => slack.stop())

/** Ana is in the channels of private incidents, others are not. */
const clearance: Clearance = {
  sightOf: async user => incident => (incident.isPrivate && user !== 'U0ANA' ? 'outsider' : 'insider'),
  mayRead: async (user, incident) => incident !== undefined && (!incident.isPrivate || user === 'U0ANA'),
}

function setUp() {
  const { app, advance } = memoryApp(workspaceOver(), { store, log: keepingLog().log, policy })
  const create = (incident: Incident) => {
    const requestId = crypto.randomUUID()
    return app.incidents.create(requestId, number => ({ ...incident, number, id: `INC-${number}`, requestId }))
  }
  const cleared: App = { ...app, clearance }
  return { app: cleared, advance, create }
}

const resolved = (incident: Incident) => resolve(incident, { resolution: 'done', policy }, by('U0ANA', 60))
/** Built as HTML, and for customers as PDF. */
function built(incident: Incident): Incident {
  const asked = requestReview(incident, { format: 'html' }, by('U0ANA', 61))
  const also = requestReview(asked, { format: 'pdf', audience: 'customers' }, by('U0ANA', 61))
  return also.timeline
    .filter(isFact('review-requested'))
    .reduce(
      (latest, { seq, format }) =>
        record(latest, by('sitrep', 62), { type: 'review-delivered', file: `INC-1-review-${seq}.${format}` }),
      also,
    )
}

describe('the list of reviews', () => {
  it('holds those that are due, written or published, the newest first, with the formats that they were built in', async () => {
    const { app, create } = setUp()
    await create({ ...built(resolved(opened())), id: 'INC-1' })
    await create(opened())
    await create(record(resolved(opened()), by('U0ANA', 70), { type: 'review-published' }))
    const listed = await reviewsFor(app, 'U0ANA', 10)
    expect(listed.map(({ incident, progress, formats }) => [incident.id, progress.stage, formats])).toEqual([
      ['INC-3', 'published', []],
      ['INC-1', 'not-begun', [{ label: 'HTML', path: 'INC-1/review.html' }]],
    ])
  })

  it('holds a private one for its members alone, and goes on to older ones past what is hidden', async () => {
    const { app, create } = setUp()
    await create(resolved(opened()))
    for (let count = 0; count < 30; count++) await create({ ...resolved(opened()), isPrivate: true })
    expect((await reviewsFor(app, 'U0EMI', 5)).map(({ incident }) => incident.id)).toEqual(['INC-1'])
    expect((await reviewsFor(app, 'U0ANA', 2)).map(({ incident }) => incident.id)).toEqual(['INC-31', 'INC-30'])
  })
})

describe('opening a review under a link of one’s own', () => {
  async function withReview(isPrivate: boolean) {
    const { app, advance, create } = setUp()
    const { id } = await create({ ...resolved(opened()), isPrivate })
    const content = (async function* () {
      yield 'the review'
    })()
    await app.reviews.save({ incident: id, format: 'html', content, builtAt: app.now() })
    const open = async (user: string, extension = 'html') => {
      const file = await openReview(app, { user, incident: id, extension })
      return file && wholeText(file.content)
    }
    const views = async () =>
      (await app.incidents.get(id))?.timeline
        .filter(isFact('review-viewed'))
        .map(view => [view.by, view.format, view.via])
    return { app, advance, open, views }
  }

  it('shows a private one to its members, once an hour on the record, and to nobody else', async () => {
    const { advance, open, views } = await withReview(true)
    expect(await open('U0ANA')).toBe('the review')
    expect(await open('U0ANA')).toBe('the review')
    expect(await open('U0EMI')).toBeUndefined()
    expect(await views()).toEqual([['U0ANA', 'html', 'link']])
    advance(61)
    await open('U0ANA')
    expect(await views()).toHaveLength(2)
  })

  it('shows a public one to everybody, and nobody keeps a record of who read it', async () => {
    const { open, views } = await withReview(false)
    expect(await open('U0EMI')).toBe('the review')
    expect(await views()).toEqual([])
  })

  it('shows nothing in a format that was not built, that there is not, or of an incident that there is not', async () => {
    const { app, open } = await withReview(false)
    expect([await open('U0ANA', 'pdf'), await open('U0ANA', 'exe')]).toEqual([undefined, undefined])
    expect(await openReview(app, { user: 'U0ANA', incident: 'INC-99', extension: 'html' })).toBeUndefined()
  })
})
