import { RESPONDERS } from './audience-ids.ts'
import type { AudienceField } from './audience-policy.ts'
import { allowedFields, audienceOf, isConsulted } from './audiences.ts'
import { type Delivery, deliveriesOf } from './delivery.ts'
import { latest, minuteMs } from './duration.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { builtInTemplates, speaksOf } from './templates.ts'
import type { Fact } from './timeline.ts'
import { asRead, readAt } from './waiting.ts'

type Update = Fact<'update-written'>
interface Context {
  readonly incident: Incident
  readonly policy: Policy
}

/** How long a direct message waits for the channels in which its reader may read the same. */
const patienceMs = minuteMs

export function isPerson(place: string): boolean {
  return /^[UW]/.test(place)
}

/** The channels that have this update, and in which somebody of this audience reads no less than in a direct message. */
export function channelsWithAsMuch(
  update: Update,
  audience: Delivery['audience'],
  { incident, policy }: Context,
): string[] {
  return deliveriesOf(incident, update)
    .filter(({ state, channel }) => state === 'sent' && !isPerson(channel))
    .filter(one => saysAsMuch(update, { there: one.audience, directly: audience }, { incident, policy }))
    .flatMap(({ channel }) => (incident.isPrivate && channel !== incident.channel?.id ? [] : [channel]))
}

/**
 * When somebody is written to: after the channels in which they may read it, so that it is known whether they do. A
 * channel that Slack does not take it for holds them up for a minute and no longer.
 */
export function afterChannels(
  { fact, audience, channel, dueAt }: { fact: Update; audience: Delivery['audience']; channel: string; dueAt: Date },
  context: Context,
): Date {
  if (!isPerson(channel)) return dueAt
  const isAwaited = deliveriesOf(context.incident, fact).some(one => {
    if (one.state !== 'waiting' || isPerson(one.channel)) return false
    const readable = readAt(fact, one.audience, context)
    return (
      readable !== undefined &&
      readable <= dueAt &&
      saysAsMuch(fact, { there: one.audience, directly: audience }, context)
    )
  })
  return isAwaited ? (latest([dueAt, new Date(fact.recordedAt.getTime() + patienceMs)]) ?? dueAt) : dueAt
}

/** Whether a channel that reads as one audience has all that this update would say to somebody as another. */
function saysAsMuch(
  update: Update,
  { there, directly }: { there: Delivery['audience']; directly: Delivery['audience'] },
  { incident, policy }: Context,
): boolean {
  if (there === directly) return true
  // Words of their own are for them, whatever fields they are made of.
  if (update.wordings?.[there] !== update.wordings?.[directly]) return false
  if (isConsulted(directly, incident, policy) && there !== RESPONDERS && !isConsulted(there, incident, policy))
    return false
  const shown = shownFields(update, there, { incident, policy })
  const said = saidIn(asRead(update, directly, { incident, policy }), incident)
  return shownFields(update, directly, { incident, policy }).every(field => !said.has(field) || shown.includes(field))
}

/** What an audience may see, less what its own wording leaves out. */
function shownFields({ kind }: Update, audience: Delivery['audience'], { incident, policy }: Context): AudienceField[] {
  const { body, heading = builtInTemplates.heading } = audienceOf(audience, policy).templates ?? {}
  const texts = [heading, ...(body ?? []).map(({ text }) => text)]
  return allowedFields(audience, incident, policy).filter(field =>
    field === 'title' || (body && kind === 'report') ? texts.some(text => speaksOf(text, field)) : true,
  )
}

/** The fields in which an update has something to say. */
function saidIn({ kind, fields, status }: Update, incident: Incident): ReadonlySet<AudienceField> {
  const written = Object.entries(fields).flatMap(([field, text]) => (text?.trim() ? [field as AudienceField] : []))
  const state = kind === 'report' ? 'state' : kind === 'promise-kept' ? 'promises' : 'resolution'
  return new Set<AudienceField>([
    'title',
    ...written.map(field => (field === 'state' ? state : field)),
    ...(incident.summary.trim() ? (['summary'] as const) : []),
    ...(kind === 'final' && status === 'merged' ? (['actions'] as const) : []),
  ])
}
