import { type ActionItem, openItems } from './action-items.ts'
import { isAlike } from './alike.ts'
import { type DisclosedIncident, disclose } from './disclosure.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { wasSaidInPrivate } from './privacy.ts'
import { isFact } from './timeline.ts'

const shownAtMost = 3

/** An earlier incident of the same service whose follow-ups are not all done. */
export interface Similar {
  /** As everybody may know of it. */
  readonly incident: DisclosedIncident
  readonly open: readonly ActionItem[]
  /** Whether its title says the same. */
  readonly isAlike: boolean
}

/** Those whose title says the same first, then the newest. Private ones show nowhere but in their own channels. */
export function similarTo(
  incident: Pick<Incident, 'number' | 'service' | 'title'>,
  others: readonly Incident[],
  policy: Policy,
): Similar[] {
  return others
    .filter(other => other.number < incident.number && other.service === incident.service)
    .flatMap((other): Similar[] => {
      const disclosed = disclose(other, 'everybody', policy)
      const open = openItems(other).filter(({ added }) => !wasSaidInPrivate(other, added))
      return disclosed && open.length > 0
        ? [{ incident: disclosed, open, isAlike: isAlike(other.title, incident.title) }]
        : []
    })
    .sort((a, b) => Number(b.isAlike) - Number(a.isAlike) || b.incident.number - a.incident.number)
    .slice(0, shownAtMost)
}

/** The ids of those that were found last. */
export function similarFound({ timeline }: Pick<Incident, 'timeline'>): string[] {
  return (timeline.findLast(isFact('similar-found'))?.found ?? []).map(({ incident }) => incident)
}
