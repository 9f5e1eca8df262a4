import { describeEvent } from './describe-event.ts'
import { FINDING_STATE_LABEL, findings } from './findings.ts'
import type { Incident } from './incident.ts'
import type { Period } from './metrics.ts'
import { MILESTONE_LABEL, milestone } from './milestones.ts'
import type { KeyEvent, PictureInput } from './picture.ts'
import { shorten } from './shorten.ts'
import type { FactType } from './timeline.ts'

/** More would be a second timeline. */
const mostEvents = 12
const mostCharacters = 90

/** What is remembered of an incident, the most important first: where there are too many, the last kinds are left out. */
const REMEMBERED: readonly (readonly FactType[])[] = [
  ['declared', 'resolved', 'reopened', 'cancelled', 'merged'],
  ['acknowledged', 'closed'],
  ['severity-changed', 'urgency-changed', 'made-private', 'made-public'],
  ['fix-disputed', 'fix-confirmed', 'misses-escalated'],
  ['noted'],
]

interface Moment {
  readonly at: Date
  readonly seq: number
  readonly text: string
}

/** When it began and was noticed, where somebody said so: no fact of that time tells it. */
export function beginnings(incident: Incident): readonly { id: 'started' | 'detected'; at: Date }[] {
  return (['started', 'detected'] as const).flatMap(id => {
    const { at } = milestone(incident, id)
    return at && at < incident.declaredAt ? [{ id, at }] : []
  })
}

function settledFindings(incident: Incident): Moment[] {
  return findings(incident).flatMap(({ state, text, stated, judged = stated }) =>
    state === 'open' ? [] : [{ at: judged.at, seq: judged.seq, text: `${FINDING_STATE_LABEL[state]}: ${text}` }],
  )
}

export function keyEvents({ incident, names }: PictureInput, range: Period): KeyEvent[] {
  const told = (types: readonly FactType[]): Moment[] =>
    incident.timeline
      .filter(({ type }) => types.includes(type))
      .map(fact => ({ at: fact.at, seq: fact.seq, text: describeEvent(fact, names) }))
  const milestones = beginnings(incident).map(({ id, at }) => ({ at, seq: 0, text: MILESTONE_LABEL[id] }))
  const kinds = REMEMBERED.map(told)
  // What was found out matters less than how bad it was, and more than what was noted on the way.
  kinds.splice(1, 0, milestones)
  kinds.splice(-1, 0, settledFindings(incident))
  const chosen = kinds.reduce<Moment[]>((some, kind) => {
    const more = kind.filter(({ at }) => at >= range.from && at <= range.to)
    return some.length + more.length > mostEvents && some.length > 0 ? some : some.concat(more)
  }, [])
  return chosen
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.seq - b.seq)
    .map(({ at, text }, index) => ({
      number: index + 1,
      at,
      text: shorten(text.replace(/\s+/gu, ' '), mostCharacters),
    }))
}
