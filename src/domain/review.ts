/** A message of the channel as the review reads it. `ts` is Slack's id: compare it with `compareTs`, never as a float. */
export interface Message {
  readonly ts: string
  readonly threadTs?: string
  /** The person who wrote it; absent for apps that have a name of their own. */
  readonly user?: string
  /** The name an app posted under. */
  readonly botName?: string
  /** As Slack keeps it: with `<@U…>` tokens and three escaped characters. */
  readonly text: string
  readonly isEdited: boolean
  readonly isSystem: boolean
  readonly files: readonly { readonly name: string }[]
  readonly reactions: readonly { readonly name: string; readonly count: number }[]
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
  readonly text: string
}
interface List {
  readonly kind: 'list'
  readonly items: readonly string[]
}
export interface Table {
  readonly kind: 'table'
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}
/** For a person to fill in: an empty section with a question. */
interface Prompt {
  readonly kind: 'prompt'
  readonly text: string
}
export interface TranscriptLine {
  readonly at: string
  readonly who: string
  /** Line breaks kept. */
  readonly text: string
  readonly isReply: boolean
  /** What else is to be said of the message: “edited”, “file: graph.png”. */
  readonly marks: readonly string[]
}
/** What people wrote; replies follow their parent. */
export interface Transcript {
  readonly kind: 'transcript'
  readonly lines: readonly TranscriptLine[]
}
export type Block = Paragraph | List | Table | Prompt | Transcript

export interface Section {
  readonly heading: string
  readonly blocks: readonly Block[]
}

/** The post-incident review as a document; formats render it and know nothing of Slack or MongoDB. All text is plain. */
export interface Review {
  readonly id: string
  readonly title: string
  /** Stands before everything else: who may read this. */
  readonly notice?: string
  readonly sections: readonly Section[]
}

export interface ReviewFormat {
  readonly id: string
  readonly label: string
  readonly extension: string
  readonly mediaType: string
  readonly render: (review: Review) => string
}
