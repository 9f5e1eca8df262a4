import { audienceLabel, inOrder } from './audiences.ts'
import { askingByAudience, minutesLate, reachByAudience, type Telling, tellings } from './communications.ts'
import type { Names } from './describe-event.ts'
import { describeMinutes } from './duration.ts'
import type { Verdict } from './feedback.ts'
import { type Incident, record } from './incident.ts'
import type { Policy } from './policy.ts'
import type { Block, Review } from './review.ts'
import { describePeriod, UPDATE_KIND } from './review-figures.ts'
import { minute, type Text } from './review-text.ts'
import type { Stamp } from './timeline.ts'
import { utcMinute } from './utc.ts'

interface RecordInput {
  readonly incident: Incident
  readonly policy: Policy
  readonly names: Names
  readonly verdicts: readonly Verdict[]
  readonly builtAt: Date
}

/** Everything that any audience was told and asked, as a document of its own. */
export function composeRecord(input: RecordInput): Review {
  const { incident, builtAt } = input
  return {
    id: incident.id,
    title: `communications record, ${utcMinute(builtAt)}`,
    ...(incident.isPrivate
      ? { notice: 'Private incident: this record is only for the members of its channel. Do not pass it on.' }
      : {}),
    builtAt,
    sections: [
      { id: 'audiences', heading: 'How each audience was kept informed', blocks: [reachTable(input)] },
      { id: 'questions', heading: 'Asked and answered', blocks: answersTable(input) },
      { id: 'messages', heading: 'Every message', blocks: [messageTable(input)] },
    ],
  }
}

function reachTable({ incident, policy, builtAt }: RecordInput): Block {
  const reach = reachByAudience(incident, policy, builtAt)
  if (reach.length === 0) return { kind: 'paragraph', text: 'No audience was told anything.' }
  return {
    kind: 'table',
    columns: [
      'Audience',
      'Updates',
      'On time',
      'Late',
      'Latest by',
      'Automatic',
      'Not delivered',
      'Longest silence',
      'Longest without a written update',
    ],
    rows: reach.map(one => [
      audienceLabel(one.audience, policy),
      String(one.updates),
      one.owed === 0 ? 'none owed' : `${one.onTime} of ${one.owed} (${share(one)})`,
      String(one.late),
      one.late === 0 ? '' : describeMinutes(Math.max(1, one.latestByMinutes)),
      String(one.automatic),
      String(one.undelivered),
      describePeriod(one.longestSilence),
      describePeriod(one.longestWithoutReport),
    ]),
  }
}

/** “83 %”: never 100 while one is missing, never 0 while one was in time. */
export function share({ onTime, owed }: { readonly onTime: number; readonly owed: number }): string {
  const percent = Math.round((100 * onTime) / owed)
  if (onTime === owed || onTime === 0) return `${percent} %`
  return `${Math.min(99, Math.max(1, percent))} %`
}

/** What each audience asked back and made of its updates; empty when it did neither. */
function answersTable({ incident, policy, verdicts }: RecordInput): Block[] {
  const asking = askingByAudience(incident, policy)
  const heard = inOrder(
    [...asking, ...verdicts].map(({ audience }) => audience),
    policy,
  )
  if (heard.length === 0) return [{ kind: 'paragraph', text: 'Nobody asked or answered anything.' }]
  return [
    {
      kind: 'table',
      columns: ['Audience', 'Asked', 'Answered', 'Declined', 'Open', 'Had what they needed', 'Helpful', 'Not helpful'],
      rows: [...new Set(heard)].map(audience => {
        const questions = asking.find(one => one.audience === audience)
        const verdict = verdicts.find(one => one.audience === audience)
        return [
          verdict?.label ?? audienceLabel(audience, policy),
          ...[questions?.asked, questions?.answered, questions?.declined, questions?.open].map(count),
          ...[verdict?.enough, verdict?.helpful, verdict?.notHelpful].map(count),
        ]
      }),
    },
  ]
}

function count(number = 0): string {
  return String(number)
}

function messageTable({ incident, policy, names }: RecordInput): Block {
  const all = tellings(incident, policy)
  if (all.length === 0) return { kind: 'paragraph', text: 'No update was written.' }
  return {
    kind: 'table',
    columns: ['Audience', 'Where', 'Promised', 'Written', 'Kind', 'By', 'Sent', 'In time'],
    rows: all.flatMap(telling =>
      destinationsOf(telling, names).map(({ where, sent }) => [
        audienceLabel(telling.audience, policy),
        where,
        telling.dueAt ? minute(telling.dueAt) : 'not due',
        minute(telling.update.at),
        UPDATE_KIND[telling.update.kind],
        telling.update.by === 'sitrep' ? 'Sitrep' : names.user(telling.update.by),
        sent,
        inTime(telling),
      ]),
    ),
  }
}

function destinationsOf({ posted, failed }: Telling, names: Names): { where: string; sent: Text }[] {
  const place = (id: string) => (/^[UW]/.test(id) ? names.user(id) : names.channel(id))
  const all = [
    ...posted.map(({ channel, at }) => ({ where: place(channel), sent: minute(at) })),
    ...failed.map(({ channel, reason }) => ({ where: place(channel), sent: `could not be sent (${reason})` })),
  ]
  return all.length > 0 ? all : [{ where: 'nowhere yet', sent: 'not yet' }]
}

function inTime(telling: Telling): string {
  const late = minutesLate(telling)
  if (late > 0) return `late by ${describeMinutes(Math.max(1, late))}`
  if (telling.punctuality === 'automatic') return 'missed'
  return telling.punctuality === 'not owed' ? 'none owed' : telling.punctuality
}

/** Asks for the record as a file. While one is being built, a second press gets the same one. */
export function requestRecord(incident: Incident, _input: unknown, stamp: Stamp): Incident {
  const asked = incident.timeline.findLast(fact => fact.type === 'record-requested')
  if (asked && !incident.settled.includes(`${incident.id}#${asked.seq}/deliver-record`)) return incident
  return record(incident, stamp, { type: 'record-requested' })
}
