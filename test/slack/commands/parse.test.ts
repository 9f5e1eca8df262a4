import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verbs } from '../../../src/slack/commands/index.ts'
import { parseCommand } from '../../../src/slack/commands/parse.ts'

function meaning(input: string) {
  const parsed = parseCommand(input, verbs)
  if (parsed.kind === 'verb') return `${parsed.incidentId ?? 'here'}: ${parsed.verb.name} “${parsed.text}”`
  if (parsed.kind === 'unsure') return `${parsed.verb.name}?`
  return parsed.kind === 'title' ? `declare “${parsed.title}”` : 'bare'
}

describe('what is typed after /incident', () => {
  it.each([
    ['', 'bare'],
    ['   ', 'bare'],
    ['ack', 'here: ack “”'],
    ['ACK', 'here: ack “”'],
    ['sev 2', 'here: severity “2”'],
    ['INC-7', 'INC-7: show “”'],
    ['inc-7 note  two  spaces ', 'inc-7: note “two  spaces”'],
    ['note line one\n  line two', 'here: note “line one\n  line two”'],
    ['show INC-7', 'INC-7: show “”'],
    ['merge INC-7', 'here: merge “INC-7”'],
    ['INC-3 merge INC-7', 'INC-3: merge “INC-7”'],
    ['status page is down', 'declare “status page is down”'],
    ['checkout is down', 'declare “checkout is down”'],
    ['INC-1234567890 ack', 'declare “INC-1234567890 ack”'],
    ['statsu', 'show?'],
    ['reslove', 'resolve?'],
    ['INC-7 reslove the disk was full', 'resolve?'],
    ['acl', 'ack?'],
    ['databse', 'declare “databse”'],
  ])('“%s” means %s', (input, expected) => {
    expect(meaning(input)).toBe(expected)
  })

  it('is never lost: what is no verb becomes the title as it was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), input => {
        const parsed = parseCommand(input, verbs)
        if (parsed.kind === 'title' || parsed.kind === 'unsure') expect(parsed.title).toBe(input.trim())
      }),
    )
  })

  it('reaches every verb by its name and by each other name, and no two share one', () => {
    const names = verbs.flatMap(verb => [verb.name, ...verb.aliases].map(name => ({ name, verb })))
    expect(new Set(names.map(({ name }) => name)).size).toBe(names.length)
    for (const { name, verb } of names) expect(parseCommand(name, verbs)).toMatchObject({ kind: 'verb', verb })
  })
})
