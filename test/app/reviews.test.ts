import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type App, update } from '../../src/app/app.ts'
import { buildReview, renderAndSave, savedReview, wholeText } from '../../src/app/reviews.ts'
import { assignRole, type Incident, record } from '../../src/domain/incident.ts'
import { markdown } from '../../src/exports/markdown.ts'
import type { Store } from '../../src/store/connect.ts'
import { by, declared, opened } from '../helpers/incidents.ts'
import { keepingLog, memoryApp, scratchStore } from '../helpers/memory-app.ts'
import { type SlackHttp, slackHttp, workspaceOver } from '../slack/slack-http.ts'

let store: Store
let slack: SlackHttp
beforeAll(async () => {
  store = await scratchStore()
})
beforeEach(() => store.clear())
afterAll(() => store.close())
afterEach(() => slack.stop())

function appWhere(
  messages: readonly object[],
  incident = opened(),
): { app: App; asked: string[]; create: () => Promise<string> } {
  slack = slackHttp({ 'conversations.history': () => ({ messages }) })
  const asked: string[] = []
  const workspace = {
    ...workspaceOver(),
    nameOf: async (user: string) => {
      asked.push(user)
      return `name of ${user}`
    },
  }
  const { app } = memoryApp(workspace, { store, log: keepingLog().log })
  const create = async () => {
    const requestId = crypto.randomUUID()
    return (await app.incidents.create(requestId, number => ({ ...incident, number, id: `INC-${number}`, requestId })))
      .id
  }
  return { app, asked, create }
}

describe('building a review', () => {
  it('asks once for the name of everybody who occurs, in facts and in messages', async () => {
    const { app, asked, create } = appWhere([
      { ts: '1772445600.000100', user: 'U0BEN', text: 'Ask <@U0CLEO> or <@U0BEN>' },
      { ts: '1772445600.000200', bot_id: 'B1', username: 'Alerts', text: 'high' },
    ])
    const id = await create()
    await update(app, id, incident => assignRole(incident, { role: 'commander', user: 'U0DAN' }, by('U0ANA')))
    const { review, transcript } = await buildReview(app, id)
    expect(asked.sort()).toEqual(['U0ANA', 'U0BEN', 'U0CLEO', 'U0DAN'])
    const texts: string[] = []
    for await (const line of transcript) texts.push(line.text)
    expect(texts).toContain('Ask @name of U0CLEO or @name of U0BEN')
    expect(JSON.stringify(review)).toContain('name of U0ANA made name of U0DAN Incident commander')
  })

  it('asks for the names of the groups and channels in the facts too', async () => {
    const { app, asked, create } = appWhere([])
    const id = await create()
    await update(app, id, incident =>
      [
        { type: 'people-invited', users: ['U0BEN'], userGroups: ['S0OPS'], failed: [] } as const,
        { type: 'announced', channel: 'C0INCIDENTS', ts: '1.1' } as const,
      ].reduce<Incident>((latest, fact) => record(latest, by('sitrep'), fact), incident),
    )
    const { review } = await buildReview(app, id)
    expect(asked.sort()).toEqual(['C0INCIDENTS', 'S0OPS', 'U0ANA', 'U0BEN'])
    expect(JSON.stringify(review)).toContain('Sitrep invited name of U0BEN, name of S0OPS')
    expect(JSON.stringify(review)).toContain('Sitrep announced the incident in name of C0INCIDENTS')
  })

  it('shows nobody and nothing by an id, whichever fact speaks of them', async () => {
    const { app, create } = appWhere([])
    const id = await create()
    await update(app, id, incident =>
      [
        { type: 'people-found', people: [{ user: 'U0EVE', inviter: 'U0MAL' }] } as const,
        { type: 'person-added', user: 'U0FAY' } as const,
        { type: 'person-removed', user: 'U0GUS' } as const,
        { type: 'misses-escalated', to: 'U0HAL', missed: 2 } as const,
      ].reduce<Incident>((latest, fact) => record(latest, by('U0ANA'), fact), incident),
    )
    const { facts: _, ...review } = (await buildReview(app, id)).review
    for (const name of ['EVE', 'MAL', 'FAY', 'GUS', 'HAL'])
      expect(JSON.stringify(review)).toContain(`name of U0${name}`)
    expect(JSON.stringify(review).replace(/name of [UC]0[A-Z]+/g, '')).not.toMatch(/\b[UCS]0[A-Z]{2,}/)
  })

  it('makes do with the facts while there is no channel', async () => {
    const { app, create } = appWhere([], declared())
    const { review } = await buildReview(app, await create())
    expect(review.sections.at(-1)?.blocks[0]).toMatchObject({ kind: 'paragraph' })
    expect(slack.calls).toEqual([])
  })

  it('refuses an incident that does not exist', async () => {
    const { app } = appWhere([])
    await expect(buildReview(app, 'INC-999')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a saved review', () => {
  it('is the last one that was built, under its format’s extension', async () => {
    const { app, create } = appWhere([])
    const id = await create()
    expect(await savedReview(app, { incident: id, extension: 'md' })).toBeUndefined()
    const { bytes } = await renderAndSave(app, { id, format: markdown })
    const saved = await savedReview(app, { incident: id, extension: 'md' })
    expect(saved).toMatchObject({ fileName: `${id}-review.md`, mediaType: 'text/markdown; charset=utf-8', bytes })
    const text = saved && (await wholeText(saved.content))
    expect(Buffer.byteLength(text ?? '')).toBe(bytes)
    expect(text).toContain(`# ${id}: `)
    expect(await savedReview(app, { incident: id, extension: 'exe' })).toBeUndefined()
  })
})
