import type { Names } from './describe-event.ts'
import { plainText } from './plain-text.ts'
import { compareTs, isReply, type Message, type MessageFile, type Transcript, type TranscriptLine } from './review.ts'
import { utcSecond } from './utc.ts'

/** Each message once, in the order in which they were sent. */
function inTime(messages: readonly Message[]): Message[] {
  const unique = [...new Map(messages.map(message => [message.ts, message])).values()]
  return unique.sort((a, b) => compareTs(a.ts, b.ts))
}

/** A transcript of messages that are at hand. */
export function transcriptOf(messages: readonly Message[], names: Names): Transcript {
  const sent = inTime(messages)
  const inThreads = sent.toSorted((a, b) => compareTs(threadOf(a), threadOf(b)))
  const lines = async function* (some: readonly Message[]) {
    for (const message of some) yield lineOf(message, names)
  }
  return {
    [Symbol.asyncIterator]: () => lines(inThreads),
    byTime: () => lines(sent),
    attachment: async () => undefined,
  }
}

/** The message that began its thread; also when that is not there any more. */
function threadOf({ ts, threadTs }: Message): string {
  return threadTs ?? ts
}

export function lineOf(message: Message, names: Names): TranscriptLine {
  const { ts, deletion, permalink } = message
  return {
    ts,
    thread: threadOf(message),
    at: momentOf(ts),
    who: message.user ? names.user(message.user) : (message.botName ?? 'Somebody'),
    text: plainText(message.text, names),
    isReply: isReply(message),
    isSystem: message.isSystem,
    ...(message.isOwn ? { isOwn: true } : {}),
    isEdited: message.isEdited,
    isPinned: message.isPinned ?? false,
    earlier: (message.earlier ?? []).map(({ text, since }) => ({
      text: plainText(text, names),
      since: momentOf(since),
    })),
    ...(deletion ? { deletion: deletion.at === undefined ? {} : { at: momentOf(deletion.at) } } : {}),
    files: message.files,
    reactions: message.reactions.map(({ name, count, users = [] }) => ({ name, count, by: users.map(names.user) })),
    ...(permalink ? { permalink } : {}),
  }
}

/** What else is to be said of a line: “edited”, “file: graph.png”. */
export function marksOf(line: TranscriptLine): string[] {
  const { deletion } = line
  return [
    ...(line.isReply ? ['reply'] : []),
    ...(line.isSystem ? ['system message'] : []),
    ...(line.isEdited ? ['edited'] : []),
    ...(deletion ? [deletion.at ? `deleted ${utcSecond(deletion.at)}` : 'deleted'] : []),
    ...(line.isPinned ? ['pinned'] : []),
    ...line.files.map(file => `file: ${describeFile(file)}`),
    ...line.reactions.map(describeReaction),
  ]
}

/** “:eyes: × 3 (Ana, Ben, 1 more)” */
export function describeReaction({ name, count, by }: TranscriptLine['reactions'][number]): string {
  const unnamed = by.length < count ? [`${count - by.length} more`] : []
  return `:${name}: × ${count}${by.length > 0 ? ` (${[...by, ...unnamed].join(', ')})` : ''}`
}

/** “graph.png, before: IMG_1.png, deleted 2026-03-02 10:04:05 UTC” */
export function describeFile({ name, formerly = [], notKept, deletion, sha256 }: MessageFile): string {
  const isGone = deletion && sha256 === undefined && notKept === undefined
  return [
    name,
    ...(formerly.length > 0 ? [`before: ${formerly.join(', ')}`] : []),
    ...(deletion ? [deletion.at ? `deleted ${utcSecond(deletion.at)}` : 'deleted'] : []),
    ...(notKept ? [`not kept: ${notKept}`] : isGone ? ['not kept'] : []),
  ].join(', ')
}

/** To the second: the digits behind it only tell messages apart. */
export function momentOf(ts: string): Date {
  const [seconds = '0'] = ts.split('.')
  return new Date(Number(seconds) * 1000)
}
