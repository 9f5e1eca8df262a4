import { addItem, changeItem, endItem } from '../../src/domain/action-items.ts'
import type { Incident } from '../../src/domain/incident.ts'
import type { Policy } from '../../src/domain/policy.ts'
import type { Stamp } from '../../src/domain/timeline.ts'

/** Three follow-ups, as a review has them: one owned, one given up, one moved to a ticket. */
export function withItems(incident: Incident, policy: Policy, at: (minutes: number) => Date): Incident {
  const by = (user: string, minutes: number): Stamp => ({ by: user, via: 'command', at: at(minutes) })
  const steps: ((latest: Incident) => Incident)[] = [
    i =>
      addItem(
        i,
        { text: 'Alert when the pool is nearly used up', kind: 'detect', owner: 'U02', policy },
        by('U01', 284),
      ),
    i =>
      addItem(
        i,
        { text: 'Read the pool’s size from one place', kind: 'prevent', owner: 'U04', policy },
        by('U03', 285),
      ),
    i => addItem(i, { text: 'Two people at night', kind: 'process', policy }, by('U03', 286)),
    i => changeItem(i, { number: 1, to: { link: 'https://tickets.example/81' } }, by('U02', 290)),
    i =>
      endItem(
        i,
        { number: 2, outcome: 'moved', reason: 'The platform team does it', link: 'https://tickets.example/82' },
        by('U04', 292),
      ),
    i => endItem(i, { number: 3, outcome: 'dropped', reason: 'The handover worked' }, by('U03', 294)),
  ]
  return steps.reduce((latest, step) => step(latest), incident)
}
