import { audienceLabel, inOrder } from './audiences.ts'
import type { Names } from './describe-event.ts'
import { describeMinutes, minuteMs } from './duration.ts'
import { type Feedback, verdicts } from './feedback.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { questionGroups, questionText } from './questions.ts'
import type { Block } from './review.ts'
import { minute, told } from './review-text.ts'

/** What the readers of updates asked, whom it came from, what they were told and how long they waited. */
export function questionsAsked({
  incident,
  policy,
  names,
}: {
  readonly incident: Incident
  readonly policy: Policy
  readonly names: Names
}): Block[] {
  const groups = questionGroups(incident).filter(({ questions }) => questions.length > 0)
  if (groups.length === 0) return [{ kind: 'paragraph', text: 'Nobody asked anything below an update.' }]
  return [
    {
      kind: 'table',
      columns: ['Question', 'Asked by', 'First asked', 'Answer', 'After'],
      rows: groups.map(({ label, questions, settled }) => {
        const [first] = questions
        const people = new Map(questions.map(({ by, audience }) => [by, audience]))
        const said = settled && (settled.type === 'questions-answered' ? settled.text : `declined: ${settled.reason}`)
        return [
          `${label}: ${first ? questionText(first) : ''}`,
          [...people].map(([by, audience]) => `${names.user(by)} (${audienceLabel(audience, policy)})`).join(', '),
          first ? minute(first.at) : '',
          said ?? 'not answered',
          first && settled ? describeMinutes((settled.at.getTime() - first.at.getTime()) / minuteMs) : '',
        ]
      }),
    },
  ]
}

/** What each audience made of its updates: read, asked, rated; and what people added, without their names. */
export function feedbackGiven(
  incident: Incident,
  { feedback, policy }: { feedback: readonly Feedback[]; policy: Policy },
): Block[] {
  const asked = questionGroups(incident).flatMap(({ questions, settled }) =>
    questions.map(({ audience }) => ({ audience, isAnswered: settled?.type === 'questions-answered' })),
  )
  const all = verdicts(feedback, policy)
  const audiences = [...new Set([...all.map(({ audience }) => audience), ...asked.map(({ audience }) => audience)])]
  if (audiences.length === 0) return [{ kind: 'paragraph', text: 'Nobody gave feedback on an update.' }]
  const lines = all.flatMap(({ label, lines: own }) =>
    own.map(({ text, at }) => told`${minute(at)}, ${label}: ${text}`),
  )
  return [
    {
      kind: 'table',
      columns: [
        'Audience',
        'People who answered',
        'Had what they needed',
        'Asked',
        'Answered',
        'Helpful',
        'Not helpful',
      ],
      rows: inOrder(audiences, policy).map(audience => {
        const own = all.find(one => one.audience === audience)
        const theirs = asked.filter(one => one.audience === audience)
        return [
          own?.label ?? audienceLabel(audience, policy),
          ...[own?.people, own?.enough].map(count => String(count ?? 0)),
          String(theirs.length),
          String(theirs.filter(({ isAnswered }) => isAnswered).length),
          ...[own?.helpful, own?.notHelpful].map(count => String(count ?? 0)),
        ]
      }),
    },
    ...(lines.length > 0 ? [{ kind: 'list' as const, items: lines }] : []),
  ]
}
