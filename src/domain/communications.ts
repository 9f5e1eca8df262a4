import type { AudienceId } from './audience-ids.ts'
import { audienceOf, inOrder } from './audiences.ts'
import { deliveriesOf } from './delivery.ts'
import { earliest, minuteMs } from './duration.ts'
import type { Incident } from './incident.ts'
import { activePeriods, type Period, priorityAt } from './metrics.ts'
import type { Policy } from './policy.ts'
import { wasPrivate } from './privacy.ts'
import { questionGroups } from './questions.ts'
import { quietUntil } from './quiet-hours.ts'
import type { SkipReason } from './skipped.ts'
import { type Fact, isFact } from './timeline.ts'
import { updatesDue, updatesOf } from './updates.ts'

/** `automatic` is a slot that nobody wrote for: what went out then was Sitrep's own. `put off` is one that was snoozed. */
type Punctuality = 'on time' | 'late' | 'automatic' | 'put off' | 'not delivered' | 'not owed'

/** One update for one audience: who was told what, when, and whether it was in time. */
export interface Telling {
  readonly update: Fact<'update-written'>
  readonly audience: AudienceId
  readonly dueAt: Date | undefined
  readonly punctuality: Punctuality
  /** When it was there for them, if that was late: when it was written or, where the delivery took long, read. */
  readonly lateAt: Date | undefined
  /** When the audience's quiet hours ended, if it was written in them. */
  readonly waitedUntil: Date | undefined
  readonly posted: readonly { readonly channel: string; readonly at: Date }[]
  readonly failed: readonly { readonly channel: string; readonly reason: string }[]
  /** Who was to read it and was left out when it went out. */
  readonly skipped: readonly { readonly channel: string; readonly reason: SkipReason }[]
  /** When the update was corrected, everywhere that it had been sent to. */
  readonly corrected: readonly Date[]
}

/** Between an update’s being written and its being there, on an ordinary day. */
const ordinaryMs = minuteMs

/** Every update with what was owed at the time, as the clock saw it then; what is on its way counts until `until`. */
export function tellings(incident: Incident, policy: Policy, until?: Date): Telling[] {
  return updatesOf(incident).flatMap(update => {
    const due = dueBefore(incident, update, policy)
    const deliveries = deliveriesOf(incident, update)
    const told = new Set([...update.audiences, ...deliveries.map(({ audience }) => audience)])
    const corrected = correctionsOf(incident, update)
    return inOrder([...told], policy).map(audience => {
      const own = deliveries.filter(one => one.audience === audience)
      const posted = own.flatMap(({ channel, at }) => (at ? [{ channel, at }] : []))
      const failed = own.flatMap(({ channel, state, reason }) =>
        state === 'failed' && reason !== undefined ? [{ channel, reason }] : [],
      )
      const skipped = own.flatMap(one => (one.skipped ? [{ channel: one.channel, reason: one.skipped }] : []))
      const dueAt = due.get(audience)
      const waitedUntil = quietUntil(audienceOf(audience, policy), update.priority, update.at)
      const isOnItsWay = posted.length === 0 && own.some(({ state }) => state === 'waiting')
      const heardAt = earliest(posted.map(({ at }) => at)) ?? (isOnItsWay ? until : undefined)
      const lateAt = dueAt && lateSince(update.at, { dueAt, heardAt, waitedUntil })
      const isUnheard = posted.length === 0 && failed.length > 0
      const punctuality = isUnheard ? 'not delivered' : punctualityOf(update, { dueAt, lateAt })
      return { update, audience, dueAt, punctuality, lateAt, waitedUntil, posted, failed, skipped, corrected }
    })
  })
}

/** The first place counts; what quiet hours or the ordinary time of a delivery make of it is nobody’s delay. */
function lateSince(
  writtenAt: Date,
  { dueAt, heardAt, waitedUntil }: { dueAt: Date; heardAt: Date | undefined; waitedUntil: Date | undefined },
): Date | undefined {
  const expected = Math.max(dueAt.getTime(), writtenAt.getTime(), waitedUntil?.getTime() ?? 0)
  if (heardAt && heardAt.getTime() > expected + ordinaryMs) return heardAt
  return writtenAt > dueAt ? writtenAt : undefined
}

