import { addSpan } from './calendar.ts'
import { lastResolution } from './closing.ts'
import { describeEvent, isTold, type Names } from './describe-event.ts'
import type { Feedback } from './feedback.ts'
import type { Incident } from './incident.ts'
import { describeSpan, type Policy } from './policy.ts'
import type { Block, Review, Section } from './review.ts'
import { communicationsLog, impactByAudience, milestoneTables, slaTable } from './review-figures.ts'
import { peopleTables } from './review-people.ts'
import { feedbackGiven, questionsAsked } from './review-questions.ts'
import { statusLabel } from './status.ts'
import type { Talk } from './talk.ts'
import { isFact, type TimelineEvent } from './timeline.ts'
import { updatesOf } from './updates.ts'
import { utcMinute } from './utc.ts'

export interface ReviewInput {
  readonly incident: Incident
  readonly policy: Policy
  readonly talk: Talk
  readonly feedback: readonly Feedback[]
  readonly names: Names
  readonly builtAt: Date
}

/** The post-incident review from the facts and what is to be said of the channel's messages, which stand beside it. The same input gives the same review. */
export function composeReview(input: ReviewInput): Review {
  const { incident, talk } = input
  const sections: readonly (readonly [string, readonly Block[]])[] = [
    ['At a glance', [glance(input)]],
    ['Summary', summary(input)],
    ['Impact', impactByAudience(input)],
    ['Detection and resolution', detection(input)],
    [
      'Root cause',
      [
        {
          kind: 'prompt',
          text: 'What had to be true for this to happen? Keep asking why, and name systems, not people.',
        },
      ],
    ],
    [
      'Contributing factors',
      [
        {
          kind: 'prompt',
          text: 'What made it more likely, larger or longer: changes, load, missing alerts, unclear ownership?',
        },
      ],
    ],
    ['People and roles', peopleTables(input)],
    ['Milestones and intervals', milestoneTables(input)],
    ['SLA attainment', slaTable(input)],
    ['Timeline', [timeline(input)]],
    ['Communications log', communicationsLog(input)],
    ['Questions', questionsAsked(input)],
    ['Feedback', feedbackGiven(incident, input)],
    ['What went well', [{ kind: 'prompt', text: 'What should we do the same way next time?' }]],
    ['What did not go well', [{ kind: 'prompt', text: 'What slowed us down, confused us or was missing?' }]],
    ['Where we got lucky', [{ kind: 'prompt', text: 'What could have made this much worse, and did not?' }]],
    ['Action items', actionItems],
    [
      'Appendix: transcript',
      talk.count > 0
        ? [{ kind: 'transcript' }]
        : [
            {
              kind: 'paragraph',
              text: 'There are no messages: the incident has no channel, or nothing was written in it.',
            },
          ],
    ],
  ]
  return {
    id: incident.id,
    title: incident.title,
    ...(incident.isPrivate
      ? { notice: 'Private incident: this review is only for the members of its channel. Do not pass it on.' }
      : {}),
    sections: sections.map(([heading, blocks]): Section => ({ heading, blocks })),
  }
}

function glance({ incident, policy, names, builtAt, talk }: ReviewInput): Block {
  const { severity, urgency, priority, roles } = incident
  const reviewDue = policy.targets[priority].reviewDue
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Incident', incident.id],
    ['Title', incident.title],
    ['Status', statusLabel(incident.status)],
    ['Severity', severity],
    ['Priority', `${priority}, because ${severity} with urgency ${urgency} is ${priority}`],
    ['Service', serviceLabel(incident, policy) ?? 'not set'],
    ['Category', categoryLabel(incident, policy) ?? 'not set'],
    ['Incident commander', roles.commander ? names.user(roles.commander) : 'nobody'],
    ['Reporter', names.user(incident.reporter)],
    ['Channel', incident.channel ? `#${incident.channel.name}` : 'none'],
    ['Declared', utcMinute(incident.declaredAt)],
    ['Acknowledged', incident.acknowledgedAt ? utcMinute(incident.acknowledgedAt) : 'not yet'],
    ['Resolved', incident.resolvedAt ? utcMinute(incident.resolvedAt) : 'not yet'],
    ['Closed', incident.closedAt ? utcMinute(incident.closedAt) : 'not yet'],
    ['Merged into', incident.mergedInto],
    [
      'Review due',
      incident.resolvedAt && reviewDue
        ? `${utcMinute(addSpan(incident.resolvedAt, reviewDue, policy.calendar))} (${describeSpan(reviewDue)} after resolved)`
        : undefined,
    ],
    ['Built', `${utcMinute(builtAt)}, from ${incident.timeline.length} facts and ${talk.count} messages`],
  ]
  return {
    kind: 'table',
    columns: ['What', 'Value'],
    rows: rows.flatMap(([what, value]) => (value === undefined ? [] : [[what, value]])),
  }
}

