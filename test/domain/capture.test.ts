import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CaptureRules, capture } from '../../src/domain/capture.ts'
import { type Captured, type Heard, messageOf, type Snapshot } from '../../src/domain/captured.ts'

const rules: CaptureRules = { keepDeleted: true, self: 'U0SITREP' }
const at = (n: number) => `1772445600.${String(n).padStart(6, '0')}`
const first = at(1)

function snapshot(text: string, more: Partial<Snapshot> = {}): Heard {
  const base = { ts: first, root: first, user: 'U0ANA', isSystem: false, files: [], seen: first }
  return { kind: 'message', ts: first, snapshot: { ...base, text, ...more } }
}
const edited = (text: string, n: number, more: Partial<Snapshot> = {}) =>
  snapshot(text, { editedAt: at(n), seen: at(n), ...more })
const gone = (n?: number): Heard => ({ kind: 'deleted', ts: first, ...(n === undefined ? {} : { at: at(n) }) })
const react = (isAdded: boolean, n: number, user = 'U0BEN'): Heard => ({
  kind: 'reaction',
  ts: first,
  name: 'eyes',
  user,
  isAdded,
  at: at(n),
  heardAt: n,
})
const pin = (isPinned: boolean, n: number): Heard => ({ kind: 'pin', ts: first, isPinned, at: at(n), heardAt: n })

function captureAll(all: readonly Heard[], given = rules): Captured {
  const captured = all.reduce<Captured | undefined>((known, heard) => capture(known, heard, given), undefined)
  if (!captured) throw new Error('nothing was heard')
  return captured
}
const told = (all: readonly Heard[], given = rules) => messageOf(captureAll(all, given))

