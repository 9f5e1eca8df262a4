import { lastResolution } from './closing.ts'
import type { ReviewInput } from './compose-review.ts'
import { describeEvent, type Names } from './describe-event.ts'
import { minuteMs } from './duration.ts'
import type { Block, Message, MessageFile } from './review.ts'
import { beside, type Image, joined, minute, plain, type Text, told } from './review-text.ts'
import { isFact } from './timeline.ts'
import { type FactEntry, factSentence, timelineEntries } from './timeline-entries.ts'
import { lineOf } from './transcript.ts'
import { updatesOf } from './updates.ts'

/** What was said of the whole of it while it lasted and when it ended; of its impact, what was told first. */
export function summary({ incident }: ReviewInput): Block[] {
  const end = lastResolution(incident)
  const impact = updatesOf(incident).find(({ fields }) => fields.impact)?.fields.impact
  const said = [
    incident.summary,
    impact && `Impact, as first told: ${impact}`,
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

/** The story in the order in which things happened: one sentence a fact, and the messages that people put there. */
export function timeline({ incident, talk, names }: ReviewInput): Block {
  return {
    kind: 'table',
    columns: ['When', 'What happened'],
    rows: timelineEntries(incident, talk.curated).map(entry => [
      minute(entry.at),
      'message' in entry ? quoted(entry.message, names) : recounted(entry, names),
    ]),
  }
}

/** What happened; where it was said later than that, also when. */
function recounted(entry: FactEntry, names: Names): Text {
  const { at, recordedAt } = entry.fact
  const sentence = factSentence(entry, names)
  return recordedAt.getTime() - at.getTime() < minuteMs ? sentence : told`${sentence} (said ${beside(recordedAt, at)})`
}

/** A message with its files and pictures, and where it is to be read in its surroundings. */
function quoted(message: Message, names: Names): Text {
  const { who, text, files, permalink } = lineOf(message, names)
  const images = files.flatMap(imageOf)
  const others = files.filter(file => imageOf(file).length === 0).map(({ name }) => name)
  const said = `${who}: ${[text, others.length > 0 && `(${others.join(', ')})`].filter(Boolean).join(' ')}`
  const link = permalink ? [{ kind: 'reference', text: 'In Slack', href: permalink } as const] : []
  return images.length + link.length === 0 ? said : joined([said, ...images, ...link], ' ')
}

/** None for what is not a picture or is not kept. */
function imageOf({ name, mediaType, bytes, sha256 }: MessageFile): Image[] {
  if (!sha256 || bytes === undefined || !mediaType?.startsWith('image/')) return []
  return [{ kind: 'image', name, mediaType, bytes, sha256 }]
}
