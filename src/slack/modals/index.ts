import { itemModal } from './action-item.ts'
import { adjustAudienceModal } from './adjust-audience.ts'
import { askModal } from './ask.ts'
import { buildReviewModal } from './build-review.ts'
import { closeModal } from './close.ts'
import { correctModal, correctPreviewModal } from './correct.ts'
import { declareModal } from './declare.ts'
import { dropItemModal, moveItemModal } from './end-item.ts'
import { endingPreviewModal } from './ending.ts'
import { explainFindingModal } from './explain-finding.ts'
import { ratingLineModal } from './feedback.ts'
import { findingModal } from './finding.ts'
import { mergeModal } from './merge.ts'
import { milestoneModal } from './milestone.ts'
import type { Modal } from './modal.ts'
import { noteModal } from './note.ts'
import { previewModal } from './preview.ts'
import { answerModal, declineModal, sameAsModal } from './questions.ts'
import { cancelModal, reopenModal } from './reason.ts'
import { resolveModal } from './resolve.ts'
import { reviewOwnerModal } from './review-owner.ts'
import { roleModal } from './role.ts'
import { severityModal } from './severity.ts'
import { snoozeModal } from './snooze.ts'
import { updateModal } from './update.ts'
import { answerDisputeModal, disputeModal } from './verification.ts'
import { sectionModal } from './write-review.ts'

/** Every modal that can be submitted. */
export const modals = [
  declareModal,
  updateModal,
  previewModal,
  correctModal,
  correctPreviewModal,
  severityModal,
  roleModal,
  noteModal,
  findingModal,
  explainFindingModal,
  itemModal,
  moveItemModal,
  dropItemModal,
  milestoneModal,
  sectionModal,
  reviewOwnerModal,
  buildReviewModal,
  endingPreviewModal,
  resolveModal,
  closeModal,
  disputeModal,
  answerDisputeModal,
  reopenModal,
  cancelModal,
  mergeModal,
  askModal,
  ratingLineModal,
  answerModal,
  declineModal,
  sameAsModal,
  snoozeModal,
  adjustAudienceModal,
] as const satisfies readonly Modal[]
