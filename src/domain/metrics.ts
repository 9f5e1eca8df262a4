import { addSpan, type Span } from './calendar.ts'
import { minuteMs } from './duration.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { type Priority, SEVERITIES, type Severity } from './priority.ts'
import { isFact } from './timeline.ts'
import { updatesOf } from './updates.ts'

export interface Period {
  readonly from: Date
  readonly to: Date
}

/** The stretches in which somebody was to work on it: from declared or reopened to its end, or to `until`. */
export function activePeriods(incident: Incident, until: Date): Period[] {
  const periods: Period[] = []
  let from: Date | undefined = incident.declaredAt
  for (const fact of incident.timeline) {
    const isEnd = fact.type === 'resolved' || fact.type === 'cancelled' || fact.type === 'merged'
    if (isEnd && from) {
      periods.push({ from, to: fact.at })
      from = undefined
    }
    if (fact.type === 'reopened') from = fact.at
  }
  return from ? [...periods, { from, to: until }] : periods
}

/** When the last work on it ended; undefined while it is going on. */
export function endedAt(incident: Incident, until: Date): Date | undefined {
  const last = activePeriods(incident, until).at(-1)
  return last && last.to !== until ? last.to : undefined
}

/** Minutes that two stretches have in common. */
function overlapMinutes(a: Period, b: Period): number {
  const from = Math.max(a.from.getTime(), b.from.getTime())
  const to = Math.min(a.to.getTime(), b.to.getTime())
  return Math.max(0, to - from) / minuteMs
}

/** How long the incident was worked on in each severity that it had, worst first. */
export function timeInSeverity(incident: Incident, until: Date): { severity: Severity; minutes: number }[] {
  const first = incident.timeline.find(isFact('declared'))?.severity ?? incident.severity
  const changes = incident.timeline.filter(isFact('severity-changed'))
  const stretches = [
    { severity: first, from: incident.declaredAt },
    ...changes.map(c => ({ severity: c.to, from: c.at })),
  ]
  const active = activePeriods(incident, until)
  return SEVERITIES.flatMap(severity => {
    const own = stretches.flatMap(({ severity: at, from }, index) =>
      at === severity ? [{ from, to: stretches[index + 1]?.from ?? until }] : [],
    )
    const minutes = own.flatMap(stretch => active.map(period => overlapMinutes(stretch, period)))
    return own.length > 0 ? [{ severity, minutes: minutes.reduce((sum, one) => sum + one, 0) }] : []
  })
}

export interface Milestone {
  readonly label: string
  readonly at: Date | undefined
}

const MILESTONES = {
  declared: 'Declared',
  acknowledged: 'Acknowledged',
  firstUpdate: 'First update written',
  monitoring: 'Monitoring: a fix is in place and being checked',
  resolved: 'Resolved',
  closed: 'Closed',
} as const
type MilestoneId = keyof typeof MILESTONES

/** After a reopening, the earlier end is on the timeline and the milestone is the one that held. */
function moments(incident: Incident): Record<MilestoneId, Date | undefined> {
  return {
    declared: incident.declaredAt,
    acknowledged: incident.acknowledgedAt,
    // What the clock posted is not what somebody was to write.
    firstUpdate: updatesOf(incident).find(({ kind }) => kind !== 'holding' && kind !== 'postponed')?.at,
    monitoring: incident.timeline.filter(isFact('status-changed')).findLast(fact => fact.to === 'monitoring')?.at,
    resolved: incident.resolvedAt,
    closed: incident.closedAt,
  }
}

export function milestones(incident: Incident): Milestone[] {
  const at = moments(incident)
  return (Object.keys(MILESTONES) as MilestoneId[]).map(id => ({ label: MILESTONES[id], at: at[id] }))
}

export interface Interval {
  readonly label: string
  readonly from: Milestone
  readonly to: Milestone
}

/** The times people compare, each with its start and its end. */
export function intervals(incident: Incident): Interval[] {
  const at = moments(incident)
  const between = (label: string, from: MilestoneId, to: MilestoneId): Interval => ({
    label,
    from: { label: MILESTONES[from], at: at[from] },
    to: { label: MILESTONES[to], at: at[to] },
  })
  return [
    between('Time to acknowledge', 'declared', 'acknowledged'),
    between('Time to first update', 'declared', 'firstUpdate'),
    between('Time to monitoring', 'declared', 'monitoring'),
    between('Time to resolve', 'declared', 'resolved'),
    between('Time to close', 'resolved', 'closed'),
  ]
}

export type Outcome = 'met' | 'missed' | 'running' | 'ended before' | 'not owed'

/** A promise, and what became of it. */
export interface Attainment {
  readonly label: string
  readonly priority: Priority
  readonly target: Span | null
  readonly dueAt: Date | undefined
  readonly actualAt: Date | undefined
  readonly outcome: Outcome
}

/** The priority at a moment, and since when; what keeps the priority as it is does not restart its clocks. */
export function priorityAt(incident: Incident, moment: Date): { priority: Priority; since: Date } {
  const declared = incident.timeline.find(isFact('declared'))
  let current = { priority: declared?.priority ?? incident.priority, since: incident.declaredAt }
  for (const fact of incident.timeline) {
    if (fact.type !== 'severity-changed' && fact.type !== 'urgency-changed') continue
    if (fact.at <= moment && fact.priority !== current.priority) current = { priority: fact.priority, since: fact.at }
  }
  return current
}

const CLOCKS = [
  { label: 'Acknowledge', target: 'acknowledge', milestone: 'acknowledged' },
  { label: 'First update', target: 'firstUpdate', milestone: 'firstUpdate' },
  { label: 'Resolve', target: 'resolve', milestone: 'resolved' },
] as const

/**
 * What was promised and what was kept. The target is that of the priority when it was met (or now), counted from
 * the declaration, or from the change that brought this priority: the same rule by which updates fall due.
 */
export function attainments(incident: Incident, policy: Policy, now: Date): Attainment[] {
  const at = moments(incident)
  const end = endedAt(incident, now)
  return CLOCKS.map(({ label, target: name, milestone }) => {
    const actualAt = at[milestone]
    const { priority, since } = priorityAt(incident, actualAt ?? end ?? now)
    const target = policy.targets[priority][name]
    if (!target) return { label, priority, target, dueAt: undefined, actualAt, outcome: 'not owed' }
    const dueAt = addSpan(since, target, policy.calendar)
    return { label, priority, target, dueAt, actualAt, outcome: outcomeOf({ dueAt, actualAt, end, now }) }
  })
}

function outcomeOf(clock: {
  dueAt: Date
  actualAt: Date | undefined
  end: Date | undefined
  now: Date
}): Exclude<Outcome, 'not owed'> {
  if (clock.actualAt) return clock.actualAt <= clock.dueAt ? 'met' : 'missed'
  if (clock.dueAt < (clock.end ?? clock.now)) return 'missed'
  return clock.end ? 'ended before' : 'running'
}
