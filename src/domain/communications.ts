import { adjustmentsOf } from './adjustments.ts'
import type { AudienceId } from './audience-ids.ts'
import { audienceOf, concerns, inOrder } from './audiences.ts'
import { deliveriesOf } from './delivery.ts'
import { earliest, latest, minuteMs } from './duration.ts'
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
  /** How many updates were due until this one was written: more than one where Sitrep was away. */
  readonly slots: number
  /** Whoever was to read it may not hear of it any more. */
  readonly isForNobody: boolean
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
      const isForNobody = own.length > 0 && own.every(({ state }) => state === 'dropped')
      const punctuality = isUnheard
        ? 'not delivered'
        : isForNobody
          ? 'not owed'
          : punctualityOf(update, { dueAt, lateAt })
      const slots = punctuality === 'automatic' ? slotsPassed(update, audience, dueAt) : 1
      return {
        update,
        audience,
        dueAt,
        punctuality,
        slots,
        isForNobody,
        lateAt,
        waitedUntil,
        posted,
        failed,
        skipped,
        corrected,
      }
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

function slotsPassed(update: Fact<'update-written'>, audience: AudienceId, dueAt: Date | undefined): number {
  const cadence = update.nextIn?.[audience] ?? update.nextInMinutes
  return dueAt && cadence ? 1 + Math.floor((update.at.getTime() - dueAt.getTime()) / (cadence * minuteMs)) : 1
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
  /** Updates that nobody wrote: one automatic update may stand for several. */
  readonly missed: number
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
    const reading = readingPeriods(audience, incident, { policy, until })
    const written = own.filter(({ update }) => update.kind !== 'holding' && update.kind !== 'postponed')
    return {
      audience,
      updates: own.length,
      automatic: own.filter(({ update }) => update.kind === 'holding').length,
      onTime: own.filter(telling => telling.punctuality === 'on time').length,
      owed: own.filter(telling => telling.punctuality !== 'not owed').reduce((sum, { slots }) => sum + slots, 0),
      missed: own.filter(({ update }) => update.kind === 'holding').reduce((sum, { slots }) => sum + slots, 0),
      late: own.filter(telling => telling.punctuality === 'late').length,
      latestByMinutes: Math.max(0, ...own.map(minutesLate)),
      undelivered: own.filter(telling => telling.punctuality === 'not delivered').length,
      longestSilence: longestGap(reading, heard(own), incident.declaredAt),
      longestWithoutReport: longestGap(reading, heard(written), incident.declaredAt),
    }
  })
}

/**
 * How long after it was due it was written or delivered, whoever wrote it; what is not owed, or was never there, is not late. Sitrep writes a
 * moment after the slot, as it is meant to.
 */
export function minutesLate({ punctuality, lateAt, dueAt }: Telling): number {
  if (!dueAt || !lateAt || punctuality === 'not owed' || punctuality === 'not delivered') return 0
  const late = lateAt.getTime() - dueAt.getTime()
  return punctuality === 'late' || late > ordinaryMs ? late / minuteMs : 0
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

/** The stretches in which an audience was to hear of it: from when it was brought in until it was left out. */
function readingPeriods(
  audience: AudienceId,
  incident: Incident,
  { policy, until }: { policy: Policy; until: Date },
): Period[] {
  const changes = adjustmentsOf(audience, incident.timeline)
  const hears = (seq: number) =>
    concerns(audience, { ...incident, timeline: incident.timeline.filter(fact => fact.seq <= seq) }, policy)
  // Who was told without being brought in by somebody has heard of it all along.
  const starts = [
    { at: incident.declaredAt, hears: changes.length === 0 || hears(0) },
    ...changes.map(({ at, seq }) => ({ at, hears: hears(seq) })),
  ]
  return activePeriods(incident, until).flatMap(period =>
    starts.flatMap((start, index) => {
      const from = latest([start.at, period.from]) ?? start.at
      const to = earliest([starts[index + 1]?.at ?? period.to, period.to]) ?? period.to
      return start.hears && from < to ? [{ from, to }] : []
    }),
  )
}

/** The longest stretch without one of these moments. */
function longestGap(periods: readonly Period[], heard: readonly Date[], fallback: Date): Period {
  const joined: Period[] = []
  for (const { from, to } of periods) {
    const last = joined.at(-1)
    const isGoingOn = last?.to.getTime() === from.getTime()
    joined.splice(isGoingOn ? -1 : joined.length, isGoingOn ? 1 : 0, { from: isGoingOn ? last.from : from, to })
  }
  const gaps = joined.flatMap(({ from, to }) => {
    const inside = heard.filter(at => at > from && at < to).sort((a, b) => a.getTime() - b.getTime())
    const starts = [from, ...inside]
    return starts.map((start, index) => ({ from: start, to: starts[index + 1] ?? to }))
  })
  const length = (gap: Period) => gap.to.getTime() - gap.from.getTime()
  const none = joined[0]?.from ?? fallback
  return gaps.reduce((longest, gap) => (length(gap) > length(longest) ? gap : longest), { from: none, to: none })
}