describe('capturing a message', () => {
  it('keeps every version with the moment from which it stood there', () => {
    expect(told([snapshot('one'), edited('two', 5), edited('three', 9)])).toMatchObject({
      text: 'three',
      isEdited: true,
      earlier: [
        { text: 'one', since: first },
        { text: 'two', since: at(5) },
      ],
    })
  })

  it('takes what it heard twice as one', () => {
    const once = [snapshot('one'), edited('two', 5), react(true, 6), pin(true, 7), gone(8)]
    expect(captureAll([...once, ...once])).toEqual(captureAll(once))
  })

  it('is the same in whatever order events come', () => {
    const events = [
      snapshot('one'),
      edited('two', 5),
      edited('three', 9),
      react(true, 6),
      react(false, 7),
      react(true, 8, 'U0CHLOE'),
      pin(true, 7),
      pin(false, 8),
      gone(12),
    ]
    for (const keepDeleted of [true, false]) {
      const inOrder = told(events, { ...rules, keepDeleted })
      fc.assert(
        fc.property(fc.shuffledSubarray(events, { minLength: events.length }), shuffled => {
          expect(told(shuffled, { ...rules, keepDeleted })).toEqual(inOrder)
        }),
      )
    }
  })

  it('knows of a message by its deletion alone, and of none by a reaction alone', () => {
    expect(told([gone(3)])).toMatchObject({ ts: first, deletion: { at: at(3) }, text: '' })
    expect(told([react(true, 3)])).toBeUndefined()
  })

  it('keeps the text of what was deleted, or only that there was something, as the policy says', () => {
    const file = { id: 'F1', name: 'secret.png' }
    const events = [snapshot('one', { files: [file] }), gone(3), edited('two', 2)]
    expect(told(events)).toMatchObject({ text: 'two', files: [file], deletion: { at: at(3) } })
    const hidden = captureAll(events, { ...rules, keepDeleted: false })
    expect(JSON.stringify(hidden)).not.toMatch(/one|two|secret/)
    expect(messageOf(hidden)).toMatchObject({ user: 'U0ANA', text: '', files: [], deletion: { at: at(3) } })
  })

  it('lets no page of history bring back what was deleted', () => {
    const page = snapshot('one', { seen: at(20), whole: { reactions: [], isPinned: false, askedAt: 20 } })
    expect(told([snapshot('one'), gone(10), page])).toMatchObject({ deletion: { at: at(10) } })
  })

  it('takes the newest text where edits bear no stamp, and calls it an edit only when the text is another', () => {
    const bot = { user: 'U0BOT' }
    expect(told([snapshot('a', { ...bot, seen: at(9) }), snapshot('b', { ...bot, seen: at(4) })])?.text).toBe('a')
    expect(told([snapshot('a'), snapshot('a', { seen: at(9) })])).toMatchObject({ text: 'a', isEdited: false })
  })

  it('keeps the last three versions of what Sitrep posts, and says that there were more', () => {
    const card = Array.from({ length: 40 }, (_, n) => edited(`card ${n}`, n + 2, { user: 'U0SITREP' }))
    const kept = captureAll(card)
    expect(kept.said.map(one => one.text)).toEqual(['card 37', 'card 38', 'card 39'])
    expect(kept.isTrimmed).toBe(true)
    expect(captureAll(card.slice(0, 3)).isTrimmed).toBe(false)
  })

  it('takes reactions and pin from a page, and then what was heard after the page was asked for', () => {
    const page = (n: number, names: string[]) =>
      snapshot('one', {
        seen: at(n),
        whole: {
          reactions: names.map(name => ({ name, count: 1, users: ['U0DEV'] })),
          isPinned: true,
          askedAt: n,
        },
      })
    const names = (all: Heard[]) => told(all)?.reactions.map(one => `${one.name} ${one.users?.join()}`)
    // Lost: that Ben took it back.
    expect(names([snapshot('one'), react(true, 3), page(10, ['tada'])])).toEqual(['tada U0DEV'])
    expect(names([snapshot('one'), page(10, ['tada']), react(true, 12)])).toEqual(['tada U0DEV', 'eyes U0BEN'])
    expect(names([snapshot('one'), react(true, 12), page(10, ['tada'])])).toEqual(['tada U0DEV', 'eyes U0BEN'])
    // Heard late: the page is newer.
    expect(names([snapshot('one'), page(10, ['tada']), react(true, 3)])).toEqual(['tada U0DEV'])
    expect(names([page(10, ['tada']), page(4, [])])).toEqual(['tada U0DEV'])
    expect(told([snapshot('one'), pin(false, 3), page(10, [])])?.isPinned).toBe(true)
    expect(told([page(10, []), pin(false, 12)])?.isPinned).toBeUndefined()
  })

  it('notes of a file whether its bytes are kept, and keeps a file that an edit took out', () => {
    const file = { id: 'F1', name: 'a.png', url: 'https://files.slack.com/a.png' }
    const kept: Heard = { kind: 'file-kept', ts: first, file: 'F1', kept: { sha256: 'abc', bytes: 3 } }
    expect(
      told([snapshot('one', { files: [file] }), kept, edited('two', 5), snapshot('one', { files: [file] })])?.files,
    ).toEqual([{ id: 'F1', name: 'a.png', sha256: 'abc', bytes: 3 }])
  })

  it('tells what became of a file, in whatever order it hears of it', () => {
    const seenAs = (name: string, n: number, more: object = {}) => ({ id: 'F1', name, seen: at(n), ...more })
    const changed = (name: string, n: number): Heard => ({ kind: 'file-changed', ts: first, file: seenAs(name, n) })
    const fileGone = (n: number): Heard => ({
      kind: 'file-changed',
      ts: first,
      file: seenAs('', n, { deletion: { at: new Date(1772445600_000) } }),
    })
    const sent = snapshot('one', { files: [seenAs('IMG_1.png', 1, { bytes: 3, url: 'https://files.slack.com/a' })] })
    const page = snapshot('one', { seen: at(9), files: [seenAs('', 9, { deletion: {} })] })
    const rest = [changed('graph.png', 4), changed('errors.png', 5), fileGone(8), page]
    const file = {
      id: 'F1',
      name: 'errors.png',
      formerly: ['IMG_1.png', 'graph.png'],
      bytes: 3,
      deletion: { at: new Date(1772445600_000) },
    }
    fc.assert(
      fc.property(fc.shuffledSubarray(rest, { minLength: rest.length }), shuffled => {
        expect(told([sent, ...shuffled])?.files).toEqual([file])
        const hidden = captureAll([sent, ...shuffled], { ...rules, keepDeleted: false })
        expect(JSON.stringify(hidden)).not.toMatch(/png|slack\.com/)
        expect(messageOf(hidden)?.files).toEqual([
          { id: 'F1', name: 'a file that is not shown', deletion: expect.anything() },
        ])
      }),
    )
    expect(told([changed('graph.png', 4)])).toBeUndefined()
  })

  it('takes as kept what was fetched while Slack had it, and gives a reason otherwise', () => {
    const file = { id: 'F1', name: 'a.png', seen: at(1), bytes: 3, url: 'https://files.slack.com/a.png' }
    const hidden = { id: 'F1', name: '', seen: at(9), notKept: 'Slack hides it' }
    const kept: Heard = { kind: 'file-kept', ts: first, file: 'F1', kept: { sha256: 'abc', bytes: 4 } }
    const sent = snapshot('one', { files: [file] })
    const page = snapshot('one', { seen: at(9), files: [hidden] })
    const withBytes = [{ id: 'F1', name: 'a.png', sha256: 'abc', bytes: 4 }]
    expect(told([sent, kept, page])?.files).toEqual(withBytes)
    expect(told([sent, page, kept])?.files).toEqual(withBytes)
    expect(told([sent, page])?.files).toEqual([{ id: 'F1', name: 'a.png', bytes: 3, notKept: 'Slack hides it' }])
  })
})
