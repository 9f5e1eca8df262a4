import { type AudienceId, FOLLOWERS } from './audience-ids.ts'
import type { AudienceField } from './audience-policy.ts'
import { allowedFields, audienceLabel, audienceOf, destinations } from './audiences.ts'
import { compose, fieldLabel, type Rendering, writtenFields } from './compose.ts'
import type { Incident } from './incident.ts'
import { concat, type Said } from './moments.ts'
import type { Policy } from './policy.ts'
import type { Priority, Severity } from './priority.ts'
import { quietUntil } from './quiet-hours.ts'
import { shorten } from './shorten.ts'
import { type Status, statusLabel } from './status.ts'
import { type Fact, isFact, type UpdateFields } from './timeline.ts'
import { updatesOf } from './updates.ts'
import { momentSaid } from './wording.ts'

/** What a person changed for one audience, word for word. */
export type Wordings = Readonly<Partial<Record<AudienceId, string>>>

/** One audience's rendering before it is sent. */
export interface AudiencePreview {
  readonly audience: AudienceId
  readonly label: string
  /** Channels and people who will read it. */
  readonly places: readonly string[]
  readonly heading: string
  /** The paragraphs as they can be edited. */
  readonly text: string
  readonly next: Rendering['next']
  readonly marks: readonly Said[]
  /** What was filled in and is not for this audience. */
  readonly hidden: readonly string[]
  readonly tone: string | undefined
  /** Somebody wrote it for this audience alone. */
  readonly isOwn: boolean
  /** Longer than can be edited. */
  readonly isCut: boolean
}

/** A text field of Slack takes no more. */
const maxText = 3000

/** What each audience would read of this update. */
export function previewUpdate(
  update: Fact<'update-written'>,
  context: { incident: Incident; policy: Policy; correctedAt?: Date; followers?: readonly string[] },
): AudiencePreview[] {
  const { incident, policy, followers = [] } = context
  const audiences = followers.length > 0 ? [...new Set([...update.audiences, FOLLOWERS])] : update.audiences
  return audiences.map(audience => {
    const { heading, paragraphs, next, moments = {}, ...lines } = compose(audience, update, context)
    const said = (line: keyof typeof moments): Said | undefined => {
      const text = lines[line]
      return text === undefined ? undefined : { text, ...(moments[line] ? { moments: moments[line] } : {}) }
    }
    const text = paragraphs.map(({ label, text }) => (label ? `${label}\n${text}` : text)).join('\n\n')
    const allowed = allowedFields(audience, incident, policy)
    return {
      audience,
      label: audienceLabel(audience, policy),
      places: [...(update.channels[audience] ?? []), ...(audience === FOLLOWERS ? followers : [])],
      heading,
      text: shorten(text, maxText),
      next,
      marks: [
        said('consult'),
        said('footnote'),
        said('correction'),
        quietMark(audience, update, policy),
        unpromisedMark(update, next),
      ].flatMap(mark => mark ?? []),
      hidden: fieldsOf(update)
        .filter(field => !allowed.includes(field))
        .map(field => fieldLabel({}, field)),
      tone: audienceOf(audience, policy).tone,
      isOwn: update.wordings?.[audience] !== undefined,
      isCut: text.length > maxText,
    }
  })
}

/** What is filled in, as an audience is allowed it or not. */
function fieldsOf({ kind, status, fields }: Fact<'update-written'>): AudienceField[] {
  const { state, ...others } = fields
  const given = Object.entries(others).flatMap(([field, text]) => (text ? [field as keyof typeof others] : []))
  if (kind === 'report') return [...(state ? (['state'] as const) : []), ...given]
  return kind === 'final' && status === 'resolved' && state ? ['resolution', ...given] : given
}

/** That it will not be read at once. */
function quietMark(audience: AudienceId, update: Fact<'update-written'>, policy: Policy): Said | undefined {
  const own = audienceOf(audience, policy)
  const until = quietUntil(own, update.priority, update.at)
  return until && concat(['Waits until ', momentSaid(until, own), ': quiet hours'])
}

/** That nothing is said of a next update, where others read when theirs comes. */
function unpromisedMark({ kind, priority }: Fact<'update-written'>, next: Rendering['next']): Said | undefined {
  return kind === 'report' && !next ? { text: `No next update is promised: none is owed at ${priority}` } : undefined
}

/**
 * The audiences' own words after an edit: what is as it was shown stays the template's, and what was emptied becomes
 * the template's again.
 */
export function changedWordings(
  before: { shown: Wordings; own: Wordings },
  edited: Readonly<Record<AudienceId, string | undefined>>,
): Wordings {
  const own = new Map(Object.entries(before.own))
  for (const [audience, given] of Object.entries(edited)) {
    const text = given?.trim() ?? ''
    if (text === '') own.delete(audience)
    else if (own.has(audience) || !sameText(text, before.shown[audience] ?? '')) own.set(audience, text)
  }
  return Object.fromEntries(own)
}

/** Slack's clients send line ends and blanks at the edges back in their own way. */
function sameText(one: string, other: string): boolean {
  const even = (text: string) => text.replace(/\r\n?/gu, '\n').trim()
  return even(one) === even(other)
}

