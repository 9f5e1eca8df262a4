import type { Feedback } from '../domain/feedback.ts'

/** Whose answer it is: one for each person and update. */
type FeedbackOf = Pick<Feedback, 'incident' | 'update' | 'audience' | 'by' | 'at'>

/**
 * What readers answer to updates. Beside the incidents and not in them: hundreds may press at the same moment, and an
 * incident is one document that only one write at a time can change.
 */
export interface FeedbackBook {
  /** Changes what is given and leaves the rest of this person’s answer as it was. */
  note(of: FeedbackOf, said: Pick<Feedback, 'has' | 'rating' | 'line'>): Promise<void>
  /** Oldest first. */
  of(incident: string): Promise<Feedback[]>
}
