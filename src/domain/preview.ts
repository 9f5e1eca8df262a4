import { RESPONDERS } from './audience-ids.ts'
import { audienceIds, audienceOf, destinations } from './audiences.ts'
import { describeMinutes } from './duration.ts'
import { describeSpan, type Policy, priorityOf } from './policy.ts'
import type { Priority, Severity, Urgency } from './priority.ts'
import { enumerate } from './promises.ts'

interface Choices {
  readonly severity: Severity
  readonly urgency: Urgency
  readonly service?: string | undefined
  readonly category?: string | undefined
  readonly isPrivate: boolean
}

/** What declaring with these choices would mean: “acknowledge in 5 min, updates every 30 min to responders …”. */
export function previewPriority(policy: Policy, choices: Choices): { priority: Priority; meaning: string } {
  const priority = priorityOf(policy, choices.severity, choices.urgency)
  const reached = new Set(destinations({ ...choices, priority }, policy).map(one => one.audience))
  const told = audienceIds(policy).filter(audience => audience === RESPONDERS || reached.has(audience))
  const byCadence = new Map<number, string[]>()
  for (const audience of told) {
    const { cadence, label } = audienceOf(audience, policy)
    const minutes = cadence[priority]
    if (minutes === null || minutes === undefined) continue
    byCadence.set(minutes, [...(byCadence.get(minutes) ?? []), label])
  }
  const updates = [...byCadence].map(
    ([minutes, names]) => `updates every ${describeMinutes(minutes)} to ${enumerate(names)}`,
  )
  const { acknowledge, resolve } = policy.targets[priority]
  const meaning = [
    `acknowledge in ${describeSpan(acknowledge)}`,
    ...(updates.length > 0 ? updates : ['no regular updates']),
    `resolve in ${describeSpan(resolve)}`,
  ].join(', ')
  return { priority, meaning }
}
