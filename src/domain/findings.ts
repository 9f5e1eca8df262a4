import { UserError } from '../errors.ts'
import { type Incident, record } from './incident.ts'
import { type Fact, isFact, type Stamp } from './timeline.ts'
import { withoutCopies } from './withheld.ts'

/** What responders suppose or settle while they look for the cause. */
export const FINDING_KINDS = ['hypothesis', 'decision'] as const
export type FindingKind = (typeof FINDING_KINDS)[number]
export const VERDICTS = ['ruled-out', 'confirmed'] as const
/** `open` takes a verdict back. */
export type Verdict = (typeof VERDICTS)[number] | 'open'
export type FindingState = 'decided' | Verdict

export const FINDING_STATE_LABEL: Record<FindingState, string> = {
  open: 'Hypothesis',
  'ruled-out': 'Ruled out',
  confirmed: 'Confirmed',
  decided: 'Decision',
}

export interface Finding {
  /** 1 for the first one of this incident; a withdrawn one keeps its number. */
  readonly number: number
  readonly state: FindingState
  readonly text: string
  readonly why?: string
  readonly stated: Fact<'finding-stated'>
  /** The last verdict on a hypothesis, with who gave it and why. */
  readonly judged?: Fact<'finding-judged'>
}

/** Everything that was stated and not withdrawn, oldest first. */
export function findings(incident: Pick<Incident, 'timeline'>): Finding[] {
  const { timeline } = withoutCopies(incident)
  const withdrawn = new Set(timeline.filter(isFact('finding-withdrawn')).map(({ finding }) => finding))
  const judged = timeline.filter(isFact('finding-judged'))
  const explained = timeline.filter(isFact('finding-explained'))
  return timeline
    .filter(isFact('finding-stated'))
    .map((stated, index): Finding => {
      const verdict = judged.findLast(({ finding }) => finding === stated.seq)
      const since = verdict ? explained.findLast(one => one.finding === stated.seq && one.seq > verdict.seq) : undefined
      const last = verdict && since ? { ...verdict, why: since.why } : verdict
      const why =
        explained.findLast(one => one.finding === stated.seq && one.seq < (verdict?.seq ?? Number.POSITIVE_INFINITY))
          ?.why ?? stated.why
      return {
        number: index + 1,
        state: stated.kind === 'decision' ? 'decided' : (last?.verdict ?? stated.verdict ?? 'open'),
        text: stated.text,
        // Why it was ruled out is no reason for what was said of it later.
        ...(why === undefined || (verdict && stated.verdict) ? {} : { why }),
        stated,
        ...(last ? { judged: last } : {}),
      }
    })
    .filter(({ stated }) => !withdrawn.has(stated.seq))
}

export interface Statement {
  readonly kind: FindingKind
  readonly text: string
  readonly why?: string | undefined
  /** The message it was taken from, by its `ts`. */
  readonly message?: string | undefined
  readonly verdict?: Verdict | undefined
}

/** Puts a hypothesis or a decision on the record; the same message is the same finding. */
export function stateFinding(
  incident: Incident,
  { kind, text, why, message, verdict }: Statement,
  stamp: Stamp,
): Incident {
  if (message !== undefined && ofMessage(incident, { message, kind })) return incident
  return record(incident, stamp, {
    type: 'finding-stated',
    kind,
    text,
    ...(why ? { why } : {}),
    ...(message === undefined ? {} : { message }),
    ...(verdict === undefined ? {} : { verdict }),
  })
}

export interface Judgement {
  readonly number: number
  readonly verdict: Verdict
  readonly why?: string | undefined
}

/** Says of a hypothesis that it is ruled out, confirmed or open again. Later evidence may turn it round. */
export function judgeFinding(incident: Incident, { number, verdict, why }: Judgement, stamp: Stamp): Incident {
  const finding = findings(incident).find(one => one.number === number)
  if (!finding) throw noSuchFinding(incident, number)
  if (finding.stated.kind === 'decision')
    throw new UserError(
      'is-decision',
      `Number ${number} is a decision. Only a hypothesis can be ruled out or confirmed.`,
    )
  if (finding.state === verdict) return incident
  return record(incident, stamp, {
    type: 'finding-judged',
    finding: finding.stated.seq,
    text: finding.text,
    verdict,
    ...(why ? { why } : {}),
  })
}

/** Rules out the message that somebody had supposed, or what nobody had: nobody has to look at it again. */
export function ruleOut(incident: Incident, input: Omit<Statement, 'kind' | 'verdict'>, stamp: Stamp): Incident {
  const { message, why } = input
  const known = message === undefined ? undefined : ofMessage(incident, { message, kind: 'hypothesis' })
  return known
    ? judgeFinding(incident, { number: known.number, verdict: 'ruled-out', why }, stamp)
    : stateFinding(incident, { ...input, kind: 'hypothesis', verdict: 'ruled-out' }, stamp)
}

/** Says why it is so as it stands: why it was judged like that, or why it was stated. */
export function explainFinding(
  incident: Incident,
  { number, why }: { number: number; why: string },
  stamp: Stamp,
): Incident {
  const finding = findings(incident).find(one => one.number === number)
  if (!finding) throw noSuchFinding(incident, number)
  if (reasonOf(finding) === why) return incident
  return record(incident, stamp, { type: 'finding-explained', finding: finding.stated.seq, text: finding.text, why })
}

/** Why it is as it stands, where somebody said so. */
export function reasonOf({ state, judged, why }: Finding): string | undefined {
  return judged && state !== 'open' ? judged.why : (judged?.why ?? why)
}

/** Takes back what was stated by mistake; that it was stated stays on the record. */
export function withdrawFinding(incident: Incident, { number }: { number: number }, stamp: Stamp): Incident {
  const finding = findings(incident).find(one => one.number === number)
  if (!finding) throw noSuchFinding(incident, number)
  return record(incident, stamp, {
    type: 'finding-withdrawn',
    finding: finding.stated.seq,
    text: finding.text,
  })
}

/** The finding of this kind that was taken from a message. */
export function ofMessage(
  incident: Incident,
  { message, kind }: { readonly message?: string | undefined; readonly kind: FindingKind },
): Finding | undefined {
  return findings(incident).find(({ stated }) => stated.message === message && stated.kind === kind)
}

/** “Roll back because payments fail” says what, and why. */
export function splitReason(text: string): { text: string; why?: string } {
  const [, what, why] = /^(.+?)\s+because\s+(.+)$/is.exec(text) ?? []
  return what && why ? { text: what, why } : { text }
}

function noSuchFinding(incident: Incident, number: number): UserError {
  return new UserError(
    'no-such-finding',
    `${incident.id} has no number ${number} on its board. \`/incident board\` shows what there is.`,
  )
}
