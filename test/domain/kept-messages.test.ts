import { describe, expect, it } from 'vitest'
import type { Incident } from '../../src/domain/incident.ts'
import { dropMessage, keepMessage, keptMessages } from '../../src/domain/kept-messages.ts'
import { by, opened } from '../helpers/incidents.ts'

const kept = (incident: Incident) => keptMessages(incident).map(({ message, kept: fact }) => `${message} ${fact.by}`)
const reaction = { message: '1772362931.000200', way: 'reaction' as const }
const pin = { message: '1772362931.000200', way: 'pin' as const }

describe('a message on the timeline', () => {
  it('stays while anybody keeps it', () => {
    const ana = keepMessage(opened(), reaction, by('U0ANA', 1))
    const both = keepMessage(ana, reaction, by('U0BEN', 2))
    expect(kept(both)).toEqual(['1772362931.000200 U0ANA'])
    const ben = dropMessage(both, reaction, by('U0ANA', 3))
    expect(kept(ben)).toEqual(['1772362931.000200 U0BEN'])
    expect(kept(dropMessage(ben, reaction, by('U0BEN', 4)))).toEqual([])
  })

  it('is kept once by the same person, and dropped only by who kept it', () => {
    const once = keepMessage(opened(), reaction, by('U0ANA', 1))
    expect(keepMessage(once, reaction, by('U0ANA', 2))).toBe(once)
    expect(dropMessage(once, reaction, by('U0BEN', 2))).toBe(once)
    expect(dropMessage(once, pin, by('U0ANA', 2))).toBe(once)
  })

  it('may be unpinned by anybody, and kept again', () => {
    const pinned = keepMessage(opened(), pin, by('U0ANA', 1))
    const dropped = dropMessage(pinned, pin, by('U0BEN', 2))
    expect(kept(dropped)).toEqual([])
    expect(kept(keepMessage(dropped, pin, by('U0CLEO', 3)))).toEqual(['1772362931.000200 U0CLEO'])
  })

  it('stands in the order in which the messages were sent', () => {
    const later = keepMessage(opened(), { message: '1772362999.000100', way: 'button' }, by('U0ANA', 1))
    expect(kept(keepMessage(later, reaction, by('U0BEN', 2)))).toEqual([
      '1772362931.000200 U0BEN',
      '1772362999.000100 U0ANA',
    ])
  })
})
