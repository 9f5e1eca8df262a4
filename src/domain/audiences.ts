import { AUDIENCES, type AudienceId } from './audience-ids.ts'
import { addMinutes, describeInterval } from './duration.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { statusLabel } from './status.ts'
import type { Fact, UpdateFields } from './timeline.ts'

type Field = keyof UpdateFields

/** What one audience reads: the same update, only with what it may see. Plain text; the edge escapes and formats it. */
export interface Rendering {
  readonly heading: string
  readonly paragraphs: readonly { readonly label: string; readonly text: string }[]
  /** When the next update is promised. */
  readonly nextAt?: Date
  /** Said below the text, such as that nobody wrote this. */
  readonly footnote?: string
}

interface Audience {
  readonly label: string
  /** The fields that may reach this audience; nothing else is even handed to its rendering. */
  readonly fields: readonly Field[]
  /** The fields allowed while the category is security; absent = the same. */
  readonly securityFields?: readonly Field[]
  readonly fieldLabels: Partial<Record<Field, string>>
  readonly heading: (incident: HeadingFacts) => string
}

interface HeadingFacts {
  readonly id: string
  readonly title: string
  readonly service: string | undefined
  readonly status: string
  readonly priority: string
  readonly isOver: boolean
}

/** The only place that knows what each audience may see and how it is addressed. */
export const audiences: Record<AudienceId, Audience> = {
  responders: {
    label: 'Responders',
    fields: ['state', 'impact', 'actions', 'workaround', 'needs'],
    fieldLabels: {
      state: 'Conditions',
      impact: 'Impact',
      actions: 'Actions',
      workaround: 'Workaround',
      needs: 'Needs',
    },
    heading: i => `${i.id} update: ${i.title} (${i.priority}, ${i.status})`,
  },
  leadership: {
    label: 'Leadership',
    fields: ['state', 'impact', 'needs'],
    securityFields: ['impact', 'needs'],
    fieldLabels: { impact: 'Business impact', state: 'Where things stand', needs: 'What we need from you' },
    heading: i => `${i.id}: ${i.title} (${i.priority}, ${i.status})`,
  },
  support: {
    label: 'Support',
    fields: ['impact', 'workaround'],
    fieldLabels: { impact: 'What customers see', workaround: 'What to tell them' },
    heading: i => `${i.id}: ${i.service ?? 'A service'} (${i.status})`,
  },
  customers: {
    label: 'Customers',
    fields: ['impact', 'workaround'],
    fieldLabels: { impact: 'What you may notice', workaround: 'What you can do meanwhile' },
    heading: i =>
      `${i.service ?? 'Our service'}: ${i.isOver ? i.status.toLowerCase() : 'we are working on a disruption'}`,
  },
  legal: {
    label: 'Legal',
    fields: ['state', 'impact', 'actions'],
    fieldLabels: { state: 'Facts', impact: 'Data and people concerned', actions: 'What is being done' },
    heading: i => `${i.id}: ${i.title} (${i.status}), confidential`,
  },
}

/** The fields of an update that an audience may see for this incident, in the audience's order. */
export function allowedFields(audience: AudienceId, incident: Pick<Incident, 'category'>): readonly Field[] {
  const { fields, securityFields } = audiences[audience]
  return incident.category === 'security' ? (securityFields ?? fields) : fields
}

/** Where an audience reads about this incident. Private incidents stay in their own channel. */
export function audienceChannels(audience: AudienceId, incident: Incident, policy: Policy): readonly string[] {
  const own = incident.channel ? [incident.channel.id] : []
  if (audience === 'responders') return incident.isPrivate ? own : [...own, ...policy.audiences.responders.channels]
  if (incident.isPrivate) return []
  if (audience === 'legal' && incident.category !== 'security') return []
  return policy.audiences[audience].channels
}

/** The audiences that can be reached for this incident. */
export function reachableAudiences(incident: Incident, policy: Policy): AudienceId[] {
  return AUDIENCES.filter(audience => audienceChannels(audience, incident, policy).length > 0)
}

const AUTOMATIC = 'Posted automatically by Sitrep: nobody has written an update in time.'

/** One update as one audience may read it. */
export function compose(
  audience: AudienceId,
  update: Fact<'update-written'>,
  context: { incident: Incident; policy: Policy },
): Rendering {
  const { incident, policy } = context
  const { fieldLabels, heading } = audiences[audience]
  const status = statusLabel(update.status)
  const paragraphs = allowedFields(audience, incident).flatMap(field => {
    const text = update.fields[field]
    return text ? [{ label: fieldLabels[field] ?? field, text }] : []
  })
  return {
    heading: heading({
      id: incident.id,
      title: incident.title,
      service: policy.services.find(service => service.id === incident.service)?.label,
      status,
      priority: update.priority,
      isOver: update.kind === 'final',
    }),
    paragraphs:
      paragraphs.length > 0
        ? paragraphs
        : [{ label: 'Where things stand', text: standing(update, incident, audience) }],
    ...(update.nextInMinutes === undefined ? {} : { nextAt: addMinutes(update.at, update.nextInMinutes) }),
    ...(update.kind === 'holding' ? { footnote: AUTOMATIC } : {}),
  }
}

/** What can be said to anybody: the status and how long it has been going on. Never a guess about progress. */
function standing(update: Fact<'update-written'>, incident: Incident, audience: AudienceId): string {
  const since = describeInterval(incident.declaredAt, update.at)
  if (update.kind === 'final') return lastWord(update, audience)
  if (update.kind === 'no-change') return `We are still working on it and have no change to report, ${since} in.`
  return `This is still open. Status: ${statusLabel(update.status)}, ${since} since it was declared.`
}

function lastWord(update: Fact<'update-written'>, audience: AudienceId): string {
  if (update.status === 'cancelled') return 'This turned out not to be an incident. No further updates will follow.'
  if (update.status === 'merged') return 'This is handled together with another incident from now on.'
  return audience === 'customers'
    ? 'This is resolved. We are sorry for the disruption. Thank you for your patience.'
    : 'This is resolved.'
}
