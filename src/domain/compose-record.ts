import { audienceLabel, inOrder } from './audiences.ts'
import { messageTable, reachTable } from './communication-tables.ts'
import { askingByAudience } from './communications.ts'
import type { Names } from './describe-event.ts'
import type { Verdict } from './feedback.ts'
import { type Incident, record } from './incident.ts'
import type { Policy } from './policy.ts'
import type { Block, Review } from './review.ts'
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

/** Asks for the record as a file. While one is being built, a second press gets the same one. */
export function requestRecord(incident: Incident, _input: unknown, stamp: Stamp): Incident {
  const asked = incident.timeline.findLast(fact => fact.type === 'record-requested')
  if (asked && !incident.settled.includes(`${incident.id}#${asked.seq}/deliver-record`)) return incident
  return record(incident, stamp, { type: 'record-requested' })
}
