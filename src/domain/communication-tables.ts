import { audienceLabel } from './audiences.ts'
import { minutesLate, type Reach, reachByAudience, type Telling, tellings } from './communications.ts'
import type { Names } from './describe-event.ts'
import { describeMinutes, minuteMs } from './duration.ts'
import type { Incident } from './incident.ts'
import type { Period } from './metrics.ts'
import type { Policy } from './policy.ts'
import type { Block } from './review.ts'
import { beside, joined, minute, type Text, told } from './review-text.ts'
import { SKIPPED } from './skipped.ts'

interface Input {
  readonly incident: Incident
  readonly policy: Policy
  readonly names: Names
  readonly builtAt: Date
}

/** The time between two moments in words; what took seconds took some time. */
export function howLong(from: Date, to: Date): string {
  const minutes = (to.getTime() - from.getTime()) / minuteMs
  return minutes > 0 && minutes < 1 ? 'under 1 min' : describeMinutes(minutes)
}

/** “42 min (from 2026-03-02 10:30 UTC)”. */
function describePeriod({ from, to }: Period): Text {
  return told`${howLong(from, to)} (from ${minute(from)})`
}

/** What a kind of update is called in a document. */
const UPDATE_KIND = {
  report: 'Update',
  'no-change': 'No change',
  holding: 'Automatic',
  postponed: 'Put off',
  final: 'Closing update',
  'promise-kept': 'Promise kept',
  'review-published': 'Review published',
} as const

/** How well each audience was kept informed. */
export function reachTable({ incident, policy, builtAt }: Omit<Input, 'names'>): Block {
  const reach = reachByAudience(incident, policy, builtAt)
  if (reach.length === 0) return { kind: 'paragraph', text: 'No audience was told anything.' }
  return {
    kind: 'table',
    columns: [
      'Audience',
      'Updates',
      'On time',
      'Late',
      'Automatic',
      'Not delivered',
      'Longest silence',
      'Longest without a written update',
    ],
    rows: reach.map(one => [
      audienceLabel(one.audience, policy),
      String(one.updates),
      one.owed === 0 ? 'none owed' : `${one.onTime} of ${one.owed} (${share(one)})`,
      lateOnes(one),
      one.missed > one.automatic ? `${one.automatic} (for ${one.missed} that were due)` : String(one.automatic),
      String(one.undelivered),
      describePeriod(one.longestSilence),
      describePeriod(one.longestWithoutReport),
    ]),
  }
}

/** What nobody wrote is not counted as late; what stood for it may have come late all the same. */
function lateOnes({ late, latestByMinutes }: Reach): string {
  if (latestByMinutes === 0) return String(late)
  const by = `by up to ${describeMinutes(Math.max(1, latestByMinutes))}`
  return late > 0 ? `${late}, ${by}` : `0; automatic ones ${by}`
}

/** “83 %”: never 100 while one is missing, never 0 while one was in time. */
export function share({ onTime, owed }: { readonly onTime: number; readonly owed: number }): string {
  const percent = Math.round((100 * onTime) / owed)
  if (onTime === owed || onTime === 0) return `${percent} %`
  return `${Math.min(99, Math.max(1, percent))} %`
}

/** Who was told what, where and when, whether it was in time, and whether it was corrected. A day is named once a row. */
export function messageTable({ incident, policy, names, builtAt }: Input): Block {
  const all = tellings(incident, policy, builtAt)
  if (all.length === 0) return { kind: 'paragraph', text: 'No update was written.' }
  const isAnyCorrected = all.some(({ corrected }) => corrected.length > 0)
  return {
    kind: 'table',
    columns: [
      ...['Audience', 'Where', 'Promised', 'Written', 'Sent', 'Kind', 'By', 'In time'],
      ...(isAnyCorrected ? ['Corrected'] : []),
    ],
    rows: all.flatMap(telling =>
      destinationsOf(telling, names).map(({ where, sent }) => [
        audienceLabel(telling.audience, policy),
        where,
        telling.dueAt ? minute(telling.dueAt) : 'not due',
        telling.dueAt ? beside(telling.update.at, telling.dueAt) : minute(telling.update.at),
        sent,
        kindOf(telling.update, incident),
        telling.update.by === 'sitrep' ? 'Sitrep' : names.user(telling.update.by),
        inTime(telling),
        ...(isAnyCorrected
          ? [
              joined(
                telling.corrected.map(at => beside(at, telling.update.at)),
                ', ',
              ),
            ]
          : []),
      ]),
    ),
  }
}

/** What was put off stands with until when, and why. */
function kindOf(update: Telling['update'], { timeline }: Incident): Text {
  const snoozed = timeline.findLast(fact => fact.type === 'update-snoozed' && fact.seq < update.seq)
  return update.kind === 'postponed' && snoozed?.type === 'update-snoozed'
    ? told`${UPDATE_KIND.postponed} until ${beside(snoozed.until, update.at)}: ${snoozed.reason}`
    : UPDATE_KIND[update.kind]
}

function destinationsOf(
  { update, posted, failed, skipped, waitedUntil }: Telling,
  names: Names,
): { where: string; sent: Text }[] {
  const place = (id: string) => (/^[UW]/.test(id) ? names.user(id) : names.channel(id))
  const all = [
    ...posted.map(({ channel, at }) => ({ where: place(channel), sent: beside(at, update.at) })),
    ...failed.map(({ channel, reason }) => ({ where: place(channel), sent: `could not be sent (${reason})` })),
    ...skipped.map(({ channel, reason }) => ({ where: place(channel), sent: `not told: ${SKIPPED[reason]}` })),
  ]
  const sent = waitedUntil ? told`quiet hours until ${beside(waitedUntil, update.at)}` : 'not yet'
  return all.length > 0 ? all : [{ where: 'nowhere yet', sent }]
}

function inTime(telling: Telling): string {
  const late = minutesLate(telling)
  if (late > 0) {
    const by = `late by ${describeMinutes(Math.max(1, late))}`
    if (telling.punctuality === 'automatic' && telling.slots > 1) return `${telling.slots} missed, ${by}`
    if (telling.punctuality === 'automatic') return `missed, ${by}`
    return telling.dueAt && telling.update.at <= telling.dueAt ? `written in time, delivered ${by}` : by
  }
  if (telling.isForNobody) return 'nobody left to tell'
  if (telling.punctuality === 'automatic') return 'missed'
  return telling.punctuality === 'not owed' ? 'none owed' : telling.punctuality
}
