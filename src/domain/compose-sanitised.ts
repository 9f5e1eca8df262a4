import { wasToldTo } from './addressing.ts'
import { type AudienceId, RESPONDERS } from './audience-ids.ts'
import { allowedFields, audienceOf } from './audiences.ts'
import { compose } from './compose.ts'
import { asCorrected } from './correction.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { wasSaidInPrivate } from './privacy.ts'
import type { Block, Review } from './review.ts'
import { serviceLabel } from './review-glance.ts'
import { minute, type Text, told } from './review-text.ts'
import { updatesOf } from './updates.ts'

/**
 * The review as one audience may read it, through the same gate as its updates: its fields, in its words. There are no
 * names of people, no messages, no notes and no facts in it.
 */
export function composeSanitised(
  audience: AudienceId,
  { incident, policy, builtAt }: { incident: Incident; policy: Policy; builtAt: Date },
): Review {
  const allowed = allowedFields(audience, incident, policy)
  const { label } = audienceOf(audience, policy)
  const ended = incident.resolvedAt
  const rows: (readonly Text[])[] = [
    ['Incident', incident.id],
    ['Began', minute(incident.declaredAt)],
    ['Over', ended ? minute(ended) : 'not yet'],
  ]
  return {
    id: incident.id,
    title: allowed.includes('title') ? incident.title : (serviceLabel(incident, policy) ?? 'A disruption'),
    notice: `Written for: ${label}. It holds what they may read, and nothing else.`,
    builtAt,
    sections: [
      { id: 'glance', heading: 'At a glance', blocks: [{ kind: 'table', columns: ['What', 'Value'], rows }] },
      ...(allowed.includes('summary') && incident.summary
        ? [{ id: 'summary', heading: 'Summary', blocks: [{ kind: 'paragraph' as const, text: incident.summary }] }]
        : []),
      { id: 'updates', heading: 'What we told you', blocks: updatesFor(audience, { incident, policy }) },
    ],
  }
}

/** Each update that this audience was addressed by, as it stands now. */
function updatesFor(audience: AudienceId, context: { incident: Incident; policy: Policy }): Block[] {
  const { incident } = context
  const own = updatesOf(incident)
    // That there is a review, it says itself.
    .filter(update => update.kind !== 'review-published' && wasToldTo(incident, update, audience))
    // Of an audience, only who was cleared has read those.
    .filter(update => audience === RESPONDERS || !wasSaidInPrivate(incident, update))
  if (own.length === 0) return [{ kind: 'paragraph', text: 'No update was written.' }]
  return own.flatMap((update): Block[] => {
    const { heading, paragraphs } = compose(audience, asCorrected(update, incident), context)
    return [
      { kind: 'paragraph', text: told`${minute(update.at)}: ${heading}` },
      { kind: 'list', items: paragraphs.map(({ label, text }) => (label ? `${label}: ${text}` : text)) },
    ]
  })
}
