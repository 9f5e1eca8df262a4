import { ackVerb } from './ack.ts'
import { askVerb } from './ask.ts'
import { catchupVerb } from './catchup.ts'
import { commsVerb } from './comms.ts'
import { correctVerb } from './correct.ts'
import { declareVerb } from './declare.ts'
import { cancelVerb, closeVerb, mergeVerb, reopenVerb, resolveVerb } from './ending.ts'
import { feedbackVerb } from './feedback.ts'
import { boardVerb, confirmVerb, decideVerb, hypothesisVerb, ruleOutVerb, takeBackVerb } from './findings.ts'
import { fixedVerb } from './fixed.ts'
import { followUpVerb } from './follow-up.ts'
import { helpVerb } from './help.ts'
import { inviteVerb } from './invite.ts'
import { listVerb } from './list.ts'
import { metricsVerb } from './metrics.ts'
import { milestoneVerb } from './milestone.ts'
import { noChangeVerb } from './no-change.ts'
import { noteVerb } from './note.ts'
import { fixingVerb, investigatingVerb, monitoringVerb, phaseVerb } from './phase.ts'
import { privateVerb } from './private.ts'
import { answerVerb, declineVerb, questionsVerb } from './questions.ts'
import { exportVerb, reviewVerb } from './review.ts'
import { roleVerb } from './role.ts'
import { severityVerb, urgencyVerb } from './severity.ts'
import { showVerb } from './show.ts'
import { snoozeVerb } from './snooze.ts'
import { stakeholdersVerb } from './stakeholders.ts'
import { subscribeVerb, unsubscribeVerb } from './subscribe.ts'
import { timelineVerb } from './timeline.ts'
import { uninviteVerb } from './uninvite.ts'
import { updateVerb } from './update.ts'
import type { Verb, VerbGroup } from './verb.ts'

/** Everything that `/incident` can do, by what one wants to do, in the order in which help shows it. */
const groups: readonly VerbGroup[] = [
  { title: 'Start, and see what is going on', verbs: [declareVerb, listVerb, showVerb, catchupVerb] },
  {
    title: 'Run it',
    verbs: [
      ackVerb,
      roleVerb,
      inviteVerb,
      uninviteVerb,
      privateVerb,
      severityVerb,
      urgencyVerb,
      phaseVerb,
      investigatingVerb,
      fixingVerb,
      monitoringVerb,
    ],
  },
  {
    title: 'Keep people told',
    verbs: [
      updateVerb,
      noChangeVerb,
      correctVerb,
      snoozeVerb,
      stakeholdersVerb,
      questionsVerb,
      answerVerb,
      declineVerb,
      commsVerb,
    ],
  },
  { title: 'Follow from outside', verbs: [subscribeVerb, unsubscribeVerb, askVerb, feedbackVerb] },
  {
    title: 'Find the cause, and keep the record',
    verbs: [
      timelineVerb,
      noteVerb,
      decideVerb,
      hypothesisVerb,
      ruleOutVerb,
      confirmVerb,
      takeBackVerb,
      boardVerb,
      milestoneVerb,
    ],
  },
  { title: 'End it', verbs: [resolveVerb, fixedVerb, closeVerb, reopenVerb, cancelVerb, mergeVerb] },
  { title: 'Learn from it', verbs: [followUpVerb, reviewVerb, exportVerb, metricsVerb, helpVerb(() => groups)] },
]

export const verbs: readonly Verb[] = groups.flatMap(group => group.verbs)
