import type { AudienceId } from '../domain/audience-ids.ts'
import { composeReview } from '../domain/compose-review.ts'
import { composeSanitised } from '../domain/compose-sanitised.ts'
import { curatedIn } from '../domain/curated.ts'
import type { Names } from '../domain/describe-event.ts'
import type { Incident } from '../domain/incident.ts'
import { isAboutReview } from '../domain/own-messages.ts'
import { wasEverPrivate } from '../domain/privacy.ts'
import { withoutPeople } from '../domain/pseudonyms.ts'
import { keptFrom } from '../domain/retention.ts'
import type { Message, Review, ReviewFormat, Transcript } from '../domain/review.ts'
import { listen } from '../domain/talk.ts'
import { lineOf, transcriptOf } from '../domain/transcript.ts'
import { readable } from '../domain/withheld.ts'
import { writtenNow } from '../domain/write-review.ts'
import { type App, notFound, type SavedReview } from './app.ts'
import { listenForReactions } from './reactions.ts'
import type { Gather, ReadingOrder } from './transcripts.ts'

/** Names are asked for a few at a time, so that they stay below Slack's limit instead of running into it. */
const namesAtOnce = 4

/** The post-incident review as it stands now, and what was said, to be read beside it. */
export async function buildReview(
  app: App,
  id: string,
  options: Parameters<Gather>[1] = {},
): Promise<{ review: Review; transcript: Transcript; builtAt: Date }> {
  const found = await app.incidents.get(id)
  if (!found) throw notFound(id)
  const builtAt = app.now()
  const since = keptFrom(found)
  const channel = since && found.channel?.id
  const heard = listen(curatedIn(found, app.policy))
  const reactions = listenForReactions(app, found)
  if (since && channel !== undefined) {
    await app.gather(channel, { ...options, since })
    await app.keepFiles(channel, options.signal)
    for await (const message of conversation(app, channel)) {
      heard.hear(message)
      reactions.hear(message)
    }
  }
  const people = await app.pseudonyms()
  const incident = readable(await reactions.catchUp(), people)
  const feedback = withoutPeople(await app.feedback.of(id), people)
  const input = { incident, policy: app.policy, talk: heard.talk(), feedback, written: writtenNow(incident), builtAt }
  const compose = (names: Names) => composeReview({ ...input, names })
  const names = await namesIn(app, incident, { compose, also: heard.mentioned() })
  return {
    review: compose(names),
    transcript: readTranscript(app, channel, names),
    builtAt,
  }
}

type Shelf = Pick<App, 'transcripts' | 'attachments' | 'permalinkOf'>

/** What is kept of what was said there. */
async function* conversation(app: Shelf, channel: string, order?: ReadingOrder): AsyncGenerator<Message> {
  for await (const message of app.transcripts.read(channel, order))
    if (!isAboutReview(message)) yield linked(app, channel, message)
}

/** The message with where it can be read in Slack, while it can. */
export function linked({ permalinkOf }: Pick<App, 'permalinkOf'>, channel: string, message: Message): Message {
  const permalink = message.deletion ? undefined : permalinkOf(channel, message)
  return permalink ? { ...message, permalink } : message
}

/** What is kept of a channel, as often as it is asked for. */
function readTranscript(app: Shelf, channel: string | undefined, names: Names): Transcript {
  const lines = async function* (order: ReadingOrder) {
    if (channel === undefined) return
    for await (const message of conversation(app, channel, order)) yield lineOf(message, names)
  }
  return {
    [Symbol.asyncIterator]: () => lines('threads'),
    byTime: () => lines('time'),
    async attachment(sha256) {
      const content = channel === undefined ? undefined : await app.attachments.read(channel, sha256)
      return content && wholeOf(content)
    },
  }
}

async function wholeOf(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of content) parts.push(part)
  return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer())
}

