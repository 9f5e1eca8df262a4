import type { RichTextBlock, RichTextElement } from '@slack/types'
import { textsOf } from './block-text.ts'
import type { DocBlock, Inline } from './doc.ts'

type Part = RichTextBlock['elements'][number]

/** Reads a rich_text block as a document. */
export function readRichText(block: RichTextBlock): DocBlock[] {
  return nestLists(block.elements)
}

function nestLists(parts: readonly Part[]): DocBlock[] {
  const blocks: DocBlock[] = []
  let at = 0
  while (at < parts.length) {
    const part = parts[at]
    if (part?.type !== 'rich_text_list') {
      if (part) blocks.push(readPart(part))
      at += 1
      continue
    }
    // Slack nests lists by their indent, as neighbours: what is indented further belongs to the item before it.
    const indent = part.indent ?? 0
    const items: DocBlock[][] = part.elements.map(item => [{ type: 'paragraph', children: readRuns(item.elements) }])
    at += 1
    const nestedFrom = at
    while (isDeeperList(parts[at], indent)) at += 1
    items.at(-1)?.push(...nestLists(parts.slice(nestedFrom, at)))
    blocks.push({ type: 'list', ordered: part.style === 'ordered', start: 1 + (offsetOf(part) ?? 0), items })
  }
  return blocks
}

function isDeeperList(part: Part | undefined, indent: number): boolean {
  return part?.type === 'rich_text_list' && (part.indent ?? 0) > indent
}

function offsetOf(part: object): number | undefined {
  return 'offset' in part && typeof part.offset === 'number' ? part.offset : undefined
}

function readPart(part: Exclude<Part, { type: 'rich_text_list' }>): DocBlock {
  switch (part.type) {
    case 'rich_text_quote':
      return { type: 'quote', children: [{ type: 'paragraph', children: readRuns(part.elements) }] }
    case 'rich_text_preformatted':
      return { type: 'code', text: part.elements.map(each => ('text' in each ? each.text : (each.url ?? ''))).join('') }
    default:
      return { type: 'paragraph', children: readRuns(part.elements ?? []) }
  }
}

function readRuns(elements: readonly RichTextElement[]): Inline[] {
  return elements.map(element => styled(readRun(element), element.style))
}

function readRun(element: RichTextElement): Inline {
  switch (element.type) {
    case 'text':
      return { type: 'text', text: element.text }
    case 'link':
      return { type: 'link', url: element.url, children: [{ type: 'text', text: element.text || element.url }] }
    case 'emoji':
      return { type: 'emoji', name: element.name }
    case 'user':
      return { type: 'user', id: element.user_id }
    case 'usergroup':
      return { type: 'usergroup', id: element.usergroup_id }
    case 'channel':
      return { type: 'channel', id: element.channel_id }
    case 'broadcast':
      return { type: 'broadcast', range: element.range }
    case 'date':
      return { type: 'date', unix: element.timestamp, format: element.format, fallback: element.fallback ?? '' }
    case 'color':
      return { type: 'color', value: element.value }
    default:
      return { type: 'text', text: textsOf(element).join(' ') }
  }
}

interface Style {
  readonly bold?: boolean
  readonly italic?: boolean
  readonly strike?: boolean
  readonly underline?: boolean
  readonly code?: boolean
}

function styled(run: Inline, style: Style | undefined): Inline {
  let shown: Inline = style?.code && run.type === 'text' ? { type: 'code', text: run.text } : run
  for (const name of ['underline', 'strike', 'italic', 'bold'] as const) {
    if (style?.[name]) shown = { type: name, children: [shown] }
  }
  return shown
}
