import type { AudienceId } from './audience-ids.ts'
import { audienceLabel, inOrder } from './audiences.ts'
import type { Policy } from './policy.ts'
import type { FactType } from './timeline.ts'

export const RATINGS = ['helpful', 'not-helpful'] as const
export type Rating = (typeof RATINGS)[number]

/** As whom its reporter rates an incident, beside the audiences. */
export const REPORTER = 'reporter'

/** The facts of which its reporter is told, and under which they can say how it is handled. */
export const REPORTER_HEARS: readonly FactType[] = ['channel-opened', 'resolved', 'closed']

/** What one person answers to one update; the last word counts. */
export interface Feedback {
  readonly incident: string
  /** The fact that they read. */
  readonly update: number
  readonly audience: AudienceId
  readonly by: string
  readonly at: Date
  /** Whether it told them enough, or they asked. */
  readonly has?: 'enough' | 'question'
  readonly rating?: Rating
  /** What they add in a line. */
  readonly line?: string
}

/** What one audience made of its updates. */
export interface Verdict {
  readonly audience: AudienceId
  readonly label: string
  /** People; somebody counts once, however many updates they answered. */
  readonly people: number
  /** Answers, one for each person and update. */
  readonly enough: number
  readonly questions: number
  readonly helpful: number
  readonly notHelpful: number
  readonly lines: readonly { readonly text: string; readonly rating?: Rating; readonly at: Date }[]
}

/** Counts what was answered, by audience and without names: whoever rates is told that none is shown. */
export function verdicts(feedback: readonly Feedback[], policy: Policy): Verdict[] {
  const heard = [...new Set(feedback.map(({ audience }) => audience))]
  return inOrder(heard, policy).map(audience => {
    const own = feedback.filter(one => one.audience === audience)
    const count = (is: (one: Feedback) => boolean) => own.filter(is).length
    return {
      audience,
      label: audience === REPORTER ? 'Reporter' : audienceLabel(audience, policy),
      people: new Set(own.map(({ by }) => by)).size,
      enough: count(({ has }) => has === 'enough'),
      questions: count(({ has }) => has === 'question'),
      helpful: count(({ rating }) => rating === 'helpful'),
      notHelpful: count(({ rating }) => rating === 'not-helpful'),
      lines: own
        .flatMap(({ line, rating, at }) =>
          line === undefined ? [] : [{ text: line, ...(rating ? { rating } : {}), at }],
        )
        .sort((a, b) => a.at.getTime() - b.at.getTime()),
    }
  })
}
