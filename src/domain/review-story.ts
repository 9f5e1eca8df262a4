import { lastResolution } from './closing.ts'
import type { ReviewInput } from './compose-review.ts'
import { describeEvent, isTold } from './describe-event.ts'
import type { Block } from './review.ts'
import { minute, plain, told } from './review-text.ts'
import { isFact, type TimelineEvent } from './timeline.ts'
import { updatesOf } from './updates.ts'

/** What was said of the whole of it while it lasted and when it ended. */
export function summary({ incident }: ReviewInput): Block[] {
  const end = lastResolution(incident)
  const said = [
    incident.summary,
    end?.happened && `What happened: ${end.happened}`,
    incident.resolution && `Resolution: ${incident.resolution}`,
    end?.prevention && `What is done about it: ${end.prevention}`,
  ]
  return said.flatMap(text => (text ? [{ kind: 'paragraph' as const, text }] : []))
}

/** How it was noticed and how it ended, reopenings and what helped meanwhile included. */
export function detection({ incident, names }: ReviewInput): Block[] {
  const declared = incident.timeline.find(isFact('declared'))
  const workarounds = updatesOf(incident).flatMap(update =>
    update.fields.workaround ? [told`${minute(update.at)}: ${update.fields.workaround}`] : [],
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
        told`Reported by ${names.user(incident.reporter)} on ${minute(incident.declaredAt)}${
          declared ? `, as ${declared.severity} with urgency ${declared.urgency}: ${declared.priority}` : ''
        }.`,
        ...ends.map(fact => told`${minute(fact.at)}: ${describeEvent(fact, names)}`),
        ...(ends.length === 0 ? ['It is not resolved yet.'] : []),
      ],
    },
    ...(workarounds.length > 0
      ? [
          { kind: 'paragraph' as const, text: 'Workarounds told while it lasted:' },
          { kind: 'list' as const, items: [...new Map(workarounds.map(text => [plain(text), text])).values()] },
        ]
      : []),
  ]
}

/** The story, one sentence a fact, in the order in which things happened. */
export function timeline({ incident, names }: ReviewInput): Block {
  const inOrder = (a: TimelineEvent, b: TimelineEvent) => a.at.getTime() - b.at.getTime() || a.seq - b.seq
  return {
    kind: 'table',
    columns: ['When', 'What happened'],
    rows: incident.timeline
      .filter(isTold)
      .sort(inOrder)
      .map(fact => [minute(fact.at), describeEvent(fact, names)]),
  }
}
