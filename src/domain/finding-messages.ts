import { type FindingKind, judgeFinding, ofMessage, type Verdict, withdrawFinding } from './findings.ts'
import type { Incident } from './incident.ts'
import type { Stamp } from './timeline.ts'

/** Confirms what was supposed in a message. Of any other message it means nothing: people tick many. */
export function confirmMessage(incident: Incident, { message }: { message: string }, stamp: Stamp): Incident {
  const finding = ofMessage(incident, { message, kind: 'hypothesis' })
  return finding ? judgeFinding(incident, { number: finding.number, verdict: 'confirmed' }, stamp) : incident
}

/** Takes back what the same person stated with a message. */
export function takeBackMessage(
  incident: Incident,
  { message, kind }: { message: string; kind: FindingKind },
  stamp: Stamp,
): Incident {
  const finding = ofMessage(incident, { message, kind })
  return finding?.stated.by === stamp.by ? withdrawFinding(incident, finding, stamp) : incident
}

/** Takes back the verdict that the same person gave; what was stated only to be ruled out is gone with it. */
export function reopenMessage(
  incident: Incident,
  { message, was }: { message: string; was: Exclude<Verdict, 'open'> },
  stamp: Stamp,
): Incident {
  const finding = ofMessage(incident, { message, kind: 'hypothesis' })
  if (finding?.state !== was || (finding.judged ?? finding.stated).by !== stamp.by) return incident
  return finding.judged
    ? judgeFinding(incident, { number: finding.number, verdict: 'open' }, stamp)
    : withdrawFinding(incident, finding, stamp)
}
