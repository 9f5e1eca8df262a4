import { describe, expect, it } from 'vitest'
import { curatedIn, marksBelow } from '../../src/domain/curated.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { dropMessage, forgetMarks, keepMessage } from '../../src/domain/kept-messages.ts'
import type { Message } from '../../src/domain/review.ts'
import { by, opened, policy } from '../helpers/incidents.ts'

const message = '1772362931.000200'
const plain: Message = {
  ts: message,
  text: 'It is the cache',
  isEdited: false,
  isSystem: false,
  files: [],
  reactions: [],
}
const isOn = (incident: Incident, said: Message = plain) => curatedIn(incident, policy)(said)
const drop = (incident: Incident, said: Message, minutes: number) =>
  dropMessage(incident, { message, marks: marksBelow(said, policy) }, by('U0BEN', minutes))

it('keeps a message once, drops it, and keeps it again', () => {
  const kept = keepMessage(opened(), { message }, by('U0ANA', 1))
  expect(isOn(kept)).toBe(true)
  expect(keepMessage(kept, { message }, by('U0BEN', 2))).toBe(kept)
  const dropped = drop(kept, plain, 3)
  expect(isOn(dropped)).toBe(false)
  expect(drop(dropped, plain, 4)).toBe(dropped)
  expect(isOn(keepMessage(dropped, { message }, by('U0BEN', 5)))).toBe(true)
})

it.each<[string, Partial<Message>]>([
  ['was deleted', { deletion: {} }],
  ['is Slack’s own', { isSystem: true }],
])('keeps no message that %s', (_, more) => {
  const input = { message, said: { ...plain, ...more } }
  expect(() => keepMessage(opened(), input, by('U0ANA', 1))).toThrow(/timeline/)
})

it('does not keep the card', () => {
  const incident = { ...opened(), cardTs: message }
  expect(() => keepMessage(incident, { message, said: plain }, by('U0ANA', 1))).toThrow(/on the timeline by itself/)
})

describe.each<[string, Message, Message]>([
  ['a pin', { ...plain, isPinned: true }, { ...plain, isPinned: true, reactions: [{ name: 'pushpin', count: 1 }] }],
  [
    'a reaction',
    { ...plain, reactions: [{ name: 'pushpin', count: 1 }] },
    { ...plain, reactions: [{ name: 'pushpin', count: 2 }] },
  ],
  [
    'a pin and reactions with a skin tone',
    { ...plain, isPinned: true, reactions: [{ name: 'pushpin::skin-tone-3', count: 2 }] },
    {
      ...plain,
      isPinned: true,
      reactions: [
        { name: 'pushpin::skin-tone-3', count: 2 },
        { name: 'round_pushpin', count: 1 },
      ],
    },
  ],
])('a message that %s put on the timeline', (_, marked, markedMore) => {
  const dropped = drop(opened(), marked, 1)

  it('is taken off although the mark stays in Slack, once', () => {
    expect(isOn(opened(), marked)).toBe(true)
    expect(isOn(dropped, marked)).toBe(false)
    expect(drop(dropped, marked, 2)).toBe(dropped)
  })

  it('comes back with one more mark, which can be taken off again', () => {
    expect(isOn(dropped, markedMore)).toBe(true)
    expect(isOn(drop(dropped, markedMore, 2), markedMore)).toBe(false)
  })

  it('comes back with the same mark when that was taken back and added anew', () => {
    const forgotten = forgetMarks(dropped, { message, marks: 0 }, by('U0ANA', 2))
    expect(isOn(forgotten, plain)).toBe(false)
    expect(isOn(forgotten, marked)).toBe(true)
    expect(forgetMarks(forgotten, { message, marks: 0 }, by('U0ANA', 3))).toBe(forgotten)
  })

  it('comes back by hand, and then stays when the mark is taken back', () => {
    const kept = keepMessage(dropped, { message, said: marked }, by('U0ANA', 2))
    expect([isOn(kept, marked), isOn(kept, plain)]).toEqual([true, true])
    expect(forgetMarks(kept, { message, marks: 0 }, by('U0ANA', 3))).toBe(kept)
  })
})
