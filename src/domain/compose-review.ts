import type { Names } from './describe-event.ts'
import type { Feedback } from './feedback.ts'
import type { Incident } from './incident.ts'
import { pictureOf } from './picture.ts'
import type { Policy } from './policy.ts'
import type { Block, Review, Section } from './review.ts'
import { actionItemsTable } from './review-actions.ts'
import { communicationsLog, impactByAudience, milestoneTables, slaTable } from './review-figures.ts'
import { findingsTable } from './review-findings.ts'
import { glance } from './review-glance.ts'
import { peopleTables } from './review-people.ts'
import { pictureFigure } from './review-picture.ts'
import { feedbackGiven, questionsAsked } from './review-questions.ts'
import { detection, summary, timeline } from './review-story.ts'
import { transcriptBlocks } from './review-transcript.ts'
import { type WrittenText, writtenOrAsked } from './review-written.ts'
import type { Talk } from './talk.ts'

export interface ReviewInput {
  readonly incident: Incident
  readonly policy: Policy
  readonly talk: Talk
  readonly feedback: readonly Feedback[]
  /** What people wrote into the review itself. */
  readonly written?: readonly WrittenText[]
  readonly names: Names
  readonly builtAt: Date
}

/**
 * The post-incident review from the facts and what is to be said of the channel's messages, which stand beside it.
 * The same input gives the same review.
 */
export function composeReview(input: ReviewInput): Review {
  const { incident, builtAt, written = [] } = input
  const words = (section: WrittenText['section']) => writtenOrAsked(section, written, input.names)
  const section = (id: string, heading: string, blocks: readonly Block[]): Section => ({ id, heading, blocks })
  return {
    id: incident.id,
    title: incident.title,
    ...(incident.isPrivate
      ? { notice: 'Private incident: this review is only for the members of its channel. Do not pass it on.' }
      : {}),
    builtAt,
    sections: [
      section('glance', 'At a glance', [glance(input)]),
      section('summary', 'Summary', [...summary(input), words('summary')]),
      section('picture', 'The incident in one picture', [pictureFigure(pictureOf(input), input)]),
      section('impact', 'Impact', impactByAudience(input, words('impact'))),
      section('detection', 'Detection and resolution', [...detection(input), words('detection')]),
      section('root-cause', 'Root cause', [words('root-cause')]),
      section('contributing-factors', 'Contributing factors', [words('contributing-factors')]),
      section('people', 'People and roles', peopleTables(input)),
      section('milestones', 'Milestones and intervals', milestoneTables(input)),
      section('sla', 'SLA attainment', slaTable(input)),
      section('timeline', 'Timeline', [timeline(input)]),
      section('findings', 'Decisions and hypotheses', findingsTable(input)),
      section('communications', 'Communications log', communicationsLog(input)),
      section('questions', 'Questions', questionsAsked(input)),
      section('feedback', 'Feedback', feedbackGiven(incident, input)),
      section('went-well', 'What went well', [words('went-well')]),
      section('went-badly', 'What did not go well', [words('went-badly')]),
      section('lucky', 'Where we got lucky', [words('lucky')]),
      section('action-items', 'Action items', [words('action-items'), ...actionItemsTable(input)]),
      section('transcript', 'Appendix: transcript', transcriptBlocks(incident, input)),
    ],
    facts: incident.timeline,
  }
}
