import type { AudienceId } from './audience-ids.ts'
import { audienceLabel, inOrder } from './audiences.ts'
import { reachByAudience } from './communications.ts'
import { minuteMs } from './duration.ts'
import { type Feedback, REPORTER, verdicts } from './feedback.ts'
import type { Incident } from './incident.ts'
import { attainments, intervals } from './metrics.ts'
import type { Policy } from './policy.ts'
import { questionGroups } from './questions.ts'

/** What one incident adds to the figures: numbers, and of its words only its id. */
export interface Sample {
  readonly incident: string
  readonly intervals: readonly {
    readonly label: string
    readonly from: string
    readonly to: string
    readonly minutes: number | undefined
  }[]
  readonly attainments: readonly { readonly label: string; readonly isMet: boolean | undefined }[]
  readonly audiences: readonly {
    readonly audience: AudienceId
    readonly onTime: number
    readonly owed: number
    readonly silenceMinutes: number
  }[]
  readonly questions: { readonly asked: number; readonly answerMinutes: readonly number[] }
  readonly feedback: readonly { readonly audience: AudienceId; readonly helpful: number; readonly notHelpful: number }[]
}

/** What was no incident, or is counted with another one. */
export function isLeftOut({ status }: Pick<Incident, 'status'>): boolean {
  return status === 'cancelled' || status === 'merged'
}

export function sampleOf(
  incident: Incident,
  { feedback, policy, now }: { feedback: readonly Feedback[]; policy: Policy; now: Date },
): Sample {
  const between = (from: Date, to: Date) => (to.getTime() - from.getTime()) / minuteMs
  const groups = questionGroups(incident)
  const asked = groups.flatMap(({ questions, settled }) => questions.map(question => ({ question, settled })))
  return {
    incident: incident.id,
    intervals: intervals(incident).map(({ label, from, to }) => ({
      label,
      from: from.label,
      to: to.label,
      minutes: from.at && to.at ? between(from.at, to.at) : undefined,
    })),
    attainments: attainments(incident, policy, now).map(({ label, outcome }) => ({
      label,
      isMet: outcome === 'met' ? true : outcome === 'missed' ? false : undefined,
    })),
    audiences: reachByAudience(incident, policy, now).map(({ audience, onTime, owed, longestSilence }) => ({
      audience,
      onTime,
      owed,
      silenceMinutes: between(longestSilence.from, longestSilence.to),
    })),
    questions: {
      asked: asked.length,
      answerMinutes: asked.flatMap(({ question, settled }) =>
        settled?.type === 'questions-answered' ? [between(question.at, settled.at)] : [],
      ),
    },
    feedback: verdicts(feedback, policy).map(({ audience, helpful, notHelpful }) => ({
      audience,
      helpful,
      notHelpful,
    })),
  }
}

/** How long something took, over incidents. */
export interface Spread {
  readonly count: number
  readonly median: number
  readonly p90: number
  readonly worst: number
}

/** By nearest rank, so that each is a time that somebody really had; undefined without any. */
export function spreadOf(minutes: readonly number[]): Spread | undefined {
  const sorted = [...minutes].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  const [median, p90, worst] = [at(0.5), at(0.9), at(1)]
  if (median === undefined || p90 === undefined || worst === undefined) return undefined
  return { count: sorted.length, median, p90, worst }
}

/** Of how many, how many did. */
export interface Share {
  readonly label: string
  readonly of: number
  readonly met: number
}

export interface Figures {
  readonly incidents: number
  readonly intervals: readonly {
    readonly label: string
    readonly from: string
    readonly to: string
    readonly spread: Spread | undefined
  }[]
  readonly attainments: readonly Share[]
  readonly onTime: readonly Share[]
  readonly silences: readonly { readonly label: string; readonly spread: Spread; readonly worstIn: string }[]
  readonly questions: { readonly asked: number; readonly answered: Spread | undefined }
  readonly helpful: readonly Share[]
}

/** The figures over all of these incidents. */
export function figuresOf(samples: readonly Sample[], policy: Policy): Figures {
  const label = (audience: AudienceId) => (audience === REPORTER ? 'Reporter' : audienceLabel(audience, policy))
  const told = samples.flatMap(({ incident, audiences }) => audiences.map(one => ({ incident, ...one })))
  const rated = samples.flatMap(({ feedback }) => feedback)
  const byAudience = <T extends { readonly audience: AudienceId }>(all: readonly T[]) =>
    inOrder([...new Set(all.map(({ audience }) => audience))], policy).map(audience => ({
      audience,
      own: all.filter(one => one.audience === audience),
    }))
  return {
    incidents: samples.length,
    intervals: (samples[0]?.intervals ?? []).map(({ label: name, from, to }, nth) => ({
      label: name,
      from,
      to,
      spread: spreadOf(samples.flatMap(({ intervals: all }) => all[nth]?.minutes ?? [])),
    })),
    attainments: (samples[0]?.attainments ?? []).map(({ label: name }, nth) => {
      const known = samples.flatMap(({ attainments: all }) => all[nth]?.isMet ?? [])
      return { label: name, of: known.length, met: known.filter(Boolean).length }
    }),
    onTime: byAudience(told).map(({ audience, own }) => ({
      label: label(audience),
      of: sum(own.map(({ owed }) => owed)),
      met: sum(own.map(({ onTime }) => onTime)),
    })),
    silences: byAudience(told).flatMap(({ audience, own }) => {
      const spread = spreadOf(own.map(({ silenceMinutes }) => silenceMinutes))
      const worst = own.find(({ silenceMinutes }) => silenceMinutes === spread?.worst)
      return spread && worst ? [{ label: label(audience), spread, worstIn: worst.incident }] : []
    }),
    questions: {
      asked: sum(samples.map(({ questions }) => questions.asked)),
      answered: spreadOf(samples.flatMap(({ questions }) => questions.answerMinutes)),
    },
    helpful: byAudience(rated).map(({ audience, own }) => {
      const met = sum(own.map(({ helpful }) => helpful))
      return { label: label(audience), met, of: met + sum(own.map(({ notHelpful }) => notHelpful)) }
    }),
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
