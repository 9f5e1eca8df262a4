import { expect, test } from 'vitest'
import { complete } from '../../../../src/local/slack/page/completion.ts'
import { loadEmojiBook } from '../../../../src/local/slack/page/emoji-all.ts'
import type { WorkspaceState } from '../../../../src/local/slack/page/model.ts'

const state: WorkspaceState = {
  now: '2026-03-01T12:00:00Z',
  offsetMinutes: 0,
  version: 1,
  team: { id: 'T1', name: 'Acme', domain: 'acme' },
  app: {
    id: 'A1',
    name: 'Sitrep',
    bot_user_id: 'UBOT',
    connected: true,
    commands: [{ command: '/incident', description: 'Declare an incident', usage_hint: '[title]' }],
    shortcuts: [],
  },
  users: [
    { id: 'U1', name: 'ana', real_name: 'Ana Sample' },
    { id: 'U2', name: 'gone', deleted: true },
  ],
  usergroups: [{ id: 'S1', handle: 'analysts', name: 'Analysts', users: ['U1'] }],
  channels: [
    { id: 'C1', name: 'incidents', members: [], pins: [], bookmarks: [] },
    { id: 'C2', name: 'incident-secret', is_private: true, members: ['U1'], pins: [], bookmarks: [] },
    { id: 'D1', name: 'incident-talk', is_mpim: true, members: ['U1'], pins: [], bookmarks: [] },
  ],
}

const inserts = (text: string, me = 'U9') =>
  complete({ text, caret: text.length, state, me })?.suggestions.map(each => each.insert)

test('completes a command at the start of the text only', () => {
  expect(inserts('/in')).toEqual(['/incident '])
  expect(inserts('see /in')).toBeUndefined()
  expect(inserts('/incident ')).toBeUndefined()
})

test('completes people and groups by handle or name', () => {
  expect(inserts('ask @an')).toEqual(['@ana ', '@analysts '])
  expect(inserts('@gone')).toBeUndefined()
})

test('completes people by any part of their name', () => {
  expect(inserts('@samp')).toEqual(['@ana '])
})

test('completes the channels that the person may know of', () => {
  expect(inserts('#inc')).toEqual(['#incidents '])
  expect(inserts('#inc', 'U1')).toEqual(['#incidents ', '#incident-secret '])
})

test('completes emoji from two letters on', () => {
  expect(inserts(':t')).toBeUndefined()
  expect(inserts(':tad')?.[0]).toBe(':tada: ')
})

test('completes emoji by what they are about, once all of them are known', async () => {
  const book = await loadEmojiBook()
  const found = complete({ text: ':celebr', caret: 7, state, me: 'U1', book })
  expect(found?.suggestions.map(each => each.insert)).toContain(':tada: ')
})

test('completes the word at the caret, not the last one', () => {
  expect(complete({ text: 'hi @an and more', caret: 6, state, me: 'U1' })).toMatchObject({ from: 3, word: '@an' })
})
