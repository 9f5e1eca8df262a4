import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Heard } from '../../src/domain/captured.ts'
import { stateFinding } from '../../src/domain/findings.ts'
import { addNote, type Incident, record } from '../../src/domain/incident.ts'
import { keepMessage } from '../../src/domain/kept-messages.ts'
import { withholdCopies } from '../../src/domain/withheld.ts'
import { readTimeline } from '../../src/slack/read-timeline.ts'
import type { Store } from '../../src/store/connect.ts'
import { by, channels, opened, policy } from '../helpers/incidents.ts'
import { keepingLog, memoryApp, scratchStore } from '../helpers/memory-app.ts'
import { type SlackHttp, slackHttp, workspaceOver } from './slack-http.ts'

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

const rules = { keepDeleted: true, self: 'U0SITREP' }
const ts = (n: number) => `1772445600.${String(n).padStart(6, '0')}`
const said = (n: number, user: string, text: string): Heard => ({
  kind: 'message',
  ts: ts(n),
  snapshot: { ts: ts(n), root: ts(n), user, isSystem: false, text, seen: ts(n), files: [] },
})
const shown = async (incident: Incident) => {
  const { app } = memoryApp(workspaceOver(), { store, log: keepingLog().log, policy })
  const permalinkOf = (channel: string, message: { ts: string }) => `https://acme.example/${channel}/${message.ts}`
  return JSON.stringify(await readTimeline({ app: { ...app, permalinkOf } }, incident))
}

it('calls whoever was forgotten by their pseudonym, in what they said, noted and put there', async () => {
  await store.transcripts.note(
    channels.war,
    [said(1, 'U0BEN', 'It is the cache'), said(2, 'U0ANA', 'Is it, <@U0BEN>?')],
    rules,
  )
  await store.pseudonyms.give('U0BEN', { isSilenced: false })
  await store.transcripts.rename()
  const noted = addNote(opened(), { text: 'Rolled back' }, by('U0BEN', 3))
  const view = await shown(keepMessage(noted, { message: ts(2) }, by('U0BEN', 4)))
  expect(view).toContain('Person 1 noted: Rolled back')
  expect(view).toContain('*U0ANA:* Is it, @Person 1?\\nput there by Person 1')
  expect(view).toContain('*Person 1:* It is the cache')
  expect(view).not.toContain('U0BEN')
})

it('shows nothing of a message that was deleted, though it was put there', async () => {
  const deleted: Heard = { kind: 'deleted', ts: ts(1), at: ts(5) }
  await store.transcripts.note(channels.war, [said(1, 'U0BEN', 'My password is hunter2'), deleted], rules)
  expect(await shown(keepMessage(opened(), { message: ts(1) }, by('U0ANA', 4)))).not.toContain('hunter2')
})

it('leads to the message that something was copied from, while it is there', async () => {
  const stated = stateFinding(opened(), { kind: 'hypothesis', text: 'The cache', message: ts(1) }, by('U0ANA', 3))
  const address = `https://acme.example/${channels.war}/${ts(1)}`
  expect(await shown(stated)).toContain(address)
  expect(await shown(withholdCopies(stated, { messages: [ts(1)] }, by('sitrep', 5)))).not.toContain(address)
})

it('says why there is nothing to put on it', async () => {
  const { channel: _, ...channelless } = opened()
  expect(await shown(channelless)).toContain('Nothing else was said.')
  const erased = record(opened(), by('sitrep', 90), { type: 'transcript-erased', messages: 3, files: 2 })
  expect(await shown(erased)).toMatch(/What was said was deleted <!date\^1772451000\^[^>]*>, as the policy says\./)
})
