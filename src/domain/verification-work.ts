import { addSpan } from './calendar.ts'
import { lastResolution } from './closing.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { type Fact, isFact } from './timeline.ts'
import { openDispute, verdictOn, verificationSteps } from './verification.ts'
import type { WorkBase } from './work-base.ts'

interface Base extends WorkBase {
  /** From then on it is not to be done any more. */
  readonly expiresAt?: Date
}

/** What Sitrep has to do so that the reporter is asked, heard and answered. */
export type VerificationWork = Base &
  (
    | { readonly kind: 'ask-reporter'; readonly isReminder: boolean }
    | { readonly kind: 'take-silence' }
    | { readonly kind: 'show-verdict'; readonly asked: Fact<'reporter-asked'> }
    | { readonly kind: 'raise-dispute'; readonly fact: Fact<'fix-disputed'> }
    | { readonly kind: 'answer-reporter'; readonly fact: Fact<'dispute-answered' | 'reopened' | 'closed'> }
  )

export function verificationWork(incident: Incident, policy: Policy): VerificationWork[] {
  return [...askWork(incident, policy), ...verdictWork(incident), ...disputeWork(incident), ...answerWork(incident)]
}

/** Asked once, reminded once, and then their silence is an answer. Whoever resolves what they reported needs no asking. */
function askWork(incident: Incident, policy: Policy): VerificationWork[] {
  const end = lastResolution(incident)
  if (!end || end.by === incident.reporter) return []
  const { remindAfter, silenceAfter } = policy.verification
  const key = `${incident.id}#${end.seq}/ask-reporter`
  const steps = verificationSteps(incident)
  const [asked] = steps
  if (!asked) {
    // A question that comes late asks about what everybody has forgotten.
    const expiresAt = addSpan(end.at, silenceAfter, policy.calendar)
    return [{ kind: 'ask-reporter', isReminder: false, key, lane: key, dueAt: end.recordedAt, expiresAt }]
  }
  if (steps.some(step => step.type !== 'reporter-asked')) return []
  const endsAt = addSpan(asked.at, silenceAfter, policy.calendar)
  const silence = `${incident.id}#${end.seq}/take-silence`
  return [
    ...(incident.status === 'resolved'
      ? [
          {
            kind: 'ask-reporter' as const,
            isReminder: true,
            key: `${key}/again`,
            lane: key,
            dueAt: addSpan(asked.at, remindAfter, policy.calendar),
            expiresAt: endsAt,
          },
        ]
      : []),
    { kind: 'take-silence', key: silence, lane: silence, dueAt: endsAt },
  ]
}

/** A question that was answered, in whatever way, asks no more where it stands. */
function verdictWork(incident: Incident): VerificationWork[] {
  const { id, timeline } = incident
  return timeline.filter(isFact('reporter-asked')).flatMap(asked => {
    const verdict = verdictOn(incident, asked)
    if (!verdict || asked.ts === undefined) return []
    return [
      {
        kind: 'show-verdict' as const,
        key: `${id}#${verdict.seq}/show-verdict/${asked.seq}`,
        lane: `${id}/show-verdict/${asked.seq}`,
        dueAt: verdict.recordedAt,
        asked,
      },
    ]
  })
}

function disputeWork(incident: Incident): VerificationWork[] {
  const fact = openDispute(incident)
  if (!fact) return []
  const key = `${incident.id}#${fact.seq}/raise-dispute`
  return [{ kind: 'raise-dispute', key, lane: key, dueAt: fact.recordedAt, fact }]
}

/** Whoever said no hears what came of it: the answer, or that it was reopened or closed all the same. */
function answerWork({ id, timeline }: Incident): VerificationWork[] {
  let isDisputed = false
  const work: VerificationWork[] = []
  for (const fact of timeline) {
    if (fact.type === 'fix-disputed') isDisputed = true
    if (fact.type === 'fix-confirmed' || fact.type === 'resolved') isDisputed = false
    if (!isDisputed || (fact.type !== 'dispute-answered' && fact.type !== 'reopened' && fact.type !== 'closed'))
      continue
    isDisputed = false
    const key = `${id}#${fact.seq}/answer-reporter`
    work.push({ kind: 'answer-reporter', key, lane: key, dueAt: fact.recordedAt, fact })
  }
  return work
}
