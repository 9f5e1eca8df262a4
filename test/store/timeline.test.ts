import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Heard, Snapshot } from '../../src/domain/captured.ts'
import type { Store } from '../../src/store/connect.ts'
import { scratchStore } from '../helpers/memory-app.ts'

let store: Store
beforeAll(async () => {
  store = await scratchStore()
})
beforeEach(() => store.clear())
afterAll(() => store.close())

const rules = { keepDeleted: true, self: 'U0SITREP' }
const ts = (n: number) => `1772445600.${String(n).padStart(6, '0')}`
const said = (n: number, more: Partial<Snapshot> = {}): Heard => {
  const snapshot = { ts: ts(n), root: ts(n), user: 'U0BEN', isSystem: false, text: `${n}`, seen: ts(n), files: [] }
  return { kind: 'message', ts: ts(n), snapshot: { ...snapshot, ...more } }
}
const reacted = (n: number, name: string, isAdded = true): Heard => {
  return { kind: 'reaction', ts: ts(n), name, user: 'U0ANA', isAdded, at: ts(100 + n), heardAt: n }
}
const pinned = (n: number): Heard => ({ kind: 'pin', ts: ts(n), isPinned: true, at: ts(100 + n), heardAt: n })

it('finds what may stand on the timeline, however Sitrep heard of it, in one channel alone', async () => {
  const { transcripts } = store
  const whole = { reactions: [{ name: 'pushpin', count: 1, users: ['U0ANA'] }], isPinned: false, askedAt: 1 }
  const heard = [
    ...[1, 2, 3, 4, 5].map(n => said(n)),
    said(6, { whole }),
    pinned(2),
    reacted(3, 'pushpin::skin-tone-2'),
    reacted(4, 'tada'),
  ]
  await transcripts.note('C0WAR', heard, rules)
  await transcripts.note('C0OTHER', [said(7), pinned(7)], rules)
  const reactions = ['pushpin', 'pushpin::skin-tone-2']
  const found = await transcripts.marked('C0WAR', { tss: [ts(5), ts(9)], reactions })
  expect(found.map(message => message.ts)).toEqual([2, 3, 5, 6].map(ts))
  expect(await transcripts.marked('C0WAR', { tss: [], reactions: [] })).toMatchObject([{ ts: ts(2) }])
})

it('finds what people and other apps said last, page by page', async () => {
  const { transcripts } = store
  const replies = [3, 5].map(n => said(n, { root: ts(1) }))
  const left = [said(4, { isSystem: true }), said(6, { user: 'U0SITREP' }), reacted(9, 'eyes')]
  const deleted: Heard[] = [said(7), { kind: 'deleted', ts: ts(7), at: ts(8) }]
  await transcripts.note('C0WAR', [said(1), said(2), ...replies, ...left, ...deleted], rules)
  await transcripts.note('C0WAR2', [said(10)], rules)
  const page = async (before?: string) =>
    (await transcripts.latest('C0WAR', { before, atMost: 3 })).map(message => message.ts)
  expect(await page()).toEqual([5, 3, 2].map(ts))
  expect(await page(ts(2))).toEqual([ts(1)])
})
