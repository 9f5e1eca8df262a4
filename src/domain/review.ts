/** A message of the channel as the review reads it. `ts` is Slack's id: compare as text of equal shape, never as a float. */
export interface Message {
  readonly ts: string
  readonly threadTs?: string
  readonly user?: string
  /** The name a bot posted under, when there is no user. */
  readonly botName?: string
  readonly text: string
  readonly isEdited: boolean
  readonly isSystem: boolean
  readonly files: readonly { readonly name: string }[]
  readonly reactions: readonly { readonly name: string; readonly count: number }[]
  readonly permalink?: string
}

export interface Paragraph {
  readonly kind: 'paragraph'
  readonly text: string
}
export interface List {
  readonly kind: 'list'
  readonly items: readonly string[]
}
export interface Table {
  readonly kind: 'table'
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}
/** For a person to fill in: an empty section with a question. */
export interface Prompt {
  readonly kind: 'prompt'
  readonly text: string
}
/** Quoted text of people, line breaks kept. */
export interface Transcript {
  readonly kind: 'transcript'
  readonly lines: readonly {
    readonly at: string
    readonly who: string
    readonly text: string
    readonly isReply: boolean
    readonly marks: readonly string[]
  }[]
}
export type Block = Paragraph | List | Table | Prompt | Transcript

/** The post-incident review as a document; formats render it and know nothing of Slack or MongoDB. All text is plain. */
export interface Review {
  readonly id: string
  readonly title: string
  readonly sections: readonly { readonly heading: string; readonly blocks: readonly Block[] }[]
}

export interface ReviewFormat {
  readonly id: string
  readonly label: string
  readonly extension: string
  readonly mediaType: string
  readonly render: (review: Review) => string
}