/** What decides, besides where they read, what each audience reads of an update. */
export interface Seen {
  /** The last update by a person, as its `seq`; 0 = none. */
  readonly update: number
  /** The last answer that goes into the next update, in the same way. */
  readonly answer: number
  readonly status: Status
  readonly severity: Severity
  readonly priority: Priority
  readonly service?: string | undefined
  readonly category?: string | undefined
  readonly isPrivate: boolean
}

/** What a preview was made from: when any of it is another by the time it is sent, the person looks again. */
export interface Basis extends Seen {
  readonly places: Readonly<Partial<Record<AudienceId, readonly string[]>>>
}

function lastByPerson(incident: Incident): Fact<'update-written'> | undefined {
  return updatesOf(incident).findLast(({ kind }) => kind === 'report' || kind === 'no-change')
}

export function seenOf(incident: Incident): Seen {
  const { status, severity, priority, service, category, isPrivate, timeline } = incident
  return {
    update: lastByPerson(incident)?.seq ?? 0,
    answer: timeline.filter(isFact('questions-answered')).findLast(({ inUpdate }) => inUpdate)?.seq ?? 0,
    ...{ status, severity, priority, service, category, isPrivate },
  }
}

export function basisOf(incident: Incident, policy: Policy): Basis {
  const places: Partial<Record<AudienceId, string[]>> = {}
  for (const { audience, to } of destinations(incident, policy)) places[audience] = [...(places[audience] ?? []), to]
  return { ...seenOf(incident), places }
}

/** What happened since: somebody else's update, and sentences about the rest. */
interface Changes {
  readonly overtakenBy: Fact<'update-written'> | undefined
  readonly sentences: readonly string[]
}

/** What is another now than when the preview was made; undefined = nothing that matters to who reads it. */
export function changedSince(basis: Basis, incident: Incident, policy: Policy): Changes | undefined {
  const now = basisOf(incident, policy)
  const overtakenBy = now.update > basis.update ? lastByPerson(incident) : undefined
  const [before, after] = [Object.keys(basis.places), Object.keys(now.places)]
  const names = (some: readonly AudienceId[]) => some.map(audience => audienceLabel(audience, policy)).join(', ')
  const gone = before.filter(audience => !after.includes(audience))
  const added = after.filter(audience => !before.includes(audience))
  const moved = after.filter(audience => before.includes(audience) && differs(basis, now, audience))
  const sentences = [
    ...(basis.status === now.status
      ? []
      : [`The incident is ${statusLabel(now.status)} now; it was ${statusLabel(basis.status)}.`]),
    ...(basis.priority === now.priority ? [] : [`It is ${now.priority} now; it was ${basis.priority}.`]),
    ...describedElse(basis, incident, policy),
    ...(basis.answer === now.answer ? [] : ['An answer to a question of its readers goes out with it now.']),
    ...(basis.isPrivate === now.isPrivate ? [] : [now.isPrivate ? 'It is private now.' : 'It is public now.']),
    ...(gone.length > 0 ? [`Reads it no longer: ${names(gone)}. What you wrote for them stays in your draft.`] : []),
    ...(added.length > 0 ? [`Reads it too now: ${names(added)}.`] : []),
    ...(moved.length > 0 ? [`Others read it now as ${names(moved)}.`] : []),
  ]
  return overtakenBy || sentences.length > 0 ? { overtakenBy, sentences } : undefined
}

/** What is another now that changes the words of an update, and which of its fields an audience may see. */
export function describedElse(before: Seen, now: Incident, { services, categories }: Policy): string[] {
  const named = (known: typeof services, id: string | undefined) =>
    id === undefined ? 'not set' : (known.find(one => one.id === id)?.label ?? id)
  return [
    ...(before.severity === now.severity ? [] : [`It is ${now.severity} now; it was ${before.severity}.`]),
    ...(before.service === now.service
      ? []
      : [`Its service is ${named(services, now.service)} now; it was ${named(services, before.service)}.`]),
    ...(before.category === now.category
      ? []
      : [`Its category is ${named(categories, now.category)} now; it was ${named(categories, before.category)}.`]),
  ]
}

function differs(before: Basis, now: Basis, audience: AudienceId): boolean {
  return [...(before.places[audience] ?? [])].sort().join() !== [...(now.places[audience] ?? [])].sort().join()
}

/** Whether what was to be sent under this key is a fact already. */
export function isSent(incident: Incident, requestId: string): boolean {
  return incident.timeline.some(fact => fact.requestId === requestId)
}

/** The fields that say something, without blanks around them. */
export function writtenOnly(
  fields: Readonly<Record<string, string | undefined>>,
  known: readonly (keyof UpdateFields)[] = writtenFields,
): UpdateFields {
  const said = known.flatMap(field => {
    const text = fields[field]?.trim()
    return text ? [[field, text] as const] : []
  })
  return { state: '', ...Object.fromEntries(said) }
}

/** The update of this number. */
export function updateNumbered(incident: Incident, seq: number): Fact<'update-written'> | undefined {
  return incident.timeline.filter(isFact('update-written')).find(update => update.seq === seq)
}
