import { mentionedUsers } from './plain-text.ts'
import { compareTs, type Message } from './review.ts'
import { momentOf } from './transcript.ts'

/** What the review says of the conversation as a whole. */
export interface Talk {
  /** Messages of people, apps and Slack, deleted ones included. */
  readonly count: number
  /** Who wrote, in the order of their first message. */
  readonly writers: readonly string[]
  /** How many messages each minute had that had any, by its beginning in epoch milliseconds, in order. */
  readonly perMinute: readonly (readonly [minute: number, messages: number])[]
  /** Those that belong to the timeline, in the order in which they were sent. */
  readonly curated: readonly Message[]
  /** Those with files that are kept, in the order in which they were sent. */
  readonly withFiles: readonly Message[]
}

/** Takes message after message, in any order, and keeps only what `Talk` needs. */
export function listen(isCurated: (message: Message) => boolean = () => false): {
  hear(message: Message): void
  talk(): Talk
  mentioned(): readonly string[]
} {
  let count = 0
  const first = new Map<string, string>()
  const minutes = new Map<number, number>()
  const mentioned = new Set<string>()
  const curated: Message[] = []
  const withFiles: Message[] = []
  return {
    hear(message) {
      const { user, ts } = message
      count += 1
      if (isCurated(message)) curated.push(message)
      if (message.files.some(file => file.sha256)) withFiles.push(message)
      const minute = Math.floor(momentOf(ts).getTime() / 60_000) * 60_000
      minutes.set(minute, (minutes.get(minute) ?? 0) + 1)
      for (const { text } of [message, ...(message.earlier ?? [])])
        for (const id of mentionedUsers(text)) mentioned.add(id)
      for (const { users = [] } of message.reactions) for (const id of users) mentioned.add(id)
      if (!user) return
      mentioned.add(user)
      const known = first.get(user)
      if (!message.isSystem && (known === undefined || compareTs(ts, known) < 0)) first.set(user, ts)
    },
    talk: () => ({
      count,
      writers: [...first].sort(([, a], [, b]) => compareTs(a, b)).map(([user]) => user),
      perMinute: [...minutes].sort(([a], [b]) => a - b),
      curated: inTime(curated),
      withFiles: inTime(withFiles),
    }),
    mentioned: () => [...mentioned],
  }
}

function inTime(messages: readonly Message[]): Message[] {
  return [...messages].sort((a, b) => compareTs(a.ts, b.ts))
}

/** The talk of messages that are at hand. */
export function talkOf(messages: readonly Message[], isCurated?: (message: Message) => boolean): Talk {
  const heard = listen(isCurated)
  for (const message of new Map(messages.map(one => [one.ts, one])).values()) heard.hear(message)
  return heard.talk()
}
