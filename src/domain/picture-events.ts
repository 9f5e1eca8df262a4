import { describeEvent } from './describe-event.ts'
import type { Period } from './metrics.ts'
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

export function keyEvents({ incident, names }: PictureInput, range: Period): KeyEvent[] {
  const inRange = incident.timeline.filter(({ at }) => at >= range.from && at <= range.to)
  const chosen = REMEMBERED.reduce<typeof inRange>((some, types) => {
    const more = inRange.filter(({ type }) => types.includes(type))
    return some.length + more.length > mostEvents && some.length > 0 ? some : some.concat(more)
  }, [])
  return chosen
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.seq - b.seq)
    .map((fact, index) => ({
      number: index + 1,
      at: fact.at,
      text: shorten(describeEvent(fact, names).replace(/\s+/gu, ' '), mostCharacters),
    }))
}
