import type { Performers } from './app/app.ts'
import { eraseTranscript } from './app/erase-transcript.ts'
import { readChannel } from './app/read-channel.ts'
import { findSimilar, remindOfItem } from './slack/work/action-items.ts'
import { findFollowers, findReaders, tellFollower } from './slack/work/address.ts'
import { tellNewcomer } from './slack/work/catch-up.ts'
import { correctPost, tellCorrection } from './slack/work/corrections.ts'
import { deliverRecord } from './slack/work/deliver-record.ts'
import { deliverReview } from './slack/work/deliver-review.ts'
import { showDelivery } from './slack/work/delivery.ts'
import { addBookmarks, openChannel, pinCard, renameChannel, setPurpose, setTopic } from './slack/work/dress-channel.ts'
import { askRating } from './slack/work/feedback.ts'
import { checkPeople, removePerson, tellFound } from './slack/work/found-people.ts'
import { invitePeople, invitePerson, inviteRole } from './slack/work/invite-people.ts'
import { carryOver, tellMerged } from './slack/work/merged.ts'
import { announce, askApproval, confirmDeclared, holdUpdate, reportFailure, showCard } from './slack/work/messages.ts'
import { escalateMisses, nudgeOwner } from './slack/work/nudges.ts'
import { postUpdate } from './slack/work/post-update.ts'
import { remindOfQuestions, sendAnswer, showQuestion, showQuestions } from './slack/work/questions.ts'
import { remindOfReview } from './slack/work/review-reminders.ts'
import { sendReview } from './slack/work/send-review.ts'
import { takeBack, tellTakenBack } from './slack/work/take-back.ts'
import { tellUndelivered } from './slack/work/undelivered.ts'
import { answerReporter, askReporter, raiseDispute, showVerdict, takeSilence } from './slack/work/verification.ts'
import type { Workspace } from './slack/workspace.ts'

/** The only list of effects: what does each kind of work. */
export function performersFor(workspace: Workspace): Performers {
  return {
    'open-channel': openChannel(workspace),
    'set-purpose': setPurpose(workspace),
    'set-topic': setTopic(workspace),
    'show-card': showCard(workspace),
    'pin-card': pinCard(workspace),
    announce: announce(workspace),
    'add-bookmarks': addBookmarks(workspace),
    'invite-people': invitePeople(workspace),
    'invite-role': inviteRole(workspace),
    'invite-person': invitePerson(workspace),
    'check-people': checkPeople(workspace),
    'tell-found': tellFound(workspace),
    'remove-person': removePerson(workspace),
    'rename-channel': renameChannel(workspace),
    'ask-approval': askApproval(workspace),
    'find-similar': findSimilar,
    'confirm-declared': confirmDeclared(workspace),
    'post-update': postUpdate(workspace),
    'ask-rating': askRating(workspace),
    'catch-up': tellNewcomer(workspace),
    'address-update': findReaders(workspace),
    'address-beginning': findFollowers(workspace),
    'tell-follower': tellFollower(workspace),
    'carry-followers': carryOver(workspace),
    'tell-merged': tellMerged(workspace),
    'deliver-review': deliverReview(workspace),
    'deliver-record': deliverRecord(workspace),
    'send-review': sendReview(workspace),
    'report-failure': reportFailure(workspace),
    'escalate-misses': escalateMisses(workspace),
    'nudge-owner': nudgeOwner(workspace),
    'write-holding-update': holdUpdate,
    'ask-reporter': askReporter(workspace),
    'show-verdict': showVerdict(workspace),
    'take-silence': takeSilence,
    'raise-dispute': raiseDispute(workspace),
    'answer-reporter': answerReporter(workspace),
    'show-questions': showQuestions(workspace),
    'show-question': showQuestion(workspace),
    'correct-post': correctPost(workspace),
    'show-delivery': showDelivery(workspace),
    'tell-undelivered': tellUndelivered(workspace),
    'tell-correction': tellCorrection(workspace),
    'take-back': takeBack(workspace),
    'tell-taken-back': tellTakenBack(workspace),
    'send-answer': sendAnswer(workspace),
    'remind-questions': remindOfQuestions(workspace),
    'remind-item': remindOfItem(workspace),
    'remind-review': remindOfReview(workspace),
    'read-channel': readChannel,
    'erase-transcript': eraseTranscript,
  }
}
