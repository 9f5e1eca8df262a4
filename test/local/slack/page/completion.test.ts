import { expect, test } from 'vitest'
import { complete } from '../../../../src/local/slack/page/completion.ts'
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
    { id: 'C2', name: 'incident-secret', is_private: true, members: [], pins: [], bookmarks: [] },
  ],
}

const inserts = (text: string, caret = text.length) =>
  complete(text, caret, state)?.suggestions.map(each => each.insert)

test('completes a command at the start of the text only', () => {
  expect(inserts('/in')).toEqual(['/incident '])
  expect(inserts('see /in')).toBeUndefined()
  expect(inserts('/incident ')).toBeUndefined()
})

test('completes people and groups by handle or name', () => {
  expect(inserts('ask @an')).toEqual(['@ana ', '@analysts '])
  expect(inserts('@gone')).toBeUndefined()
})

test('completes channels that everybody may know of', () => {
  expect(inserts('#inc')).toEqual(['#incidents '])
})

test('completes emoji from two letters on', () => {
  expect(inserts(':t')).toBeUndefined()
  expect(inserts(':tad')?.[0]).toBe('🎉 ')
})

test('completes the word at the caret, not the last one', () => {
  expect(complete('hi @an and more', 6, state)).toMatchObject({ from: 3, word: '@an' })
})
