import Mustache from 'mustache'
import type { AudienceField, AudiencePolicy } from './audience-policy.ts'
import { type Moment, markOf, placed, type Said, withoutMarks } from './moments.ts'
import { nearest } from './nearest.ts'
import type { Status } from './status.ts'

type Source = 'incident' | 'correction' | 'digest' | 'merge'

interface Variable {
  readonly what: string
  readonly example: string
  /** The field that an audience must be allowed to see; absent = anybody may. */
  readonly field?: AudienceField
  /** Where it can be said; absent = about an incident. */
  readonly in?: Source
}

/** Everything that a template can say. `docs/templates.md` is made from this. */
export const VARIABLES = {
  id: { what: 'The incident’s number', example: 'INC-42' },
  title: { what: 'Its title', example: 'Checkout fails for cards', field: 'title' },
  summary: { what: 'What was said when declaring', example: 'Every third payment is refused.', field: 'summary' },
  service: { what: 'Name of its service; empty while not set', example: 'Checkout and payments' },
  category: { what: 'Name of its category; empty while not set', example: 'Software' },
  status: { what: 'Its status, as this audience calls it', example: 'We are working on a fix' },
  statusInText: { what: 'The same for the middle of a sentence', example: 'we are working on a fix' },
  priority: { what: 'Its priority', example: 'P1' },
  severity: { what: 'Its severity', example: 'SEV2' },
  state: { what: 'Where things stand', example: 'Rolling back release 812.', field: 'state' },
  impact: { what: 'What people notice', example: 'One in three payments is refused.', field: 'impact' },
  actions: { what: 'What is being done', example: 'Rolling back to 811.', field: 'actions' },
  workaround: { what: 'How people get by meanwhile', example: 'Pay by invoice.', field: 'workaround' },
  needs: { what: 'What is needed from the reader', example: 'A decision on refunds.', field: 'needs' },
  resolution: { what: 'What fixed it; empty until then', example: 'Rolled back release 812.', field: 'resolution' },
  prevention: {
    what: 'What is done so that it does not happen again; empty until it is written',
    example: 'Releases are tried on one region first.',
    field: 'prevention',
  },
  happened: {
    what: 'What happened, in plain words; empty until it is written',
    example: 'A release broke the exchange with the payment provider.',
    field: 'happened',
  },
  promises: {
    what: 'What is promised to be done later, one a line; empty when nothing is',
    example: 'A second payment provider by May.',
    field: 'promises',
  },
  promise: { what: 'What is done now that was promised', example: 'A second payment provider', field: 'promises' },
  promisedOn: { what: 'The day on which it was promised', example: '3 March' },
  mergedInto: { what: 'The incident that it was merged into', example: 'INC-40', field: 'actions' },
  since: { what: 'How long ago it was declared', example: '1 h 15 min' },
  nextAt: { what: 'When the next update comes; empty when none is promised', example: '2026-03-02 11:30 UTC' },
  nextIn: { what: 'How long that is from the update', example: '30 min' },
  insteadOf: {
    what: 'When it was promised before; only in the message that puts it off',
    example: '2026-03-02 11:10 UTC',
  },
  isOver: { what: 'True in the last update', example: 'yes or no' },
  isAutomatic: { what: 'True when nobody has written this update', example: 'yes or no' },
  apology: { what: 'The audience’s `closing.apology`', example: 'We are sorry for the disruption.' },
  correctedAt: { what: 'When it was corrected', example: '2026-03-02 11:42 UTC', in: 'correction' },
  into: { what: 'The incident as which it goes on', example: 'INC-40', in: 'merge' },
  intoTitle: { what: 'That one’s title', example: 'Payments fail', field: 'title', in: 'merge' },
  intoStatus: {
    what: 'That one’s status, for the middle of a sentence',
    example: 'we are working on a fix',
    in: 'merge',
  },
  count: { what: 'How many incidents are in the digest', example: '3', in: 'digest' },
} as const satisfies Record<string, Variable>
export type VariableName = keyof typeof VARIABLES

/** The field that an audience must be allowed to see for a variable to be there. */
export function fieldOf(name: VariableName): AudienceField | undefined {
  const variable: Variable = VARIABLES[name]
  return variable.field
}

/** The values for one template; a name that is not there renders as nothing. */
export type Variables = Readonly<Partial<Record<VariableName, string | boolean | Moment>>>

/** The wording of audiences that say nothing else. Everything Sitrep says to an audience by itself is here and below. */
export const builtInTemplates = {
  heading:
    '{{id}} {{#title}}{{title}}{{/title}}{{^title}}{{service}}{{^service}}A service{{/service}}{{/title}}: {{statusInText}} ({{priority}})',
  standing: 'We have been working on it for {{since}}.',
  noChange: 'We are still working on it and have no change to report, {{since}} in.',
  holding: 'We are still working on it and have no news to share yet, {{since}} in.',
  postponed: 'We need more time for the next update{{#insteadOf}}, which was promised for {{insteadOf}}{{/insteadOf}}.',
  closing: {
    resolved: '{{resolution}}{{^resolution}}This is resolved.{{/resolution}}',
    cancelled: 'This turned out not to be an incident. No further updates will follow.',
    merged:
      'This is handled {{#mergedInto}}as {{mergedInto}}{{/mergedInto}}{{^mergedInto}}together with another incident{{/mergedInto}} from now on.',
  },
  promiseKept: '{{#promise}}What we promised on {{promisedOn}} is done: {{promise}}{{/promise}}',
  reviewPublished: 'The post-incident review is published. What you may read of it is in this thread.',
  automatic: 'This message was sent automatically.',
  next: 'Next update',
  consult: 'We would like your view: answer below.',
  asked: 'Asked and answered',
  correction: 'Corrected {{correctedAt}}',
  began: '{{id}} {{#title}}{{title}} {{/title}}({{priority}}): {{status}}',
  goesOn: '{{id}} goes on as {{into}}{{#intoTitle}} {{intoTitle}}{{/intoTitle}}',
  wentOn: '{{id}} was handled as {{into}}{{#intoTitle}} {{intoTitle}}{{/intoTitle}}, and is over now: {{intoStatus}}',
  digestHeading: 'Updates on {{count}} incidents',
} as const