/** When each audience was to hear next, asked of the facts before this update. */
function dueBefore(incident: Incident, update: Fact<'update-written'>, policy: Policy): Map<AudienceId, Date> {
  const timeline = incident.timeline.filter(fact => fact.seq < update.seq)
  const before: Incident = {
    ...incident,
    timeline,
    // Also before the closing update, which is written with the resolution: it answers what was owed until then.
    status: 'investigating',
    priority: priorityAt({ ...incident, timeline }, update.at).priority,
    isPrivate: wasPrivate(timeline),
  }
  return new Map(updatesDue(before, policy).map(due => [due.audience, due.at]))
}

function punctualityOf(
  { kind }: Fact<'update-written'>,
  { dueAt, lateAt }: { dueAt: Date | undefined; lateAt: Date | undefined },
): Punctuality {
  if (kind === 'holding') return 'automatic'
  if (kind === 'postponed') return 'put off'
  if (!dueAt || kind === 'promise-kept' || kind === 'review-published') return 'not owed'
  return lateAt ? 'late' : 'on time'
}

function correctionsOf(incident: Incident, update: Fact<'update-written'>): Date[] {
  return incident.timeline
    .filter(isFact('update-corrected'))
    .filter(fact => fact.update === update.seq)
    .map(({ at }) => at)
}

/** How well one audience was kept informed. */
export interface Reach {
  readonly audience: AudienceId
  readonly updates: number
  readonly automatic: number
  readonly onTime: number
  /** Updates that were owed: those on time, late, and missed. */
  readonly owed: number
  readonly late: number
  /** How late the latest of them was. */
  readonly latestByMinutes: number
  /** Updates that reached nobody. */
  readonly undelivered: number
  readonly longestSilence: Period
  /** The same without what Sitrep posted by itself. */
  readonly longestWithoutReport: Period
}

export function reachByAudience(incident: Incident, policy: Policy, until: Date): Reach[] {
  const all = tellings(incident, policy, until)
  const told = [...new Set(all.map(telling => telling.audience))]
  return inOrder(told, policy).map(audience => {
    const own = all.filter(telling => telling.audience === audience)
    const heard = (some: readonly Telling[]) => some.flatMap(telling => telling.posted.map(post => post.at))
    const written = own.filter(({ update }) => update.kind !== 'holding' && update.kind !== 'postponed')
    return {
      audience,
      updates: own.length,
      automatic: own.filter(({ update }) => update.kind === 'holding').length,
      onTime: own.filter(telling => telling.punctuality === 'on time').length,
      owed: own.filter(telling => telling.punctuality !== 'not owed').length,
      late: own.filter(telling => telling.punctuality === 'late').length,
      latestByMinutes: Math.max(0, ...own.map(minutesLate)),
      undelivered: own.filter(telling => telling.punctuality === 'not delivered').length,
      longestSilence: longestGap(incident, heard(own), until),
      longestWithoutReport: longestGap(incident, heard(written), until),
    }
  })
}

/** 0 unless a person wrote it, and it was written or delivered after it was due. */
export function minutesLate({ punctuality, lateAt, dueAt }: Telling): number {
  return punctuality === 'late' && dueAt && lateAt ? (lateAt.getTime() - dueAt.getTime()) / minuteMs : 0
}

/** What one audience asked back, and what came of it. */
export interface Asking {
  readonly audience: AudienceId
  readonly asked: number
  readonly answered: number
  readonly declined: number
  readonly open: number
}

export function askingByAudience(incident: Incident, policy: Policy): Asking[] {
  const questions = questionGroups(incident).flatMap(group =>
    group.questions.map(({ audience }) => ({ audience, outcome: group.settled?.type })),
  )
  const audiences = [...new Set(questions.map(({ audience }) => audience))]
  return inOrder(audiences, policy).map(audience => {
    const own = questions.filter(question => question.audience === audience)
    const count = (outcome: (typeof own)[number]['outcome']) => own.filter(one => one.outcome === outcome).length
    return {
      audience,
      asked: own.length,
      answered: count('questions-answered'),
      declined: count('questions-declined'),
      open: count(undefined),
    }
  })
}

/** The longest stretch without one of these moments while the incident was going on. */
function longestGap(incident: Incident, heard: readonly Date[], until: Date): Period {
  const gaps = activePeriods(incident, until).flatMap(({ from, to }) => {
    const inside = heard.filter(at => at > from && at < to).sort((a, b) => a.getTime() - b.getTime())
    const starts = [from, ...inside]
    return starts.map((start, index) => ({ from: start, to: starts[index + 1] ?? to }))
  })
  const length = (gap: Period) => gap.to.getTime() - gap.from.getTime()
  return gaps.reduce((longest, gap) => (length(gap) > length(longest) ? gap : longest), {
    from: incident.declaredAt,
    to: incident.declaredAt,
  })
}
