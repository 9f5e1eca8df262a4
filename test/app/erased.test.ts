import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../../src/app/app.ts'
import { renderRecord } from '../../src/app/records.ts'
import { renderAndSave, renderFor } from '../../src/app/reviews.ts'
import { addNote, record } from '../../src/domain/incident.ts'
import { seal } from '../../src/domain/seal.ts'
import { json } from '../../src/exports/json.ts'
import { markdown } from '../../src/exports/markdown.ts'
import type { ReviewDocument } from '../../src/exports/review-schema.ts'
import { verifyReview } from '../../src/exports/verify.ts'
import { sha256 } from '../../src/sha256.ts'
import { heardOf } from '../../src/slack/heard.ts'
import type { Store } from '../../src/store/connect.ts'
import { longIncident } from '../domain/sample-reviews.ts'
import { keepingLog, memoryApp, scratchStore } from '../helpers/memory-app.ts'
import { bytesOf } from '../helpers/rendered.ts'
import { type SlackHttp, slackHttp, workspaceOver } from '../slack/slack-http.ts'

/** Who wrote its updates. */
const user = 'U02'
const { input } = longIncident()

describe('a person who was given a pseudonym', () => {
  let store: Store
  let slack: SlackHttp
  let app: App
  let id: string
  beforeAll(async () => {
    store = await scratchStore()
    slack = slackHttp({ 'conversations.history': () => ({ messages: [] }) })
    const workspace = { ...workspaceOver(), nameOf: async (one: string) => input.names.user(one) }
    app = memoryApp(workspace, { store, log: keepingLog().log, policy: input.policy }).app
    const by = { by: user, via: 'command', at: new Date('2026-03-05T02:00:00Z') } as const
    const noted = addNote(input.incident, { text: `Chloé and <@${user}> restarted it, says ${user}` }, by)
    const written = record(noted, by, {
      type: 'review-section-written',
      section: 'lucky',
      text: 'That Chloé was awake.',
    })
    // The record of its communications says why an update was put off.
    const { status, priority } = input.incident
    const reason = 'Chloé sleeps'
    const snoozed = record(written, by, { type: 'update-snoozed', dueAt: by.at, until: by.at, reason })
    const postponed = record(snoozed, by, {
      type: 'update-written',
      ...{ fields: { state: 'Later' }, status, priority, kind: 'postponed' as const },
      ...{ audiences: ['support'], channels: { support: ['C0SUPP'] } },
    })
    const incident = seal(postponed, input.incident.timeline.length, sha256)
    id = (await store.incidents.create(incident.requestId, () => incident)).id
    const said = [
      { ts: '1772660400.000100', user, text: 'I broke it' },
      { ts: '1772660400.000200', user: 'U01', text: `Thanks <@${user}>, and Chloé`, subtype: 'me_message' },
      { ts: '1772660400.000300', user: 'U01', text: 'See here', files: [{ id: 'F1', name: 'chloé-laptop.png' }] },
    ]
    const heard = said.flatMap(one => heardOf(one, { seen: one.ts }) ?? [])
    const rules = { keepDeleted: true, self: 'U0SITREP' }
    await store.transcripts.note(incident.channel?.id ?? '', heard, rules)
    await store.feedback.note(
      { incident: id, update: 2, audience: 'support', by: user, at: by.at },
      { line: 'Chloé told us' },
    )
  })
  afterAll(async () => {
    slack.stop()
    await store.close()
  })

  /** What a reader can find in each format. */
  async function readAll(formats = app.formats): Promise<Map<string, string>> {
    const all = new Map<string, string>()
    for (const format of formats) {
      const bytes = await bytesOf((await renderAndSave(app, { id, format })).read())
      const isPdf = format.id === 'pdf'
      const pages = isPdf ? (await extractText(await getDocumentProxy(new Uint8Array(bytes)))).text : []
      all.set(format.id, isPdf ? pages.join('\n') : new TextDecoder().decode(bytes))
    }
    const sanitised = await renderFor(app, { id, format: markdown, audience: 'support' })
    all.set('sanitised', new TextDecoder().decode(await bytesOf(sanitised.read())))
    const incident = await store.incidents.get(id)
    if (incident) all.set('record', await renderRecord(app, incident, markdown))
    return all
  }

  it('stands in no format by id or by name, and the record is still found to be unaltered', async () => {
    const before = await readAll([json, markdown])
    expect(before.get('json')).toMatch(/"U02"/)
    expect(before.get('markdown')).toMatch(/Chloé/)
    expect(before.get('record')).toMatch(/Chloé sleeps/)
    expect(before.get('markdown')).toContain('chloé-laptop')
    await store.pseudonyms.give(user, { isSilenced: false, names: ['Chloé'] })
    await store.transcripts.rename()

    const after = await readAll()
    expect([...after.keys()].sort()).toEqual([...app.formats.map(one => one.id), 'record', 'sanitised'].sort())
    for (const [format, text] of after) expect(text, format).not.toMatch(/\bU02\b|Chloé/i)
    // In the picture there are no words to read, and the sanitised review names nobody.
    for (const [format, text] of after)
      if (format !== 'picture' && format !== 'sanitised') expect(text, format).toContain('Person 1')

    const read = after.get('json') ?? ''
    const { facts }: ReviewDocument = JSON.parse(read)
    const lacking = facts?.flatMap(({ seq, withheld }) => (withheld ? [seq] : [])) ?? []
    const meant = facts?.flatMap(fact => (JSON.stringify(fact).includes('Person 1') ? [fact.seq] : []))
    expect(lacking).toEqual(meant)
    expect(verifyReview(read)).toMatchObject({
      outcome: 'whole',
      remarks: [
        expect.stringContaining(
          `${lacking.length} of its ${facts?.length} facts say that a person or deleted words were left out`,
        ),
        expect.stringContaining('Seal of the last fact'),
      ],
    })
    expect(verifyReview(read.replace('restarted it', 'broke it')).outcome).toBe('altered')
    const sealed = (await store.incidents.get(id))?.timeline.map(({ hash }) => hash)
    expect(facts?.map(({ hash }) => hash)).toEqual(sealed)
  })
})
