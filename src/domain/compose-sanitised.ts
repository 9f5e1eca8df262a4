import { wasToldTo } from './addressing.ts'
import { type AudienceId, RESPONDERS } from './audience-ids.ts'
import { allowedFields, audienceOf } from './audiences.ts'
import { howLong } from './communication-tables.ts'
import { compose } from './compose.ts'
import { asCorrected } from './correction.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { wasSaidInPrivate } from './privacy.ts'
import type { Block, Review } from './review.ts'
import { serviceLabel } from './review-glance.ts'
import { minute, type Text } from './review-text.ts'
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
    ['Began', minute(incident.declaredAt)],
    ['Over', ended ? minute(ended) : 'not yet'],
    ['Lasted', ended ? howLong(incident.declaredAt, ended) : `${howLong(incident.declaredAt, builtAt)} so far`],
  ]
  const title = allowed.includes('title') ? incident.title : (serviceLabel(incident, policy) ?? 'A disruption')
  return {
    id: incident.id,
    title,
    notice: `Written for: ${label}`,
    builtAt,
    sections: [
      { id: 'glance', heading: 'At a glance', blocks: [{ kind: 'table', columns: ['What', 'Value'], rows }] },
      ...(allowed.includes('summary') && incident.summary
        ? [{ id: 'summary', heading: 'Summary', blocks: [{ kind: 'paragraph' as const, text: incident.summary }] }]
        : []),
      { id: 'updates', heading: 'Updates', blocks: [updatesFor(audience, { incident, policy, title })] },
    ],
  }
}

/** Each update that this audience was addressed by, as it stands now. */
function updatesFor(audience: AudienceId, context: { incident: Incident; policy: Policy; title: string }): Block {
  const { incident, title } = context
  const own = updatesOf(incident)
    // That there is a review, it says itself.
    .filter(update => update.kind !== 'review-published' && wasToldTo(incident, update, audience))
    // Of an audience, only who was cleared has read those.
    .filter(update => audience === RESPONDERS || !wasSaidInPrivate(incident, update))
  if (own.length === 0) return { kind: 'paragraph', text: 'No update was written.' }
  return {
    kind: 'table',
    columns: ['When', 'What we told you'],
    rows: own.map(update => {
      const { heading, paragraphs } = compose(audience, asCorrected(update, incident), context)
      const said = paragraphs.map(({ label, text }) => (label ? `${label}: ${text}` : text))
      return [minute(update.at), [withoutTitle(heading, title), ...said].join('\n')]
    }),
  }
}

/** The title stands above all of it. */
function withoutTitle(heading: string, title: string): string {
  const [first = '', ...rest] = heading.startsWith(`${title}: `) ? heading.slice(title.length + 2) : heading
  return first.toUpperCase() + rest.join('')
}
