import type { AudienceId } from './audience-ids.ts'
import type { Fact, TimelineEvent } from './timeline.ts'

type Adjusted = Fact<'audience-adjusted'>

/** What a person changed about who hears of one incident, for one audience. */
export interface Adjustment {
  /** False = left out, true = told whatever the policy’s rule says; absent = by the rule. */
  readonly hears?: boolean
  /** Channels and people, by id, that read as this audience too. */
  readonly added: readonly string[]
  /** Minutes between its updates, null = none is owed; absent = by the policy. */
  readonly cadence?: number | null
  /** Absent = by the policy. */
  readonly involvement?: 'informed' | 'consulted'
}

/** The adjustments of an audience, first to last. */
export function adjustmentsOf(audience: AudienceId, timeline: readonly TimelineEvent[] = []): readonly Adjusted[] {
  return timeline.flatMap(fact => (fact.type === 'audience-adjusted' && fact.audience === audience ? [fact] : []))
}

/** What stands for this audience instead of the policy; undefined when nobody changed it, or it was undone. */
export function adjustmentOf(
  audience: AudienceId,
  incident: { readonly timeline?: readonly TimelineEvent[] },
): Adjusted | undefined {
  const last = adjustmentsOf(audience, incident.timeline).at(-1)
  return last && changesAnything(last) ? last : undefined
}

/** Whether somebody decided that this audience is to hear nothing of the incident. */
export function isLeftOut(audience: AudienceId, incident: { readonly timeline?: readonly TimelineEvent[] }): boolean {
  return adjustmentOf(audience, incident)?.hears === false
}

function changesAnything({ hears, added, cadence, involvement }: Adjustment): boolean {
  return hears !== undefined || added.length > 0 || cadence !== undefined || involvement !== undefined
}

export function isSameAdjustment(one: Adjustment, other: Adjustment | undefined): boolean {
  const places = ({ added }: Adjustment) => [...added].sort().join()
  return (
    one.hears === other?.hears &&
    one.cadence === other?.cadence &&
    one.involvement === other?.involvement &&
    places(one) === places(other ?? { added: [] })
  )
}
