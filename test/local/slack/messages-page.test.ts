import { expect, test } from 'vitest'
import { type Answer, people, playground } from './playground.ts'

const texts = (answer: Answer) => answer.messages.map((message: Answer) => message.text)

async function withMessages(count: number) {
  const { act, see } = await playground()
  const say = async (text: string, more: object = {}) =>
    (await act('message', { channel: 'random', user: 'ana', text, ...more })).ts as string
  const stamps: string[] = []
  for (let n = 1; n <= count; n++) stamps.push(await say(`No. ${n}`))
  return { act, say, stamps, see: (query: string) => see(`messages/random?${query}`) }
}

test('a conversation is read by pages, from its end', async () => {
  const { see } = await withMessages(5)
  const newest = await see('limit=2')
  expect(texts(newest)).toEqual(['No. 4', 'No. 5'])
  expect(newest.hasOlder).toBe(true)
  const older = await see(`limit=10&before=${newest.messages[0].ts}`)
  expect(texts(older)).toEqual(['No. 1', 'No. 2', 'No. 3'])
  expect(older.hasOlder).toBe(false)
})

test('answers are left out of the main list, and have a list of their own', async () => {
  const { say, see, stamps } = await withMessages(2)
  await say('an answer', { thread_ts: stamps[0] })
  expect(texts(await see('replies=none'))).toEqual(['No. 1', 'No. 2'])
  expect(texts(await see(`thread=${stamps[0]}`))).toEqual(['No. 1', 'an answer'])
  expect(texts(await see(`ts=${stamps[1]}`))).toEqual(['No. 2'])
})

test('what changed since a revision is told alone: new, edited, answered and deleted', async () => {
  const { act, say, see, stamps } = await withMessages(4)
  const { revision } = await see('limit=1')
  expect(await see(`since=${revision}`)).toMatchObject({ messages: [], removed: [] })
  const target = (index: number) => ({ channel: 'random', user: people.ana, messageTs: stamps[index] })
  await act('edit-message', { ...target(0), text: 'edited' })
  await act('delete-message', target(1))
  await act('reaction', { ...target(2), name: 'eyes' })
  const reply = await say('an answer', { thread_ts: stamps[3] })
  await say('new')
  const changes = await see(`since=${revision}&replies=none`)
  expect(texts(changes).toSorted()).toEqual(['No. 3', 'No. 4', 'edited', 'new'])
  expect(changes.removed.toSorted()).toEqual([stamps[1], reply].toSorted())
  expect(changes.messages.find((message: Answer) => message.ts === stamps[3]).reply_count).toBe(1)
  expect((await see(`since=${changes.revision}`)).messages).toEqual([])
})

test('a revision from before the workspace started over leads to the whole page', async () => {
  const { act, say, see } = await withMessages(2)
  const { revision } = await see('limit=1')
  await act('reset')
  await say('afterwards')
  const answer = await see(`since=${encodeURIComponent(revision)}`)
  expect(answer.since).toBeUndefined()
  expect(texts(answer)).toEqual(['afterwards'])
})

test('a page that cannot be told is refused with a sentence', async () => {
  const { see } = await withMessages(2)
  for (const limit of ['-1', 'abc', '1.5', '']) expect((await see(`limit=${limit}`)).error).toMatch(/^Send "limit"/)
  for (const before of ['abc', '', '1']) expect((await see(`before=${before}`)).error).toMatch(/^Send "before"/)
  expect(await see('limit=0')).toMatchObject({ messages: [], hasOlder: true })
})
