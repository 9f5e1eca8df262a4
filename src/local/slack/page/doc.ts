/** A run of formatted text: what Slack's mrkdwn, its rich text and Markdown have in common. */
export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'bold' | 'italic' | 'strike' | 'underline'; readonly children: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'link'; readonly url: string; readonly children: readonly Inline[] }
  | { readonly type: 'user' | 'channel' | 'usergroup'; readonly id: string; readonly label?: string }
  | { readonly type: 'broadcast'; readonly range: string }
  | {
      readonly type: 'date'
      readonly unix: number
      readonly format: string
      readonly url?: string
      readonly fallback: string
    }
  | { readonly type: 'emoji'; readonly name: string }
  | { readonly type: 'color'; readonly value: string }

export type Align = 'left' | 'center' | 'right'

/** A piece of a formatted document. */
export type DocBlock =
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly type: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly type: 'quote'; readonly children: readonly DocBlock[] }
  | { readonly type: 'code'; readonly text: string }
  | {
      readonly type: 'list'
      readonly ordered: boolean
      readonly start: number
      readonly items: readonly (readonly DocBlock[])[]
    }
  | {
      readonly type: 'table'
      readonly align: readonly Align[]
      readonly header: readonly (readonly Inline[])[]
      readonly rows: readonly (readonly (readonly Inline[])[])[]
    }
  | { readonly type: 'rule' }

/** Appends text, joining it to a text run that is already last. */
export function pushText(into: Inline[], text: string): void {
  if (!text) return
  const last = into.at(-1)
  if (last?.type === 'text') into[into.length - 1] = { type: 'text', text: last.text + text }
  else into.push({ type: 'text', text })
}