function serviceLabel({ service }: Incident, policy: Policy): string | undefined {
  return policy.services.find(one => one.id === service)?.label ?? service
}

function categoryLabel(incident: Incident, policy: Policy): string | undefined {
  const category = policy.categories.find(one => one.id === incident.category)
  const subcategory = category?.subcategories?.find(one => one.id === incident.subcategory)
  const parts = [category?.label ?? incident.category, subcategory?.label ?? incident.subcategory]
  return parts.filter(part => part !== undefined).join(' / ') || undefined
}

function summary({ incident }: ReviewInput): Block[] {
  const end = lastResolution(incident)
  const told = [
    incident.summary,
    end?.happened && `What happened: ${end.happened}`,
    incident.resolution && `Resolution: ${incident.resolution}`,
    end?.prevention && `What is done about it: ${end.prevention}`,
  ]
  return [
    ...told.flatMap(text => (text ? [{ kind: 'paragraph' as const, text }] : [])),
    {
      kind: 'prompt',
      text: 'In three sentences for somebody who was not there: what broke, for whom, and what ended it?',
    },
  ]
}

function detection(input: ReviewInput): Block[] {
  const { incident, names } = input
  const declared = incident.timeline.find(isFact('declared'))
  const workarounds = updatesOf(incident).flatMap(update =>
    update.fields.workaround ? [`${utcMinute(update.at)}: ${update.fields.workaround}`] : [],
  )
  const ends = incident.timeline.filter(
    fact =>
      fact.type === 'resolved' ||
      fact.type === 'reopened' ||
      fact.type === 'closed' ||
      fact.type === 'cancelled' ||
      fact.type === 'merged',
  )
  return [
    {
      kind: 'list',
      items: [
        `Reported by ${names.user(incident.reporter)} on ${utcMinute(incident.declaredAt)}${
          declared ? `, as ${declared.severity} with urgency ${declared.urgency}: ${declared.priority}` : ''
        }.`,
        ...ends.map(fact => `${utcMinute(fact.at)}: ${describeEvent(fact, names)}`),
        ...(ends.length === 0 ? ['It is not resolved yet.'] : []),
      ],
    },
    ...(workarounds.length > 0
      ? [
          { kind: 'paragraph' as const, text: 'Workarounds told while it lasted:' },
          { kind: 'list' as const, items: [...new Set(workarounds)] },
        ]
      : []),
    { kind: 'prompt', text: 'How was it noticed, what triggered it, and how could it have been noticed earlier?' },
  ]
}

function timeline({ incident, names }: ReviewInput): Block {
  const inOrder = (a: TimelineEvent, b: TimelineEvent) => a.at.getTime() - b.at.getTime() || a.seq - b.seq
  return {
    kind: 'table',
    columns: ['When', 'What happened'],
    rows: incident.timeline
      .filter(isTold)
      .sort(inOrder)
      .map(fact => [utcMinute(fact.at), describeEvent(fact, names)]),
  }
}

const actionItems: readonly Block[] = [
  {
    kind: 'prompt',
    text: 'What will we do so that this does not happen again, hurts less, or is noticed sooner? One owner and one date each.',
  },
  {
    kind: 'table',
    columns: ['What', 'Kind (prevent, mitigate, detect, process)', 'Owner', 'Due', 'Ticket'],
    rows: [['', '', '', '', '']],
  },
]
