import type { Names } from './describe-event.ts'
import { plainText } from './plain-text.ts'
import { compareTs, isReply, type Message, type Transcript, type TranscriptLine } from './review.ts'
import { utcSecond } from './utc.ts'

/** The messages each once, in the order they were sent, replies under their parent. */
export function arrange(messages: readonly Message[]): Message[] {
  const unique = [...new Map(messages.map(message => [message.ts, message])).values()]
  const ordered = unique.sort((a, b) => compareTs(a.ts, b.ts))
  const known = new Set(ordered.map(message => message.ts))
  const replies = new Map<string, Message[]>()
  const roots: Message[] = []
  for (const message of ordered) {
    // The parent of a reply may have been deleted; the reply then stands where it was sent.
    const parent = isReply(message) && message.threadTs && known.has(message.threadTs) ? message.threadTs : undefined
    if (parent === undefined) roots.push(message)
    else if (!replies.get(parent)?.push(message)) replies.set(parent, [message])
  }
  return roots.flatMap(root => [root, ...(replies.get(root.ts) ?? [])])
}

/** The appendix: what was said in the channel, in the order that `arrange` gives. */
export function transcriptOf(messages: readonly Message[], names: Names): Transcript {
  return { kind: 'transcript', lines: messages.map(message => lineOf(message, names)) }
}

function lineOf(message: Message, names: Names): TranscriptLine {
  const isAnswer = isReply(message)
  const [seconds = '0'] = message.ts.split('.')
  return {
    at: utcSecond(new Date(Number(seconds) * 1000)),
    who: message.user ? names.user(message.user) : (message.botName ?? 'Somebody'),
    text: plainText(message.text, names),
    isReply: isAnswer,
    marks: [
      ...(isAnswer ? ['reply'] : []),
      ...(message.isSystem ? ['system message'] : []),
      ...(message.isEdited ? ['edited'] : []),
      ...message.files.map(file => `file: ${file.name}`),
      ...message.reactions.map(reaction => `:${reaction.name}: × ${reaction.count}`),
    ],
  }
}