/** What a status is called where people do not work on the incident; it stands in a heading too, behind a colon. */
export const builtInStatusLabels: Readonly<Record<Status, string>> = {
  triage: 'We are looking into it',
  investigating: 'We are looking for the cause',
  fixing: 'We are working on a fix',
  monitoring: 'A fix is in place and we are watching it',
  resolved: 'Resolved',
  closed: 'Resolved',
  merged: 'Now handled together with another incident',
  cancelled: 'Not an incident after all',
}

/** The text of a template, with its moments in words. */
export function render(template: string, variables: Variables): string {
  return say(template, variables).text
}

/** The text of a template. What people typed is put in as it is and never read as a template or a moment. */
export function say(template: string, variables: Variables): Said {
  const moments: Moment[] = []
  // Without a prototype there is nothing to find but what is put in.
  const view: Record<string, string | boolean> = Object.create(null)
  for (const [name, value] of Object.entries(variables)) {
    if (typeof value === 'object') view[name] = markOf(moments.push(value) - 1)
    else view[name] = typeof value === 'string' ? withoutMarks(value) : value
  }
  return placed(Mustache.render(withoutMarks(template), view, undefined, { escape: String }).trim(), moments)
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** Each value in its own direction, so that brackets and numbers around a title in Hebrew stay where the template has them. */
export function isolated(variables: Variables): Variables {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      typeof value === 'string' && rightToLeft.test(value) ? `\u2068${value}\u2069` : value,
    ]),
  )
}

/** Whether a template speaks of a variable. */
export function speaksOf(template: string, name: VariableName): boolean {
  return new RegExp(`\\{\\{[{&#^]?\\s*${name}\\s*\\}`).test(template)
}

/** What is wrong with a template, in words; empty when nothing is. */
export function templateProblems(template: string, { fields, from }: Allowed): string[] {
  let tokens: readonly Token[]
  try {
    tokens = Mustache.parse(template) as readonly Token[]
  } catch (error) {
    return [`cannot be read: ${error instanceof Error ? error.message : String(error)}`]
  }
  const problems = tokens.flatMap(token => tokenProblems(token, { fields, from }))
  return [...new Set(problems)]
}

interface Allowed {
  readonly fields: readonly AudienceField[]
  readonly from: Source
}

/** Kind, what stands between the braces, where it starts and ends, and what lies inside. */
type Token = readonly [kind: string, value: string, start: number, end: number, inside?: readonly Token[]]

function tokenProblems([kind, name, , , inside]: Token, allowed: Allowed): string[] {
  if (kind === 'text' || kind === '!') return []
  if (kind === '>') return [`{{> ${name}}} would include another template, which there is not`]
  if (kind === '=') return ['the braces cannot be replaced by something else']
  const own = nameProblem(name, allowed)
  return [...(own ? [own] : []), ...(Array.isArray(inside) ? inside : []).flatMap(one => tokenProblems(one, allowed))]
}

function nameProblem(name: string, { fields, from }: Allowed): string | undefined {
  const variable: Variable | undefined = Object.hasOwn(VARIABLES, name) ? VARIABLES[name as VariableName] : undefined
  if (!variable) {
    const near = nearest(name, Object.keys(VARIABLES))
    return `there is no variable {{${name}}}${near ? `; did you mean {{${near}}}?` : '; docs/templates.md lists them'}`
  }
  const place = variable.in ?? 'incident'
  // A digest is about several incidents; a corrected update is still about one.
  if (place !== from && !(place === 'incident' && from !== 'digest'))
    return `{{${name}}} means nothing here: it belongs to ${PLACES[place]}`
  if (variable.field && !fields.includes(variable.field))
    return `{{${name}}} says what this audience may not see; add ${variable.field} to its fields, or leave it out`
  return undefined
}

const PLACES: Record<Source, string> = {
  incident: 'the update of one incident',
  correction: 'the mark of a correction',
  digest: 'the heading of a digest',
  merge: 'the word as what an incident goes on',
}

type Templates = NonNullable<AudiencePolicy['templates']>

/** Every template that an audience has of its own, with its place and what it can speak of. */
export function ownTemplates(templates: Templates = {}): { path: (string | number)[]; text: string; from: Source }[] {
  const { body = [], closing = {}, ...simple } = templates
  const own = (path: (string | number)[], text: string | undefined, from: Source = 'incident') =>
    text === undefined ? [] : [{ path, text, from }]
  return [
    ...Object.entries(simple).flatMap(([name, text]) => own([name], text, PLACE_OF[name])),
    ...body.flatMap(({ label, text }, index) => [
      ...own(['body', index, 'label'], label),
      ...own(['body', index, 'text'], text),
    ]),
    ...Object.entries(closing).flatMap(([end, text]) => own(['closing', end], text)),
  ]
}

const PLACE_OF: Readonly<Record<string, Source>> = {
  correction: 'correction',
  digestHeading: 'digest',
  goesOn: 'merge',
  wentOn: 'merge',
}
