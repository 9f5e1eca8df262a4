import type { Picture } from './picture.ts'
import type { Text } from './review-text.ts'
import type { TimelineEvent } from './timeline.ts'

/** A file that was sent with a message. */
export interface MessageFile {
  readonly id?: string
  readonly name: string
  /** Other names that it had. */
  readonly formerly?: readonly string[]
  readonly mediaType?: string
  readonly bytes?: number
  /** Of the bytes that are kept; they are read under it. */
  readonly sha256?: string
  /** Why its bytes are not kept, in words. */
  readonly notKept?: string
  /** Only when it was deleted in Slack; `at` where it is known. */
  readonly deletion?: { readonly at?: Date }
}

/** What a message said before, and since when. */
interface Version {
  readonly text: string
  /** Slack's id of the moment. */
  readonly since: string
}

/** A message of the channel as the review reads it. `ts` is Slack's id: compare it with `compareTs`, never as a float. */
export interface Message {
  readonly ts: string
  readonly threadTs?: string
  /** The person who wrote it; absent for apps that have a name of their own. */
  readonly user?: string
  /** The name an app posted under. */
  readonly botName?: string
  /** As Slack keeps it: with `<@U…>` tokens and three escaped characters. Empty when it was deleted and is not kept. */
  readonly text: string
  readonly isEdited: boolean
  /** Oldest first, without what it says now. */
  readonly earlier?: readonly Version[]
  /** Only when it was deleted; `at` is Slack's id of the moment, where it is known. */
  readonly deletion?: { readonly at?: string }
  readonly isSystem: boolean
  /** Sitrep wrote it. */
  readonly isOwn?: boolean
  readonly isPinned?: boolean
  readonly files: readonly MessageFile[]
  readonly reactions: readonly { readonly name: string; readonly count: number; readonly users?: readonly string[] }[]
  readonly permalink?: string
}

/** Orders Slack's timestamps. They have one shape (`1772362931.000200`), so text order is time order. */
export function compareTs(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** True for an answer in a thread, also when it was sent to the channel as well. */
export function isReply(message: Pick<Message, 'ts' | 'threadTs'>): boolean {
  return message.threadTs !== undefined && message.threadTs !== message.ts
}

interface Paragraph {
  readonly kind: 'paragraph'
  readonly text: Text
}
interface List {
  readonly kind: 'list'
  readonly items: readonly Text[]
}
export interface Table {
  readonly kind: 'table'
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Text[])[]
}
/** A table of names and their values says by itself what its columns are. */
export function isPairs({ columns }: Pick<Table, 'columns'>): boolean {
  return columns.length === 2 && columns[0] === 'What' && columns[1] === 'Value'
}
/** For a person to fill in: a question to which there is no answer yet. */
interface Prompt {
  readonly kind: 'prompt'
  readonly text: string
}
/** A person's own words, in which no format changes anything; they may have several paragraphs. */
interface Written {
  readonly kind: 'written'
  readonly text: string
  readonly by: string
  readonly at: Date
}
/** A picture, and the same without seeing it: in sentences and as a table. */
export interface Figure {
  readonly kind: 'figure'
  readonly title: string
  readonly picture: Picture
  readonly sentences: readonly Text[]
  readonly table: Table
}
/** Stands where the transcript goes: a format writes there what it reads from the transcript beside the review. */
interface TranscriptBlock {
  readonly kind: 'transcript'
}
export type Block = Paragraph | List | Table | Prompt | Written | Figure | TranscriptBlock

export interface Section {
  /** Lasts while the heading may be worded anew: what people write, and links, hold on to it. */
  readonly id: string
  readonly heading: string
  readonly blocks: readonly Block[]
}

/** The post-incident review as a document; formats render it and know nothing of Slack or MongoDB. All text is plain. */
export interface Review {
  readonly id: string
  readonly title: string
  /** Stands before everything else: who may read this. */
  readonly notice?: string
  readonly builtAt: Date
  readonly sections: readonly Section[]
  /** What all of it was made from; absent where not everything may be read. */
  readonly facts?: readonly TimelineEvent[]
}

/** A review without its transcript has none in any format. */
export function holdsTranscript({ sections }: Pick<Review, 'sections'>): boolean {
  return sections.some(({ blocks }) => blocks.some(({ kind }) => kind === 'transcript'))
}

/** A message as people read it; all text is plain, line breaks kept. */
export interface TranscriptLine {
  readonly ts: string
  /** The message that began its thread; its own `ts` where it is none. */
  readonly thread: string
  readonly at: Date
  readonly who: string
  readonly text: string
  readonly isReply: boolean
  readonly isSystem: boolean
  /** Sitrep wrote it: a card, a delivery, not a part of what people said. */
  readonly isOwn?: boolean
  readonly isEdited: boolean
  readonly isPinned: boolean
  /** Oldest first, without what it says now. */
  readonly earlier: readonly { readonly text: string; readonly since: Date }[]
  readonly deletion?: { readonly at?: Date }
  readonly files: readonly MessageFile[]
  readonly reactions: readonly { readonly name: string; readonly count: number; readonly by: readonly string[] }[]
  readonly permalink?: string
}

/**
 * What was said, as people read it: thread after thread in the order in which they began, replies after their parent.
 * It may be read more than once, and is never in memory as a whole.
 */
export interface Transcript extends AsyncIterable<TranscriptLine> {
  /** The same in the order of `ts`, in which it was said. */
  byTime(): AsyncIterable<TranscriptLine>
  /** The bytes of a file that is kept, by its `sha256`. */
  attachment(sha256: string): Promise<Uint8Array | undefined>
}

export interface ReviewFormat {
  readonly id: string
  readonly label: string
  readonly extension: string
  readonly mediaType: string
  readonly render: (review: Review, transcript: Transcript) => AsyncIterable<string | Uint8Array>
}
