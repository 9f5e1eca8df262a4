import { AUDIENCES } from './audience-ids.ts'
import { audiences } from './audiences.ts'
import { describeMinutes } from './duration.ts'
import { describeSpan, type Policy, priorityOf } from './policy.ts'
import type { Priority, Severity, Urgency } from './priority.ts'

interface Choices {
  readonly severity: Severity
  readonly urgency: Urgency
  readonly category?: string | undefined
  readonly isPrivate: boolean
}

/** What declaring with these choices would mean: “acknowledge in 5 min, updates every 30 min to responders …”. */
export function previewPriority(policy: Policy, choices: Choices): { priority: Priority; meaning: string } {
  const priority = priorityOf(policy, choices.severity, choices.urgency)
  const told = AUDIENCES.filter(audience => {
    if (audience === 'responders') return true
    if (choices.isPrivate || (audience === 'legal' && choices.category !== 'security')) return false
    return policy.audiences[audience].channels.length > 0
  })
  const byCadence = new Map<number, string[]>()
  for (const audience of told) {
    const minutes = policy.audiences[audience].cadence[priority]
    if (minutes === null || minutes === undefined) continue
    byCadence.set(minutes, [...(byCadence.get(minutes) ?? []), audiences[audience].label.toLowerCase()])
  }
  const updates = [...byCadence].map(
    ([minutes, names]) => `updates every ${describeMinutes(minutes)} to ${list(names)}`,
  )
  const { acknowledge, resolve } = policy.targets[priority]
  const meaning = [
    `acknowledge in ${describeSpan(acknowledge)}`,
    ...(updates.length > 0 ? updates : ['no regular updates']),
    `resolve in ${describeSpan(resolve)}`,
  ].join(', ')
  return { priority, meaning }
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
