import { ackVerb } from './ack.ts'
import { askVerb } from './ask.ts'
import { catchupVerb } from './catchup.ts'
import { commsVerb } from './comms.ts'
import { correctVerb } from './correct.ts'
import { declareVerb } from './declare.ts'
import { cancelVerb, closeVerb, mergeVerb, reopenVerb, resolveVerb } from './ending.ts'
import { feedbackVerb } from './feedback.ts'
import { boardVerb, confirmVerb, decideVerb, hypothesisVerb, ruleOutVerb } from './findings.ts'
import { fixedVerb } from './fixed.ts'
import { followUpVerb } from './follow-up.ts'
import { helpVerb } from './help.ts'
import { inviteVerb } from './invite.ts'
import { listVerb } from './list.ts'
import { metricsVerb } from './metrics.ts'
import { milestoneVerb } from './milestone.ts'
import { noteVerb } from './note.ts'
import { fixingVerb, investigatingVerb, monitoringVerb, phaseVerb } from './phase.ts'
import { privateVerb } from './private.ts'
import { answerVerb, declineVerb, questionsVerb } from './questions.ts'
import { reviewVerb } from './review.ts'
import { roleVerb } from './role.ts'
import { severityVerb, urgencyVerb } from './severity.ts'
import { showVerb } from './show.ts'
import { snoozeVerb } from './snooze.ts'
import { stakeholdersVerb } from './stakeholders.ts'
import { subscribeVerb, unsubscribeVerb } from './subscribe.ts'
import { uninviteVerb } from './uninvite.ts'
import { updateVerb } from './update.ts'
import type { Verb } from './verb.ts'

/** Everything that `/incident` can do, in the order in which help shows it. */
export const verbs: readonly Verb[] = [
  declareVerb,
  listVerb,
  showVerb,
  catchupVerb,
  ackVerb,
  roleVerb,
  inviteVerb,
  uninviteVerb,
  severityVerb,
  urgencyVerb,
  phaseVerb,
  investigatingVerb,
  fixingVerb,
  monitoringVerb,
  updateVerb,
  correctVerb,
  stakeholdersVerb,
  subscribeVerb,
  unsubscribeVerb,
  askVerb,
  questionsVerb,
  answerVerb,
  declineVerb,
  feedbackVerb,
  snoozeVerb,
  noteVerb,
  decideVerb,
  hypothesisVerb,
  ruleOutVerb,
  confirmVerb,
  boardVerb,
  milestoneVerb,
  resolveVerb,
  fixedVerb,
  closeVerb,
  reopenVerb,
  cancelVerb,
  mergeVerb,
  privateVerb,
  followUpVerb,
  commsVerb,
  reviewVerb,
  metricsVerb,
  helpVerb(() => verbs),
]
