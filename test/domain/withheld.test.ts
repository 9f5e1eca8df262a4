import { describe, expect, it } from 'vitest'
import { actionItems, addItem, changeItem } from '../../src/domain/action-items.ts'
import { findings, judgeFinding, stateFinding } from '../../src/domain/findings.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { addNote } from '../../src/domain/incident.ts'
import type { Pseudonyms } from '../../src/domain/pseudonyms.ts'
import { withoutPeople } from '../../src/domain/pseudonyms.ts'
import { checkFacts, seal } from '../../src/domain/seal.ts'
import { timelineEntries } from '../../src/domain/timeline-entries.ts'
import { isToWithhold, readable, WITHHELD, withholdCopies } from '../../src/domain/withheld.ts'
import { sha256 } from '../../src/sha256.ts'
import { places } from '../helpers/canaries.ts'
import { by, opened, policy } from '../helpers/incidents.ts'

const message = '1772445600.000100'
const slip = 'The password is hunter2'
const nobody: Pseudonyms = new Map()
const ben: Pseudonyms = new Map([['U0BEN', { name: 'Person 1', isSilenced: false, names: ['Ben'] }]])
const silenced: Pseudonyms = new Map([['U0BEN', { name: 'Person 1', isSilenced: true, names: [] }]])

/** A hypothesis and a follow-up made of the message, and a note beside them. */
function copied(): Incident {
  const stated = stateFinding(opened(), { kind: 'hypothesis', text: slip, message }, by('U0BEN', 1))
  const judged = judgeFinding(stated, { number: 1, verdict: 'ruled-out', why: 'It was changed' }, by('U0ANA', 2))
  const added = addItem(judged, { text: slip, message, policy }, by('U0ANA', 3))
  return addNote(added, { text: 'Ben was here' }, by('U0BEN', 4))
}
const gone = (incident: Incident) => withholdCopies(incident, { messages: [message] }, by('sitrep', 5))

describe('what was copied from a message that is gone', () => {
  it('is left out wherever findings and follow-ups are read, and what people said of it stays', () => {
    const incident = gone(copied())
    expect(findings(incident)).toMatchObject([
      { number: 1, text: WITHHELD, state: 'ruled-out', judged: { text: WITHHELD, why: 'It was changed' } },
    ])
    expect(actionItems(incident)).toMatchObject([{ number: 1, text: WITHHELD }])
    expect(JSON.stringify(timelineEntries(incident, []))).not.toContain('hunter2')
    expect(JSON.stringify(readable(incident, nobody))).not.toContain('hunter2')
    expect(JSON.stringify(readable(copied(), nobody))).toContain('hunter2')
  })

  it('can be said anew by whoever edits the follow-up', () => {
    const edited = changeItem(gone(copied()), { number: 1, to: { text: 'Use a vault' } }, by('U0ANA', 6))
    expect(actionItems(edited)).toMatchObject([{ text: 'Use a vault' }])
    const before = changeItem(copied(), { number: 1, to: { text: 'Use a vault' } }, by('U0ANA', 4))
    expect(actionItems(gone(before))).toMatchObject([{ text: 'Use a vault' }])
    expect(JSON.stringify(readable(gone(before), nobody))).not.toContain('hunter2')
  })

  it('is left out once, of messages that somebody copied from and of which nothing is kept', () => {
    const left = { ts: message, text: '', files: [] }
    const ask = (of: Incident, more: object, keepDeleted = false) =>
      isToWithhold(of, { ...left, ...more }, { keepDeleted, people: silenced })
    expect(ask(copied(), { deletion: {} })).toBe(true)
    // A person whose texts were erased.
    expect(ask(copied(), {}, true)).toBe(true)
    expect(ask(copied(), { deletion: {}, user: 'Person 1' }, true)).toBe(true)
    expect(ask(copied(), { deletion: {}, user: 'U0ANA' }, true)).toBe(false)
    expect(ask(copied(), { text: slip })).toBe(false)
    expect(ask(copied(), { ts: '1772445600.000200', deletion: {} })).toBe(false)
    expect(ask(gone(copied()), { deletion: {} })).toBe(false)
  })
})

describe('a record that lacks something', () => {
  const sealed = seal(gone(copied()), 0, sha256)
  const read = readable(sealed, ben)

  it('names nobody who is called otherwise, by id or by name', () => {
    expect(JSON.stringify(sealed)).toMatch(/U0BEN/)
    expect(JSON.stringify(read)).not.toMatch(/U0BEN|\bBen\b/)
    expect(read.timeline.find(({ type }) => type === 'noted')).toMatchObject({
      by: 'Person 1',
      text: 'Person 1 was here',
      withheld: true,
    })
    expect(readable(sealed, nobody).timeline.filter(({ by: who }) => who === 'U0BEN')).not.toEqual([])
  })

  it('keeps its seals, says which facts they cannot be held to, and lets no other be altered', () => {
    const lacking = read.timeline.flatMap(({ withheld, type }) => (withheld ? [type] : []))
    expect(lacking).toEqual(['finding-stated', 'finding-judged', 'action-added', 'noted'])
    expect(checkFacts(read.id, read.timeline, sha256).breaks).toEqual([])
    for (const [position, fact] of read.timeline.entries()) {
      const altered = read.timeline.with(position, { ...fact, via: 'link' })
      const breaks = checkFacts(read.id, altered, sha256).breaks
      expect(breaks, fact.type).toEqual(fact.withheld ? [] : [{ position, problem: 'altered' }])
      const removed = checkFacts(read.id, read.timeline.toSpliced(position, 1), sha256).breaks
      const next = read.timeline[position + 1]
      expect(removed.length, fact.type).toBe(next && !next.withheld ? 1 : 0)
    }
  })

  it('lacks names wherever people write', () => {
    const written = places.filter(place => !/^(draft|captured)/.test(place))
    expect(written.length).toBeGreaterThan(40)
    for (const place of written) {
      const [, ...path] = place.split('.')
      const value = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), 'Ask ben, <@U0BEN|ben> or U0BEN')
      const told = JSON.stringify(withoutPeople(value, ben))
      expect(told, place).toContain('"Ask Person 1, @Person 1 or Person 1"')
    }
  })

  it('takes no word of Sitrep’s own for a name', () => {
    const named: Pseudonyms = new Map([['U0NO', { name: 'Person 2', isSilenced: false, names: ['noted', 'fixing'] }]])
    expect(withoutPeople({ type: 'noted', to: 'fixing', text: 'noted' }, named)).toEqual({
      type: 'noted',
      to: 'fixing',
      text: 'Person 2',
    })
    const same = { at: new Date(0), list: ['a'], user: 'U0NOBODY' }
    expect(withoutPeople(same, named)).toBe(same)
  })
})
