import type { AudienceId } from './audience-ids.ts'
import { audienceLabel } from './audiences.ts'
import { type Delivery, deliveriesOf } from './delivery.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import type { Fact } from './timeline.ts'
import { readAt } from './waiting.ts'

/** How one update stands with one audience. */
export interface AudienceReport {
  readonly audience: AudienceId
  readonly label: string
  /** Where it was read, with when. */
  readonly sent: readonly (Delivery & { readonly at: Date })[]
  readonly failed: readonly (Delivery & { readonly reason: string; readonly work: string })[]
  /** Places that it is on its way to. */
  readonly waiting: readonly Delivery[]
  /** The end of the quiet hours for which those wait. */
  readonly until?: Date
  /** They read a later update in its place. */
  readonly isOvertaken: boolean
}

/** How one update stands with everybody whom it is for, in the order in which it was addressed. */
export function reportOn(incident: Incident, update: Fact<'update-written'>, policy: Policy): AudienceReport[] {
  const deliveries = deliveriesOf(incident, update)
  return [...new Set(deliveries.map(({ audience }) => audience))].map(audience => {
    const own = deliveries.filter(one => one.audience === audience)
    const waiting = own.filter(({ state }) => state === 'waiting')
    const from = readAt(update, audience, { incident, policy })
    const isOvertaken = waiting.length > 0 && from === undefined
    return {
      audience,
      label: audienceLabel(audience, policy),
      sent: own.flatMap(one => (one.at ? [{ ...one, at: one.at }] : [])),
      failed: own.flatMap(one => (one.reason && one.work ? [{ ...one, reason: one.reason, work: one.work }] : [])),
      waiting: isOvertaken ? [] : waiting,
      isOvertaken,
      ...(from && from > update.recordedAt && waiting.length > 0 ? { until: from } : {}),
    }
  })
}
