import { withoutReviewLinks } from './own-messages.ts'
import { compareTs, type Message, type MessageFile } from './review.ts'

/** Something that a message said, once. */
export interface Said {
  readonly text: string
  /** Slack's id of the moment from which it said so: of the message, or of the edit. */
  readonly since: string
  /** When Slack last showed it so. Slack does not stamp every edit of an app, and then only this tells which is newer. */
  readonly seen: string
}

/** A file with the address that its bytes can be fetched from. Its name is empty while Slack does not tell it. */
export interface CapturedFile extends MessageFile {
  readonly id: string
  readonly url?: string
  /** When Slack last showed it so, as of a text. */
  readonly seen?: string
}

interface Reaction {
  readonly name: string
  readonly count: number
  readonly users: readonly string[]
}

/** What an event said of one person's reaction. `at` is Slack's id of the moment, `heardAt` our time in milliseconds. */
interface ReactionMark {
  readonly name: string
  readonly user: string
  readonly isAdded: boolean
  readonly at: string
  readonly heardAt: number
}

/**
 * A message as Sitrep keeps it: everything that was ever heard of it, from events in any order and from pages of the
 * channel's history.
 */
export interface Captured {
  readonly ts: string
  /** The message that began its thread; its own `ts` where it is none. */
  readonly root: string
  /** False while only something about it was heard: a reaction, its deletion. */
  readonly isKnown: boolean
  readonly user?: string
  readonly botName?: string
  readonly isSystem: boolean
  /** Sitrep wrote it. */
  readonly isOwn?: true
  /** In order; the last is what it says now. */
  readonly said: readonly Said[]
  /** More was said than is kept. */
  readonly isTrimmed: boolean
  readonly deletion?: { readonly at?: string }
  readonly files: readonly CapturedFile[]
  /** As a page of history last had them; the marks came after it. */
  readonly reactions: readonly Reaction[]
  readonly marks: readonly ReactionMark[]
  readonly pin?: { readonly isPinned: boolean; readonly at: string; readonly heardAt: number }
  /** When that page was read: what events say of earlier is in it. */
  readonly pageAt?: string
}

/** A message as Slack showed it at one moment. */
export interface Snapshot {
  readonly ts: string
  readonly root: string
  readonly user?: string
  readonly botName?: string
  readonly isSystem: boolean
  readonly text: string
  /** Slack's id of its last edit. */
  readonly editedAt?: string
  readonly seen: string
  readonly files: readonly CapturedFile[]
  /** From a page of history: all that it has, asked for at `askedAt` (our time in milliseconds). */
  readonly whole?: { readonly reactions: readonly Reaction[]; readonly isPinned: boolean; readonly askedAt: number }
}

/** One thing that was heard of one message. */
export type Heard =
  | { readonly kind: 'message'; readonly ts: string; readonly snapshot: Snapshot }
  | { readonly kind: 'deleted'; readonly ts: string; readonly at?: string }
  | ({ readonly kind: 'reaction'; readonly ts: string } & ReactionMark)
  | {
      readonly kind: 'pin'
      readonly ts: string
      readonly isPinned: boolean
      readonly at: string
      readonly heardAt: number
    }
  /** Slack shows a file otherwise now, or not any more. */
  | { readonly kind: 'file-changed'; readonly ts: string; readonly file: CapturedFile }
  | {
      readonly kind: 'file-kept'
      readonly ts: string
      readonly file: string
      readonly kept: Pick<MessageFile, 'sha256' | 'notKept' | 'bytes'>
    }

/** The message as the review reads it; undefined while nothing of it can be told. */
export function messageOf(captured: Captured): Message | undefined {
  const { ts, root, user, botName, deletion, pin } = captured
  if (!captured.isKnown && !deletion) return undefined
  // An app that draws its blocks anew edits a message whose text stays what it was.
  const said = captured.said.filter(({ text }, nth, all) => text !== all[nth - 1]?.text)
  const now = said.at(-1)
  const earlier = said.slice(0, -1)
  return {
    ts,
    ...(root === ts ? {} : { threadTs: root }),
    ...(botName ? { botName } : user ? { user } : {}),
    text: withoutReviewLinks(now?.text ?? ''),
    isEdited: earlier.length > 0 || (now !== undefined && now.since !== ts),
    ...(earlier.length > 0
      ? { earlier: earlier.map(({ text, since }) => ({ text: withoutReviewLinks(text), since })) }
      : {}),
    ...(deletion ? { deletion } : {}),
    isSystem: captured.isSystem,
    ...(captured.isOwn ? { isOwn: true } : {}),
    ...(pin?.isPinned ? { isPinned: true } : {}),
    files: captured.files.map(({ url: _, seen: __, ...file }) => ({
      ...file,
      name: file.name || 'a file that is not shown',
    })),
    reactions: reactionsNow(captured),
  }
}

function reactionsNow({ reactions, marks }: Captured): Reaction[] {
  const byName = new Map(reactions.map(({ name, count, users }) => [name, { count, users: new Set(users) }]))
  for (const { name, user, isAdded } of [...marks].sort((a, b) => compareTs(a.at, b.at))) {
    const known = byName.get(name) ?? { count: 0, users: new Set<string>() }
    byName.set(name, known)
    if (known.users.has(user) === isAdded) continue
    if (isAdded) known.users.add(user)
    else known.users.delete(user)
    known.count += isAdded ? 1 : -1
  }
  return [...byName]
    .filter(([, { count }]) => count > 0)
    .map(([name, { count, users }]) => ({ name, count, users: [...users] }))
}
