import { describe, expect, test } from 'vitest'
import { ROLE, ROLES } from '../src/domain/roles.ts'
import { ACTIVE_STATUSES } from '../src/domain/status.ts'
import type { WorkKind } from '../src/domain/work.ts'
import { formats } from '../src/exports/index.ts'
import { performersFor } from '../src/performers.ts'
import { ACTIONS, phaseAction, takeRoleAction } from '../src/slack/action-ids.ts'
import { buttons } from '../src/slack/actions/index.ts'
import { verbs } from '../src/slack/commands/index.ts'
import { modals } from '../src/slack/modals/index.ts'
import type { Workspace } from '../src/slack/workspace.ts'
import { parseCode, readProjectFile, visit } from './helpers/source.ts'

function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index)
}

/** The keys written out in `const name = { … }`, which the module keeps to itself. */
function keysOf(path: string, name: string): string[] {
  const keys: string[] = []
  visit(parseCode(path, readProjectFile(path)), {
    VariableDeclarator({ id, init }) {
      if (id.type !== 'Identifier' || id.name !== name) return
      const object = init?.type === 'TSAsExpression' || init?.type === 'TSSatisfiesExpression' ? init.expression : init
      const literal = object?.type === 'TSAsExpression' ? object.expression : object
      if (literal?.type !== 'ObjectExpression') return
      for (const property of literal.properties) {
        if (property.type !== 'Property') continue
        if (property.key.type === 'Identifier') keys.push(property.key.name)
        if (property.key.type === 'Literal') keys.push(String(property.key.value))
      }
    },
  })
  return keys
}

test('finds a name that stands twice', () => {
  expect(repeated(['ack', 'note', 'ack'])).toEqual(['ack'])
})

describe('the verbs', () => {
  test('have names and aliases that are nobody else’s', () => {
    expect(repeated(verbs.flatMap(verb => [verb.name, ...verb.aliases]))).toEqual([])
  })

  test.each(verbs)('$name is lower-case and its usage starts with it', ({ name, aliases, usage }) => {
    for (const word of [name, ...aliases]) expect(word).toMatch(/^([a-z][a-z-]*|\?)$/)
    expect(usage.split(' ')[0]).toBe(name)
  })

  test.each(verbs)('$name says in one sentence what it does', ({ help }) => {
    expect(help).toMatch(/^[A-Z][^\n|]+\.$/)
  })
})

describe('the modals', () => {
  test('have callback ids that are nobody else’s', () => {
    expect(repeated(modals.map(modal => modal.callbackId))).toEqual([])
  })
})

describe('the buttons', () => {
  const ids = buttons.map(button => button.id)

  test('have ids that are nobody else’s', () => {
    expect(repeated(ids)).toEqual([])
  })

  test.each(Object.entries(ACTIONS))('hear %s', (_, id) => {
    expect(ids).toContain(id)
  })

  test('hear every role that can be taken and every status that can be moved to', () => {
    expect(ids).toEqual(expect.arrayContaining([...ROLES.map(takeRoleAction), ...ACTIVE_STATUSES.map(phaseAction)]))
  })
})

describe('the work', () => {
  const performed = Object.keys(performersFor({} as Workspace)) as WorkKind[]

  test('has a performer for every kind', () => {
    const effects = keysOf('src/domain/effects.ts', 'EFFECTS')
    const clock = keysOf('src/domain/work.ts', 'WHAT')
    expect(effects).toContain('open-channel')
    expect(clock).toContain('nudge-owner')
    expect([...performed].sort()).toEqual([...effects, ...clock].sort())
  })
})

describe('the roles', () => {
  test('are not called by each other’s names', () => {
    expect(repeated(ROLES.flatMap(role => [role, ...ROLE[role].aliases]))).toEqual([])
  })
})

describe('the formats of the review', () => {
  test('have ids and extensions that are nobody else’s', () => {
    expect(repeated(formats.map(format => format.id))).toEqual([])
    expect(repeated(formats.map(format => format.extension))).toEqual([])
  })
})
