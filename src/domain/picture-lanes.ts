import { audienceLabel, inOrder } from './audiences.ts'
import { tellings } from './communications.ts'
import { earliest, latest, minuteMs } from './duration.ts'
import { attainments, type Period } from './metrics.ts'
import type { Bar, Lane, Mark, PictureInput, Tone } from './picture.ts'
import type { Priority } from './priority.ts'
import { tenures } from './review-people.ts'
import { ROLE, ROLES } from './roles.ts'
import { type Status, statusLabel } from './status.ts'
import { isFact } from './timeline.ts'
import { updatesDue } from './updates.ts'

const STATUS_TONE: Record<Status, Tone> = {
  triage: 'warn',
  investigating: 'warn',
  fixing: 'busy',
  monitoring: 'info',
  resolved: 'good',
  closed: 'neutral',
  merged: 'neutral',
  cancelled: 'neutral',
}
const PRIORITY_TONE: Record<Priority, Tone> = { P1: 'bad', P2: 'warn', P3: 'info', P4: 'neutral' }

/** Changes one after another as stretches, each until the next; what follows at the same moment takes the place. */
function asBars(changes: readonly { at: Date; label: string; tone: Tone }[], { from, to }: Period): Bar[] {
  return changes.flatMap(({ at, label, tone }, index) => {
    const next = changes[index + 1]?.at ?? to
    const bar = { from: latest([at, from]) ?? at, to: earliest([next, to]) ?? to, label, tone }
    return bar.to > bar.from ? [bar] : []
  })
}

export function stateLanes({ incident }: PictureInput, range: Period): Lane[] {
  const statuses = incident.timeline.flatMap(fact => {
    const became = (status: Status) => [{ at: fact.at, label: statusLabel(status), tone: STATUS_TONE[status] }]
    if (fact.type === 'declared') return became('triage')
    if (fact.type === 'status-changed') return became(fact.to)
    if (fact.type === 'reopened') return became('investigating')
    if (fact.type === 'resolved' || fact.type === 'closed' || fact.type === 'merged' || fact.type === 'cancelled')
      return became(fact.type)
    return []
  })
  let severity = incident.timeline.find(isFact('declared'))?.severity ?? incident.severity
  const severities = incident.timeline.flatMap(fact => {
    if (fact.type === 'severity-changed') severity = fact.to
    if (fact.type !== 'declared' && fact.type !== 'severity-changed' && fact.type !== 'urgency-changed') return []
    return [{ at: fact.at, label: `${severity} · ${fact.priority}`, tone: PRIORITY_TONE[fact.priority] }]
  })
  return [
    { group: 'state', label: 'Status', bars: asBars(statuses, range), marks: [] },
    { group: 'state', label: 'Severity', bars: asBars(severities, range), marks: [] },
  ]
}

/** Each promise of the SLA: how long it took, where its target was, and what came after the target. */
export function clockLanes({ incident, policy, builtAt }: PictureInput, range: Period): Lane[] {
  return attainments(incident, policy, builtAt).flatMap(({ label, since, dueAt, actualAt, outcome }): Lane[] => {
    if (!dueAt) return []
    const end = actualAt ?? range.to
    const inTime = earliest([dueAt, end]) ?? end
    const bars: Bar[] = [
      {
        from: since,
        to: inTime,
        label: '',
        tone: outcome === 'met' ? 'good' : 'neutral',
      },
      { from: inTime, to: end, label: '', tone: 'bad' },
    ]
    return [
      {
        group: 'promises',
        label: `${label}: ${outcome}`,
        bars: bars.flatMap(bar => {
          const to = earliest([bar.to, range.to]) ?? range.to
          return to > bar.from ? [{ ...bar, to }] : []
        }),
        marks: dueAt <= range.to ? [{ at: dueAt, kind: 'target' }] : [],
      },
    ]
  })
}

/** What each audience was owed and what it got, and what it is owed next. */
export function updateLanes({ incident, policy }: PictureInput, range: Period): Lane[] {
  const all = tellings(incident, policy).filter(({ update }) => update.at <= range.to)
  const due = updatesDue(incident, policy).filter(({ at }) => at <= range.to)
  const audiences = inOrder([...new Set([...all, ...due].map(({ audience }) => audience))], policy)
  return audiences.map(audience => ({
    group: 'updates',
    label: audienceLabel(audience, policy),
    bars: [],
    marks: all
      .filter(telling => telling.audience === audience)
      .map(({ update, punctuality, dueAt, posted }): Mark => {
        // Where it got somewhere, when it first did: what was written in time may have come late.
        const sentAt = earliest(posted.map(one => one.at)) ?? update.at
        const at = earliest([sentAt, range.to]) ?? sentAt
        const isElsewhere =
          dueAt !== undefined && Math.abs(dueAt.getTime() - at.getTime()) >= minuteMs && dueAt <= range.to
        return { at, kind: punctuality, ...(isElsewhere ? { since: dueAt } : {}) }
      })
      .concat(due.filter(one => one.audience === audience).map(({ at }) => ({ at, kind: 'due' }))),
  }))
}

/** Who held which role; the tones alternate, so that a handover is seen. */
export function peopleLanes({ incident, names }: PictureInput, range: Period): Lane[] {
  const all = tenures(incident)
  return ROLES.flatMap(role => {
    const own = all.filter(tenure => tenure.role === role)
    const bars = own.map(({ user, from }, index) => ({
      at: from,
      label: names.user(user),
      tone: index % 2 === 0 ? ('info' as const) : ('neutral' as const),
    }))
    return own.length > 0
      ? [{ group: 'people' as const, label: ROLE[role].label, bars: asBars(bars, range), marks: [] }]
      : []
  })
}
