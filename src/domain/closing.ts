import type { AudienceField } from './audience-policy.ts'
import { type Incident, record } from './incident.ts'
import { speaksOf, type VariableName, type Variables } from './templates.ts'
import { type Fact, isFact, type Stamp, type UpdateFields } from './timeline.ts'

/** What the end of an incident is told with: what fixed it, and whatever else somebody wrote. */
export interface Closing {
  readonly resolution: string
  readonly happened?: string | undefined
  readonly impact?: string | undefined
  readonly prevention?: string | undefined
  /** One promise each. */
  readonly promises?: readonly string[] | undefined
}

/** The fields of a closing notice besides what fixed it, in the order in which it is read. */
const CLOSING_FIELDS = ['happened', 'impact', 'prevention', 'promises'] as const satisfies readonly AudienceField[]

type Words = Pick<UpdateFields, (typeof CLOSING_FIELDS)[number]>

/** The same as fields of an update; what nobody wrote is not there. */
export function closingFields({ happened, impact, prevention, promises = [] }: Omit<Closing, 'resolution'>): Words {
  return {
    ...(happened ? { happened } : {}),
    ...(impact ? { impact } : {}),
    ...(prevention ? { prevention } : {}),
    ...(promises.length > 0 ? { promises: promises.join('\n') } : {}),
  }
}

/** Puts each promise on the record, so that it can be kept and told. */
export function promiseFollowUps(incident: Incident, promises: readonly string[], stamp: Stamp): Incident {
  const known = new Set(incident.timeline.filter(isFact('follow-up-promised')).map(fact => fact.text))
  return promises
    .filter((text, index) => !known.has(text) && promises.indexOf(text) === index)
    .reduce((latest, text) => record(latest, stamp, { type: 'follow-up-promised', text }), incident)
}

/** Lines of a list as people type them: without bullets, numbers and empty ones. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map(line => line.replace(/^\s*(?:[-*•–]|\d{1,2}[.)])\s+/u, '').trim())
    .filter(line => line !== '')
}

/**
 * What follows the first sentence of a closing notice: each field that this audience may see and, at the end, the
 * apology. What the audience's own template says already is not said again.
 */
export function closingParagraphs(
  template: string,
  given: {
    readonly variables: Variables
    readonly labelOf: (field: AudienceField) => string
  },
): { readonly label: string; readonly text: string }[] {
  const { variables, labelOf } = given
  const rest = (name: VariableName) => (speaksOf(template, name) ? '' : String(variables[name] ?? '').trim())
  return [
    // What this audience may not see is in no variable.
    ...CLOSING_FIELDS.map(field => ({ label: labelOf(field), text: rest(field) })),
    { label: '', text: rest('apology') },
  ].filter(({ text }) => text !== '')
}

/** What the last resolution said, while it stands. */
export function lastResolution({ status, timeline }: Incident): Fact<'resolved'> | undefined {
  return status === 'resolved' || status === 'closed' ? timeline.findLast(isFact('resolved')) : undefined
}
