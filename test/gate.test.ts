import { describe, expect, test } from 'vitest'
import { type Code, dottedName, parseCode, sourceUnder, visit } from './helpers/source.ts'

/** Views of messages that go to other places than the incident's channel, and other modules whose words are read there. */
const OUTSIDE_VIEWS = [
  'announcement',
  'digest',
  'direct',
  'found-people',
  'my-items',
  'respond',
  'review-reminder',
  'undelivered',
  'update',
  'verification',
].map(name => `src/slack/views/${name}.ts`)
const READ_OUTSIDE = [
  'src/slack/views/answers.ts',
  'src/slack/views/home.ts',
  'src/slack/views/incident-line.ts',
  'src/slack/views/item-line.ts',
  'src/slack/views/reviews.ts',
  'src/slack/views/similar.ts',
  'src/slack/commands/list.ts',
  'src/slack/views/figures.ts',
  'src/slack/commands/metrics.ts',
]
/** What vouches that something may be read outside, and who may say so. */
const MAKERS: Record<string, readonly string[]> = {
  forOutside: OUTSIDE_VIEWS,
  asInside: ['src/slack/clearance.ts'],
  asOutside: ['src/slack/clearance.ts'],
  // What somebody can do who may know of the incident and not read what is said in it: its words are not answered.
  findKnown: [
    'src/slack/actions/join.ts',
    'src/slack/actions/subscriptions.ts',
    'src/slack/actions/verification.ts',
    'src/slack/commands/verb.ts',
    'src/slack/modals/merge-target.ts',
    'src/slack/modals/verification.ts',
  ],
  meantKnown: ['catchup', 'findings', 'fixed', 'show', 'subscribe'].map(name => `src/slack/commands/${name}.ts`),
}
/** Who gets an incident without asking who wants it: they ask themselves, or answer nobody. */
const UNASKED = [
  'src/slack/commands/questions.ts',
  'src/slack/register.ts',
  'src/slack/request.ts',
  'src/slack/update-read.ts',
  'src/slack/update-ref.ts',
  'src/slack/work/deliver-review.ts',
  'src/slack/work/merged.ts',
]
/** The calls that put words before people, and where they are made. */
const SENDERS: Record<string, readonly string[]> = {
  'chat.': ['src/slack/messages.ts'],
  'files.info': ['src/slack/work/review-canvas.ts'],
  'files.': ['src/slack/work/deliver-review.ts'],
  'canvases.': ['src/slack/work/review-canvas.ts'],
  'conversations.canvases.': ['src/slack/work/review-canvas.ts'],
  'views.publish': ['src/slack/register.ts'],
}
const VOUCHED: Record<string, string> = {
  OutsideView: 'src/slack/outside.ts',
  InsidePlace: 'src/slack/outside.ts',
  OutsidePlace: 'src/slack/outside.ts',
  DisclosedIncident: 'src/domain/disclosure.ts',
  DisclosedName: 'src/domain/disclosure.ts',
  DisclosedCount: 'src/domain/disclosure.ts',
}

/** Ways around the gate: only it makes what the types ask for. */
function gateProblems(code: Code): string[] {
  const { path } = code
  const problems: string[] = []
  if (!path.startsWith('src/slack/') && !path.startsWith('src/domain/')) return problems
  visit(code, {
    ImportSpecifier({ imported }) {
      const name = imported.type === 'Identifier' ? imported.name : ''
      if (name === 'Incident' && [...OUTSIDE_VIEWS, ...READ_OUTSIDE].includes(path))
        problems.push(`${path} sees an incident and not what was disclosed of it`)
      if (Object.hasOwn(MAKERS, name) && !MAKERS[name]?.includes(path)) problems.push(`${path} vouches by ${name}`)
    },
    CallExpression({ callee, arguments: [method] }) {
      if (
        /(^|\.)incidents\.get$/.test(dottedName(callee) ?? '') &&
        path.startsWith('src/slack/') &&
        !UNASKED.includes(path)
      )
        problems.push(`${path} gets an incident without asking for whom`)
      if (!/(^|\.)call$/.test(dottedName(callee) ?? '') || method?.type !== 'Literal') return
      const [, places] = Object.entries(SENDERS).find(([prefix]) => String(method.value).startsWith(prefix)) ?? []
      if (places && !places.includes(path)) problems.push(`${path} calls ${method.value} past the gate`)
    },
    TSAsExpression({ typeAnnotation: type }) {
      const name = type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' ? type.typeName.name : ''
      if (Object.hasOwn(VOUCHED, name) && VOUCHED[name] !== path) problems.push(`${path} calls something ${name}`)
    },
  })
  return problems
}

const source = [...sourceUnder('src/slack'), ...sourceUnder('src/domain')]
const sample = (path: string, text: string) => parseCode(path, text)

describe('the gate between an incident and what is read outside its channel', () => {
  test('is gone through by whatever is read there', () => {
    expect(source.flatMap(gateProblems)).toEqual([])
    for (const path of [
      ...OUTSIDE_VIEWS,
      ...READ_OUTSIDE,
      ...Object.values(MAKERS).flat(),
      ...Object.values(SENDERS).flat(),
      ...UNASKED,
    ])
      expect(source.map(code => code.path)).toContain(path)
  })

  test.each([
    ['src/slack/views/announcement.ts', `import type { Incident } from '../../domain/incident.ts'`],
    ['src/slack/views/home.ts', `import type { Incident } from '../../domain/incident.ts'`],
    ['src/slack/views/card.ts', `import { forOutside } from '../outside.ts'`],
    ['src/slack/work/messages.ts', `import { asOutside } from '../outside.ts'`],
    ['src/slack/register.ts', `await client.call('chat.postMessage', { channel })`],
    ['src/slack/views/card.ts', `await client.call('chat.update', { channel })`],
    ['src/slack/commands/note.ts', `await client.call('files.completeUploadExternal', { channel_id })`],
    ['src/slack/views/card.ts', 'const x = y as OutsideView'],
    ['src/slack/open-incidents.ts', 'const x = incident as DisclosedIncident'],
    ['src/slack/commands/update.ts', `import { meantKnown } from './verb.ts'`],
    ['src/slack/actions/stakeholders.ts', `import { findKnown } from '../request.ts'`],
    ['src/slack/commands/note.ts', 'const incident = await request.app.incidents.get(id)'],
  ])('may not be passed by %s with %s', (path, text) => {
    expect(gateProblems(sample(path, text))).toHaveLength(1)
  })
})
