import type { KnownBlock } from '@slack/types'
import { audienceLabel } from '../../domain/audiences.ts'
import { type Delivery, deliveriesOf } from '../../domain/delivery.ts'
import { failureWords } from '../../domain/failure-words.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { lastReport } from '../../domain/updates.ts'
import { context } from '../blocks.ts'
import { join, md, when } from '../mrkdwn.ts'

const STATES: readonly { state: Delivery['state']; label: string }[] = [
  { state: 'sent', label: 'sent to' },
  { state: 'waiting', label: 'on its way to' },
  { state: 'failed', label: ':warning: could not be delivered to' },
]

/** How the last update that a person wrote stands with each audience. */
export function deliveryBlocks(incident: Incident, policy: Policy): KnownBlock[] {
  const update = lastReport(incident)
  if (!update) return []
  const deliveries = deliveriesOf(incident, update)
  const parts = STATES.flatMap(({ state, label }) => {
    const names = deliveries
      .filter(one => one.state === state)
      .map(({ audience, reason }) => `${audienceLabel(audience, policy)}${reason ? ` (${failureWords(reason)})` : ''}`)
    return names.length > 0 ? [md`${label} ${[...new Set(names)].join(', ')}`] : []
  })
  return parts.length > 0 ? [context(md`Last update, ${when(update.at)}: ${join(parts, '; ')}`)] : []
}
