import { explainFinding, findings, judgeFinding, ruleOut, stateFinding } from '../../src/domain/findings.ts'
import { addNote, type Incident } from '../../src/domain/incident.ts'
import { correctMilestone } from '../../src/domain/milestones.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { boardModalView } from '../../src/slack/modals/board.ts'
import { explainFindingView } from '../../src/slack/modals/explain-finding.ts'
import { findingModalView } from '../../src/slack/modals/finding.ts'
import { milestoneModalView } from '../../src/slack/modals/milestone.ts'
import { noteModalView } from '../../src/slack/modals/note.ts'
import { cardView } from '../../src/slack/views/card.ts'
import { catchUpView } from '../../src/slack/views/catch-up.ts'
import { whatLedReply } from '../../src/slack/views/what-led.ts'
import { by } from '../helpers/incidents.ts'
import type { View, Words } from './views-of.ts'

/** What responders suppose, rule out, confirm and decide, and where they say what led to a change. */
export function boardViews(incident: Incident, words: Words, policy: Policy): Record<string, View> {
  const { reason, note } = words
  const open = stateFinding(incident, { kind: 'hypothesis', text: note }, by('U0CLEO', 21))
  const two = stateFinding(open, { kind: 'hypothesis', text: reason, why: note }, by('U0CLEO', 22))
  const confirmed = judgeFinding(two, { number: 2, verdict: 'confirmed' }, by('U0BEN', 23))
  const decided = stateFinding(confirmed, { kind: 'decision', text: note, why: reason }, by('U0BEN', 24))
  const board = ruleOut(decided, { text: reason, why: note }, by('U0ANA', 25))
  const explained = explainFinding(board, { number: 2, why: reason }, by('U0ANA', 26))
  const about = incident.timeline.findLast(fact => fact.type === 'status-changed')?.seq ?? 1
  const began = { milestone: 'declared', at: new Date(incident.declaredAt.getTime() - 300_000), reason } as const
  const earlier = correctMilestone(incident, began, by('U0ANA', 27))
  return {
    'card-board': cardView(board, policy),
    'catch-up-board': catchUpView(addNote(board, { text: note }, by('U0ANA', 26)), policy),
    'modal-board': boardModalView(board),
    'modal-board-explained': boardModalView(explained),
    'modal-board-none': boardModalView(incident),
    'modal-finding-why': explainFindingView(board, findings(board).at(-1)!),
    'modal-finding': findingModalView(incident, 'decision'),
    'modal-milestone': milestoneModalView(earlier),
    'modal-note-about': noteModalView(incident, { about }),
    'what-led': { blocks: [], ...whatLedReply(incident, reason) },
  }
}