/** Builds the review, renders it and keeps it, so that it can be read over HTTP too. */
export async function renderAndSave(
  app: App,
  { id, format, ...options }: { id: string; format: ReviewFormat } & NonNullable<Parameters<Gather>[1]>,
): Promise<SavedReview> {
  const { review, transcript, builtAt } = await buildReview(app, id, options)
  const content = format.render(review, transcript)
  return app.reviews.save({ incident: id, format: format.id, content, builtAt })
}

/** The review that one audience may read. It is kept apart, under no link: whoever asked for it passes it on. */
export async function renderFor(
  app: App,
  { id, format, audience }: { id: string; format: ReviewFormat; audience: AudienceId },
): Promise<SavedReview> {
  const incident = await app.incidents.get(id)
  if (!incident) throw notFound(id)
  const builtAt = app.now()
  const seen = readable(incident, await app.pseudonyms())
  const review = composeSanitised(audience, { incident: seen, policy: app.policy, builtAt })
  const content = format.render(review, transcriptOf([], { user: () => '', channel: () => '' }))
  return app.reviews.save({ incident: id, format: `${format.id}@${audience}`, content, builtAt })
}

/** What a format renders, as one text. */
export async function wholeText(parts: AsyncIterable<string | Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const part of parts) text += typeof part === 'string' ? part : decoder.decode(part, { stream: true })
  return text + decoder.decode()
}

/** A review tells what was said while its incident was private, too, and whoever has the address can open it. */
function mayBeUnderALink(incident: Incident): boolean {
  return !wasEverPrivate(incident)
}

/** The signed address of the review; undefined where there must be none, because whoever has it can open it. */
export function linkToReview(app: App, incident: Incident, extension: string): string | undefined {
  return mayBeUnderALink(incident) ? app.reviewLink(incident.id, extension) : undefined
}

/**
 * A review that was built before, as a file for whoever holds its link; undefined when there is none, no such format,
 * or the incident is or was private. Both are asked for whatever the other answers, so that time tells nothing either.
 */
export async function savedReview(
  app: Pick<App, 'formats' | 'reviews' | 'incidents' | 'policy'>,
  { incident: id, extension }: { incident: string; extension: string },
): Promise<ReviewFile | undefined> {
  const format = app.formats.find(one => one.extension === extension)
  if (!format) return undefined
  const [saved, subject] = await Promise.all([app.reviews.get(id, format.id), app.incidents.get(id)])
  if (!saved || !subject || !mayBeUnderALink(subject)) return undefined
  return fileOf(saved, { id, format })
}

/** A review as it goes over HTTP. */
export interface ReviewFile {
  readonly fileName: string
  readonly mediaType: string
  readonly bytes: number
  readonly content: AsyncIterable<Uint8Array>
}

export function fileOf({ bytes, read }: SavedReview, { id, format }: { id: string; format: ReviewFormat }): ReviewFile {
  return { fileName: `${id}-review.${format.extension}`, mediaType: format.mediaType, bytes, content: read() }
}

/** What is made of the names in it; made once to hear which they are. */
interface Named {
  readonly compose: (names: Names) => unknown
  /** Ids that stand elsewhere too. */
  readonly also?: readonly string[]
}

/** The name of everybody and everything that `compose` asks for. */
export async function namesIn(app: App, { channel }: Incident, { compose, also = [] }: Named): Promise<Names> {
  const ids = new Set(also)
  const hear = (id: string) => ids.add(id) && id
  compose({ user: hear, channel: hear })
  const wanted = [...ids].filter(id => id !== channel?.id && /^[UWCGS][A-Z0-9]+$/.test(id))
  const names = new Map<string, string>()
  for (let start = 0; start < wanted.length; start += namesAtOnce) {
    const few = wanted.slice(start, start + namesAtOnce)
    await Promise.all(few.map(async id => names.set(id, await app.nameOf(id))))
  }
  return {
    user: id => names.get(id) ?? id,
    channel: id => (id === channel?.id ? `#${channel.name}` : (names.get(id) ?? id)),
  }
}
