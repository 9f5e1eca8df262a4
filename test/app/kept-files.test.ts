import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { App, Clearance } from '../../src/app/app.ts'
import { filesFor, openFile } from '../../src/app/kept-files.ts'
import { wholeText } from '../../src/app/reviews.ts'
import type { CapturedFile, Heard } from '../../src/domain/captured.ts'
import { record } from '../../src/domain/incident.ts'
import { isFact } from '../../src/domain/timeline.ts'
import type { Store } from '../../src/store/connect.ts'
import { by, channels, opened, policy } from '../helpers/incidents.ts'
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

/** Ana is in the channel of the incident; others read it only while it is public. */
const clearance: Clearance = {
  sightOf: async () => () => 'insider',
  mayRead: async (user, incident) => incident !== undefined && (!incident.isPrivate || user === 'U0ANA'),
}
const rules = { keepDeleted: true, self: 'U0SITREP' }
const ts = (n: number) => `1772445600.${String(n).padStart(6, '0')}`

async function withFiles(isPrivate = false) {
  const { app: plain, advance } = memoryApp(workspaceOver(), { store, log: keepingLog().log, policy })
  const app: App = { ...plain, clearance }
  const channel = channels.war
  const { id } = await app.incidents.create('one', number => ({
    ...opened({ isPrivate }),
    number,
    id: `INC-${number}`,
    requestId: 'one',
  }))
  const send = async (n: number, file: CapturedFile, text?: string) => {
    const snapshot = { ts: ts(n), root: ts(n), user: 'U0BEN', isSystem: false, text: '', seen: ts(n), files: [file] }
    await note([{ kind: 'message', ts: ts(n), snapshot }])
    if (text === undefined) return
    const content = (async function* () {
      yield new TextEncoder().encode(text)
    })()
    const kept = await app.attachments.save({ channel, id: file.id, name: file.name, content })
    await note([{ kind: 'file-kept', ts: ts(n), file: file.id, kept }])
  }
  const note = (heard: readonly Heard[]) => app.transcripts.note(channel, heard, rules)
  const open = async (user: string, file: string, incident = id) => {
    const opened = await openFile(app, { user, incident, file })
    return opened && ('gone' in opened ? opened.gone : `${opened.fileName}: ${await wholeText(opened.content)}`)
  }
  const views = async () =>
    (await app.incidents.get(id))?.timeline.filter(isFact('file-viewed')).map(({ by, file, via }) => [by, file, via])
  await send(2, { id: 'F2', name: 'dump.txt', mediaType: 'text/plain' }, 'the dump')
  await send(1, { id: 'F1', name: 'page.html', mediaType: 'text/html' }, '<b>the page</b>')
  await send(3, { id: 'F3', name: 'film.mp4', notKept: 'files of type video/mp4 are not kept' })
  return { app, advance, id, channel, note, open, views }
}

describe('the kept files of an incident', () => {
  it('are listed in the order in which they were sent, with what tells them apart, and none that is not kept', async () => {
    const { app, id } = await withFiles()
    const found = await filesFor(app, { user: 'U0EMI', incident: id })
    expect(found?.files.map(({ name, bytes, sentAt, sentBy }) => [name, bytes, sentAt.getTime(), sentBy])).toEqual([
      ['page.html', 15, 1772445600000, 'U0BEN'],
      ['dump.txt', 8, 1772445600000, 'U0BEN'],
    ])
    expect(found?.files.map(({ sha256 }) => sha256.length)).toEqual([64, 64])
  })

  it('are read by whoever may read the review, and nobody keeps a record of who read a public one', async () => {
    const { open, views } = await withFiles()
    expect(await open('U0EMI', 'F1')).toBe('page.html: <b>the page</b>')
    expect(await views()).toEqual([])
  })

  it('are for the members of a private one alone, and once an hour each on its record', async () => {
    const { app, advance, id, open, views } = await withFiles(true)
    expect(await open('U0EMI', 'F1')).toBeUndefined()
    expect(await filesFor(app, { user: 'U0EMI', incident: id })).toBeUndefined()
    expect(await filesFor(app, { user: 'U0ANA', incident: 'INC-99' })).toBeUndefined()
    await open('U0ANA', 'F1')
    await open('U0ANA', 'F1')
    await open('U0ANA', 'F2')
    await open('U0ANA', 'F9')
    expect(await views()).toEqual([
      ['U0ANA', 'F1', 'link'],
      ['U0ANA', 'F2', 'link'],
    ])
    advance(61)
    await open('U0ANA', 'F1')
    expect(await views()).toHaveLength(3)
  })

  it('are still read when Slack has lost them, and say so when nobody has', async () => {
    const { app, channel, note, open } = await withFiles()
    const deletion = { at: new Date('2026-03-02T11:00:00Z') }
    await note([{ kind: 'file-changed', ts: ts(1), file: { id: 'F1', name: '', deletion, seen: ts(9) } }])
    expect(await open('U0EMI', 'F1')).toBe('page.html: <b>the page</b>')
    await app.attachments.forgetAllBut(channel, ['F2'])
    expect(await open('U0EMI', 'F1')).toBe(
      'This file was deleted in Slack on 2026-03-02 11:00 UTC, and no copy of it is kept.',
    )
    expect(await open('U0EMI', 'F2')).toBe('dump.txt: the dump')
  })

  it('say that they are over when the policy let them go', async () => {
    const { app, channel, id, open } = await withFiles()
    await app.transcripts.forget(channel)
    await app.attachments.forget(channel)
    expect(await open('U0EMI', 'F1')).toBe(`No such file of ${id} is kept any more. It may have been deleted.`)
    const incident = await app.incidents.get(id)
    const erased = record(incident!, by('sitrep', 90), { type: 'transcript-erased', messages: 3, files: 2 })
    await app.incidents.replace({ ...erased, version: 1 }, 0, null)
    expect(await open('U0EMI', 'F1')).toBe(
      `What was sent in ${id} was deleted on 2026-03-02 11:30 UTC, as the policy says.`,
    )
    expect((await filesFor(app, { user: 'U0EMI', incident: id }))?.files).toEqual([])
  })
})
