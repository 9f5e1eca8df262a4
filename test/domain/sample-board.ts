import { judgeFinding, stateFinding } from '../../src/domain/findings.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { correctMilestone } from '../../src/domain/milestones.ts'
import type { Stamp } from '../../src/domain/timeline.ts'

/** Gets one step further; minutes count from the declaration. */
type Step = (incident: Incident) => Incident
type At = (minutes: number) => Date

const by = (user: string, at: Date): Stamp => ({ by: user, via: 'command', at })

/** A hypothesis that was ruled out, one that was confirmed, one that stayed open, and a decision. */
export function boardSteps(at: At): readonly Step[] {
  return [
    i => stateFinding(i, { kind: 'hypothesis', text: 'The load balancer drops connections' }, by('U03', at(30))),
    i => stateFinding(i, { kind: 'hypothesis', text: 'The pool is too small' }, by('U04', at(34))),
    i => judgeFinding(i, { number: 1, verdict: 'ruled-out', why: 'Its counters are flat' }, by('U03', at(41))),
    i => judgeFinding(i, { number: 2, verdict: 'confirmed' }, by('U04', at(52))),
    i => stateFinding(i, { kind: 'decision', text: 'Raise the pool', why: 'A rollback is slower' }, by('U01', at(55))),
    i => stateFinding(i, { kind: 'hypothesis', text: 'A second cause in one region' }, by('U05', at(58))),
  ]
}

/** When it really began and was noticed, said after it was over. */
export function beganBefore(at: At, { started, detected }: { started: number; detected: number }): Step {
  return incident =>
    (
      [
        ['started', started, 'The release went live'],
        ['detected', detected, 'The first alert'],
      ] as const
    ).reduce(
      (latest, [milestone, minutes, reason]) =>
        correctMilestone(latest, { milestone, at: at(-minutes), reason }, by('U02', latest.closedAt ?? at(0))),
      incident,
    )
}
