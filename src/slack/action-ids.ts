import type { Role } from '../domain/roles.ts'
import type { ActiveStatus } from '../domain/status.ts'

/** The buttons, named once for the views that show them and the listeners that hear them. */
export const ACTIONS = {
  acknowledge: 'acknowledge',
  update: 'update',
  noChange: 'no_change',
  correct: 'correct_update',
  retryUpdate: 'retry_update',
  copyUpdate: 'copy_update',
  saveDraft: 'save_draft',
  discardDraft: 'discard_draft',
  snooze: 'snooze',
  resolve: 'resolve',
  close: 'close',
  reopen: 'reopen',
  review: 'review',
  severity: 'change_severity',
  role: 'give_role',
  note: 'add_note',
  whatLed: 'what_led',
  milestones: 'milestones',
  board: 'board',
  stateHypothesis: 'state_hypothesis',
  stateDecision: 'state_decision',
  ruleOut: 'rule_out',
  confirmFinding: 'confirm_finding',
  withdrawFinding: 'withdraw_finding',
  declare: 'declare',
  cancel: 'cancel',
  merge: 'merge',
  makePrivate: 'make_private',
  proposeDisclosure: 'propose_disclosure',
  approveDisclosure: 'approve_disclosure',
  fixConfirm: 'fix_confirm',
  fixDispute: 'fix_dispute',
  answerDispute: 'answer_dispute',
  metrics: 'metrics',
  followUps: 'follow_ups',
  followUpDone: 'follow_up_done',
  publishReview: 'publish_review',
  comms: 'comms',
  commsFile: 'comms_file',
  stakeholders: 'stakeholders',
  adjustAudience: 'adjust_audience',
  undoAdjustment: 'undo_adjustment',
  join: 'join',
  keepPerson: 'keep_person',
  removePerson: 'remove_person',
  subscribe: 'subscribe',
  unsubscribe: 'unsubscribe',
  haveWhatINeed: 'have_what_i_need',
  stillNeed: 'still_need',
  helpful: 'rate_helpful',
  notHelpful: 'rate_not_helpful',
  rate: 'rate',
  ratingLine: 'rating_line',
  feedback: 'feedback',
  questions: 'questions',
  answer: 'answer_question',
  decline: 'decline_question',
  sameAs: 'same_as',
  notTheSame: 'not_the_same',
} as const

export function takeRoleAction(role: Role): string {
  return `take_role_${role}`
}

export function phaseAction(status: ActiveStatus): string {
  return `phase_${status}`
}
