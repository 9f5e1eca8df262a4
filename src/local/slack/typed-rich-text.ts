import type { RichText, RichTextInline, RichTextPart } from './blocks/rich-text.ts'
import { newShortId } from './ids.ts'
import { escapeText, readTypedLine, type Style } from './typed-text.ts'
import type { World } from './world.ts'

export interface TypedContent {
  /** With its mark-up, escaped, as history returns it. */
  readonly text: string
  readonly blocks: readonly [RichText]
}

interface Piece {
  readonly part: RichTextPart
  readonly text: string
}

/** What Slack's client makes of a typed message: a rich text block, and the text that says the same. */
export function typedRichText(world: World, typed: string): TypedContent {
  const pieces = typed
    .split(/(```[\s\S]+?```)/)
    .flatMap((chunk, index) => (index % 2 === 1 ? [preformatted(chunk.slice(3, -3))] : linesOf(world, chunk)))
  const elements = pieces.map(({ part }, index) =>
    index < pieces.length - 1 && part.type === 'rich_text_section' ? endLine(part) : part,
  )
  return {
    text: pieces.map(piece => piece.text).join('\n'),
    blocks: [{ type: 'rich_text', block_id: newShortId(), elements }],
  }
}

/** The line break before a list, a quote or code belongs to the section. */
function endLine(section: RichTextPart & { readonly type: 'rich_text_section' }): RichTextPart {
  return { ...section, elements: joined([...section.elements, { type: 'text', text: '\n' }]) }
}

function preformatted(code: string): Piece {
  const text = code.replace(/^\n|\n$/g, '')
  return {
    part: { type: 'rich_text_preformatted', elements: [{ type: 'text', text }], border: 0 },
    text: `\`\`\`${escapeText(text)}\`\`\``,
  }
}

type LineKind = 'bullet' | 'ordered' | 'quote' | 'plain'

interface Line {
  readonly kind: LineKind
  readonly indent: number
  readonly content: string
  /** What an ordered list starts from. */
  readonly number: number
}

function readLine(raw: string): Line {
  const quote = /^> ?(.*)$/.exec(raw)
  if (quote) return { kind: 'quote', indent: 0, content: quote[1] ?? '', number: 0 }
  const bullet = /^(\s*)[-*•]\s+(.*\S.*)$/.exec(raw)
  if (bullet) return { kind: 'bullet', indent: indentOf(bullet[1]), content: bullet[2] ?? '', number: 0 }
  const ordered = /^(\s*)(\d{1,3})[.)]\s+(.*\S.*)$/.exec(raw)
  if (ordered)
    return { kind: 'ordered', indent: indentOf(ordered[1]), content: ordered[3] ?? '', number: Number(ordered[2]) }
  return { kind: 'plain', indent: 0, content: raw, number: 0 }
}

function indentOf(space = ''): number {
  return Math.min(8, Math.floor(space.replaceAll('\t', '    ').length / 2))
}

/** Lines of one kind belong together; a list of another depth is a list of its own. */
function linesOf(world: World, chunk: string): readonly Piece[] {
  const text = chunk.replace(/^\n|\n$/g, '')
  if (text === '') return []
  const runs: Line[][] = []
  for (const line of text.split('\n').map(readLine)) {
    const run = runs.at(-1)
    if (run?.[0]?.kind === line.kind && run[0].indent === line.indent) run.push(line)
    else runs.push([line])
  }
  return runs.map(run => pieceOf(world, run))
}

function pieceOf(world: World, run: readonly Line[]): Piece {
  const { kind, indent, number } = run[0] ?? readLine('')
  const read = run.map(line => readTypedLine(world, line.content))
  const lines = read.map(line => line.elements)
  const texts = read.map(line => line.text)
  const elements = joined(lines.flatMap((line, index) => (index === 0 ? line : [newLine, ...line])))
  switch (kind) {
    case 'plain':
      return { part: { type: 'rich_text_section', elements }, text: texts.join('\n') }
    case 'quote':
      return { part: { type: 'rich_text_quote', elements }, text: texts.map(line => `&gt; ${line}`).join('\n') }
    case 'bullet':
    case 'ordered': {
      const mark = (index: number) => (kind === 'bullet' ? '•' : `${number + index}.`)
      const items = lines.map(line => ({ type: 'rich_text_section' as const, elements: [...line] }))
      const offset = kind === 'ordered' && number > 1 ? { offset: number - 1 } : {}
      return {
        part: { type: 'rich_text_list', style: kind, elements: items, indent, border: 0, ...offset },
        text: texts.map((line, index) => `${'    '.repeat(indent)}${mark(index)} ${line}`).join('\n'),
      }
    }
  }
}

const newLine: RichTextInline = { type: 'text', text: '\n' }

/** Neighbouring texts of one style as one. */
function joined(inlines: readonly RichTextInline[]): RichTextInline[] {
  const result: RichTextInline[] = []
  for (const inline of inlines) {
    const last = result.at(-1)
    if (last?.type === 'text' && inline.type === 'text' && sameStyle(last.style, inline.style)) {
      result[result.length - 1] = { ...last, text: last.text + inline.text }
    } else result.push(inline)
  }
  return result
}

function sameStyle(one: Style | undefined, other: Style | undefined): boolean {
  return JSON.stringify(one ?? {}) === JSON.stringify(other ?? {})
}
