import { actionItems, openItems } from './action-items.ts'
import { howLong } from './communication-tables.ts'
import type { ReviewInput } from './compose-review.ts'
import type { Incident } from './incident.ts'
import { endedAt, timeInSeverity } from './metrics.ts'
import { type Milestone, milestone } from './milestones.ts'
import type { Policy } from './policy.ts'
import type { Block } from './review.ts'
import { reviewState } from './review-state.ts'
import { minute, type Text, told } from './review-text.ts'
import { statusLabel } from './status.ts'

/** How bad it was, how long, whose, and when: the head of the review, below its title. */
export function glance({ incident, policy, names, builtAt, talk }: ReviewInput): Block {
  const { severity, urgency, priority, roles } = incident
  const { owner, dueAt, publishedAt } = reviewState(incident, policy)
  const rows: readonly (readonly [string, Text | undefined])[] = [
    ['Status', statusLabel(incident.status)],
    ['Severity', severityAndWorst(incident, builtAt)],
    ['Priority', `${priority}, because ${severity} with urgency ${urgency} is ${priority}`],
    ['Lasted', lasted(incident, builtAt)],
    ['Action items', itemCount(incident)],
    ['Service', serviceLabel(incident, policy) ?? 'not set'],
    ['Category', categoryLabel(incident, policy) ?? 'not set'],
    ['Incident commander', roles.commander ? names.user(roles.commander) : 'nobody'],
    ['Reporter', names.user(incident.reporter)],
    ['Channel', incident.channel ? `#${incident.channel.name}` : 'none'],
    ...(['declared', 'acknowledged', 'resolved', 'closed'] as const).map(id => reached(milestone(incident, id))),
    ['Merged into', incident.mergedInto],
    ['Review due', dueAt && minute(dueAt)],
    ['Review by', owner === undefined ? undefined : names.user(owner)],
    ['Review published', publishedAt && minute(publishedAt)],
    [
      'Built',
      told`${minute(builtAt)}, from ${String(incident.timeline.length)} facts and ${String(talk.count)} messages`,
    ],
  ]
  return {
    kind: 'table',
    columns: ['What', 'Value'],
    rows: rows.flatMap(([what, value]) => (value === undefined ? [] : [[what, value]])),
  }
}

function severityAndWorst(incident: Incident, builtAt: Date): string {
  const [worst] = timeInSeverity(incident, builtAt)
  return worst && worst.severity !== incident.severity
    ? `${incident.severity}, at its worst ${worst.severity}`
    : incident.severity
}

/** From its declaration to the end that held. */
function lasted(incident: Incident, builtAt: Date): string {
  const end = milestone(incident, 'resolved').at ?? endedAt(incident, builtAt)
  const from = milestone(incident, 'declared').at ?? incident.declaredAt
  return end ? howLong(from, end) : `${howLong(from, builtAt)} so far`
}

function itemCount(incident: Incident): string {
  const all = actionItems(incident).length
  return all === 0 ? 'none yet' : `${all}, of these ${openItems(incident).length || 'none'} open`
}

/** As it was corrected; Milestones says by whom, and what was recorded. */
function reached({ label, at, correction }: Milestone): readonly [string, Text] {
  if (!at) return [label, 'not yet']
  return [label, correction ? told`${minute(at)}, corrected` : minute(at)]
}

export function serviceLabel({ service }: Pick<Incident, 'service'>, policy: Policy): string | undefined {
  return policy.services.find(one => one.id === service)?.label ?? service
}

function categoryLabel(incident: Incident, policy: Policy): string | undefined {
  const category = policy.categories.find(one => one.id === incident.category)
  const subcategory = category?.subcategories?.find(one => one.id === incident.subcategory)
  const parts = [category?.label ?? incident.category, subcategory?.label ?? incident.subcategory]
  return parts.filter(part => part !== undefined).join(' / ') || undefined
}
