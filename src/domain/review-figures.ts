import { RESPONDERS } from './audience-ids.ts'
import { audienceOf } from './audiences.ts'
import { howLong, messageTable, reachTable } from './communication-tables.ts'
import { reachByAudience } from './communications.ts'
import { fieldLabel, writtenFields } from './compose.ts'
import type { Names } from './describe-event.ts'
import { describeMinutes } from './duration.ts'
import type { Incident } from './incident.ts'
import { type Attainment, attainments, intervals, milestones, type Outcome, timeInSeverity } from './metrics.ts'
import type { MilestoneCorrection } from './milestones.ts'
import { describeSpan, type Policy } from './policy.ts'
import type { Block } from './review.ts'
import { reviewAttainment } from './review-state.ts'
import { joined, minute, type Text, told } from './review-text.ts'
import { updatesOf } from './updates.ts'

interface Figures {
  readonly incident: Incident
  readonly policy: Policy
  readonly names: Names
  readonly builtAt: Date
}

/**
 * What the updates told of the impact and what people say of it, how long it was how bad, and who was left without news
 * for how long.
 */
export function impactByAudience({ incident, policy, builtAt }: Figures, words: Block): Block[] {
  const all = updatesOf(incident).flatMap(({ at, fields }) => (fields.impact ? [{ at, impact: fields.impact }] : []))
  // The form is filled in from the last update: an impact that has not changed is told once.
  const news = all.filter(({ impact }, index) => impact !== all[index - 1]?.impact)
  return [
    ...(news.length > 0
      ? [{ kind: 'list' as const, items: news.map(({ at, impact }) => told`${minute(at)}: ${impact}`) }]
      : []),
    // What the updates told answers the question.
    ...(news.length > 0 && words.kind === 'prompt' ? [] : [words]),
    {
      kind: 'table',
      columns: ['Severity', 'Time in it'],
      rows: timeInSeverity(incident, builtAt).map(({ severity, minutes }) => [severity, describeMinutes(minutes)]),
    },
    reachTable({ incident, policy, builtAt }),
  ]
}

function corrected({ recordedAt, by, reason }: MilestoneCorrection, names: Names): Text {
  return recordedAt
    ? told`recorded ${minute(recordedAt)}; corrected by ${names.user(by)}: ${reason}`
    : told`said by ${names.user(by)}: ${reason}`
}

/** Each milestone, and each interval with its start and its end. */
export function milestoneTables({ incident, names }: Figures): Block[] {
  return [
    {
      kind: 'table',
      columns: ['Milestone', 'When'],
      rows: milestones(incident).map(({ label, at, correction }) => [
        label,
        at ? (correction ? told`${minute(at)} (${corrected(correction, names)})` : minute(at)) : 'not reached',
      ]),
    },
    {
      kind: 'table',
      columns: ['Interval', 'How long', 'From', 'To'],
      rows: intervals(incident).map(({ label, from, to }) => [
        label,
        from.at && to.at ? howLong(from.at, to.at) : 'not measured',
        told`${from.label}, ${from.at ? minute(from.at) : 'not reached'}`,
        told`${to.label}, ${to.at ? minute(to.at) : 'not reached'}`,
      ]),
    },
  ]
}

const OUTCOME: Record<Outcome, string> = {
  met: 'met',
  missed: 'missed',
  running: 'still running',
  'ended before': 'the incident ended before it was due',
  'not owed': 'none owed',
}

/** Each promise of the SLA with what became of it. */
export function slaTable({ incident, policy, builtAt }: Figures): Block[] {
  const reach = reachByAudience(incident, policy, builtAt)
  const owed = reach.reduce((sum, one) => sum + one.owed, 0)
  const onTime = reach.reduce((sum, one) => sum + one.onTime, 0)
  return [
    {
      kind: 'table',
      columns: ['Promise', 'Target', 'Due', 'Actual', 'Result'],
      rows: [
        ...attainments(incident, policy, builtAt).map(attainmentRow),
        attainmentRow(reviewAttainment(incident, policy, builtAt)),
        [
          'Every update',
          'as promised, else the cadence of the audience',
          'see the communications log',
          owed > 0 ? `${onTime} of ${owed} on time` : 'none owed',
          owed === 0 ? OUTCOME['not owed'] : onTime === owed ? OUTCOME.met : OUTCOME.missed,
        ],
      ],
    },
  ]
}

function attainmentRow({ label, target, priority, dueAt, actualAt, outcome }: Attainment): Text[] {
  return [
    label,
    target ? `${describeSpan(target)} (${priority})` : `none (${priority})`,
    dueAt ? minute(dueAt) : 'not due',
    actualAt ? minute(actualAt) : 'not yet',
    OUTCOME[outcome],
  ]
}

/** Who was told what, when and where, and what the written updates said. */
export function communicationsLog(input: Figures): Block[] {
  return [messageTable(input), ...wording(input)]
}

/** What the written updates said, in full: no single audience may have read all of it. */
function wording({ incident, policy, names }: Omit<Figures, 'builtAt'>): Block[] {
  const responders = audienceOf(RESPONDERS, policy)
  const items = updatesOf(incident)
    .filter(update => update.kind === 'report')
    .map(update => {
      const fields = writtenFields.flatMap(field =>
        update.fields[field] ? [`${fieldLabel(responders, field)}: ${update.fields[field]}`] : [],
      )
      return joined([told`${minute(update.at)}, ${names.user(update.by)}`, ...fields], '\n')
    })
  if (items.length === 0) return []
  return [
    { kind: 'paragraph', text: 'What the updates said, in full:' },
    { kind: 'list', items },
  ]
}
