import { addSpan, type Span } from './calendar.ts'
import { minuteMs } from './duration.ts'
import type { Incident } from './incident.ts'
import { MILESTONES, type Milestone, type MilestoneId, milestone } from './milestones.ts'
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

/** When something that was promised was first done, by the record: an SLA is not met by correcting a time. */
function recordedMoments(incident: Incident): Record<'acknowledged' | 'firstUpdate' | 'resolved', Date | undefined> {
  return {
    acknowledged: incident.acknowledgedAt,
    firstUpdate: firstUpdateAt(incident),
    resolved: incident.resolvedAt,
  }
}

/** What the clock posted is not what somebody was to write. */
function firstUpdateAt(incident: Incident): Date | undefined {
  return updatesOf(incident).find(({ kind }) => kind !== 'holding' && kind !== 'postponed')?.at
}

const firstUpdate = 'First update written'

/** The milestones in their order, as they were corrected. */
export function milestones(incident: Incident): Milestone[] {
  return MILESTONES.flatMap(id => {
    const own = milestone(incident, id)
    return id === 'acknowledged' ? [own, { label: firstUpdate, at: firstUpdateAt(incident) }] : [own]
  })
}

export interface Interval {
  readonly label: string
  readonly from: Milestone
  readonly to: Milestone
}

/** The times people compare, each with its start and its end. */
export function intervals(incident: Incident): Interval[] {
  const between = (label: string, from: MilestoneId, to: MilestoneId): Interval => ({
    label,
    from: milestone(incident, from),
    to: milestone(incident, to),
  })
  const written = { label: firstUpdate, at: firstUpdateAt(incident) }
  return [
    between('Time to detect', 'started', 'detected'),
    between('Time to acknowledge', 'declared', 'acknowledged'),
    { label: 'Time to first update', from: milestone(incident, 'declared'), to: written },
    between('Time to mitigate', 'declared', 'mitigated'),
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
export function attainments(incident: Incident, policy: Policy, now: Date): (Attainment & { readonly since: Date })[] {
  const at = recordedMoments(incident)
  const end = endedAt(incident, now)
  return CLOCKS.map(({ label, target: name, milestone }) => {
    const actualAt = at[milestone]
    const { priority, since } = priorityAt(incident, actualAt ?? end ?? now)
    const target = policy.targets[priority][name]
    if (!target) return { label, priority, target, since, dueAt: undefined, actualAt, outcome: 'not owed' }
    const dueAt = addSpan(since, target, policy.calendar)
    return { label, priority, target, since, dueAt, actualAt, outcome: outcomeOf({ dueAt, actualAt, end, now }) }
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
