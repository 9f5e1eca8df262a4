import type { Block, Figure, Review, ReviewFormat, Table, Transcript, TranscriptLine } from '../domain/review.ts'
import { type Inline, inlinesOf, plain, type Text } from '../domain/review-text.ts'
import { marksOf } from '../domain/transcript.ts'
import { utcMinute, utcSecond } from '../domain/utc.ts'
import { escapeCell, escapeLine, escapeLines, splitLines } from './escape-markdown.ts'
import { pictureTableHeading, withPictureTable } from './picture-table.ts'

/** CommonMark with GitHub's tables. */
export const markdown: ReviewFormat = {
  id: 'markdown',
  label: 'Markdown',
  extension: 'md',
  mediaType: 'text/markdown; charset=utf-8',
  render,
}

async function* render(review: Review, transcript: Transcript): AsyncGenerator<string> {
  const title = splitLines(`${review.id}: ${review.title}`).join(' ')
  if (review.notice) yield `**${escapeLine(review.notice)}**\n\n`
  yield `# ${escapeLine(title)}\n`
  for (const section of withPictureTable(review).sections) {
    yield `\n## ${escapeLine(section.heading)}\n`
    for (const block of section.blocks) {
      yield '\n'
      if (block.kind === 'transcript') yield* renderTranscript(transcript)
      else yield `${renderBlock(block)}\n`
    }
  }
}

function renderBlock(block: Exclude<Block, { kind: 'transcript' }>): string {
  switch (block.kind) {
    case 'paragraph':
      return lines(block.text)
    case 'list':
      return renderList(block.items)
    case 'table':
      return renderTable(block)
    case 'prompt':
      return `*${escapeLine(block.text)}*`
    case 'written':
      return `${paragraphs(block.text)}\n\n*${oneLine(`${block.by}, ${utcMinute(block.at)}`)}*`
    case 'figure':
      return renderFigure(block)
  }
}

/** What people set apart by an empty line. */
function paragraphs(text: string): string {
  const apart = splitLines(text)
    .join('\n')
    .trim()
    .split(/\n(?:[^\S\n]*\n)+/)
  return apart.map(part => escapeLines(part)).join('\n\n')
}

function renderList(items: readonly Text[]): string {
  return items.map(item => `- ${lines(item, '  ')}`).join('\n')
}

/** Markdown has no picture of its own: what it shows, in words; the table is at the end. */
function renderFigure({ title, sentences }: Figure): string {
  return `*${escapeLine(title)}. The picture is in the HTML and PDF review, and a table of it below, under “${pictureTableHeading}”; in words:*\n\n${renderList(sentences)}`
}

function lines(text: Text, indent = ''): string {
  return withLinks(text, some => escapeLines(some, indent))
}

/** Only the plain parts are escaped together, so that what begins a line is known; links are put in between. */
function withLinks(text: Text, quote: (text: string) => string): string {
  const parts = inlinesOf(text)
  if (!parts.some(isReference)) return quote(plain(text))
  return parts
    .map(part =>
      isReference(part)
        ? `[${oneLine(part.text)}](<${part.href.replace(/[<>\\\s]/g, encodeURIComponent)}>)`
        : quoteWithSpaces(plain(part), quote),
    )
    .join('')
}

/** Words are trimmed where they stand alone; beside a link the space around them belongs to the sentence. */
function quoteWithSpaces(text: string, quote: (text: string) => string): string {
  const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? []
  return `${before && ' '}${quote(words)}${after && ' '}`
}

function isReference(part: Inline): part is Extract<Inline, { kind: 'reference' }> {
  return typeof part !== 'string' && part.kind === 'reference'
}

function renderTable({ columns, rows }: Table): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    row(columns.map(escapeCell)),
    row(columns.map(() => '---')),
    ...rows.map(cells => row(columns.map((_, index) => withLinks(cells[index] ?? '', escapeCell)))),
  ].join('\n')
}

async function* renderTranscript(transcript: Transcript): AsyncGenerator<string> {
  let thread: string | undefined
  for await (const line of transcript) {
    // A reply whose parent is gone may come first; nothing can be nested under nothing.
    yield `${renderLine(line, line.isReply && line.thread === thread ? '  ' : '')}\n`
    thread = line.thread
  }
}

function renderLine(line: TranscriptLine, indent: string): string {
  const all = marksOf(line).map(oneLine)
  const marks = all.length > 0 ? ` (${all.join(', ')})` : ''
  const head = `${indent}- **${utcSecond(line.at)}** ${oneLine(line.who)}${marks}`
  const texts = [
    ...(line.text === '' ? [] : [escapeLines(line.text, `${indent}  `)]),
    ...line.earlier.map(({ text, since }) => escapeLines(`before, since ${utcSecond(since)}: ${text}`, `${indent}  `)),
  ]
  return [head, ...texts].join(`\\\n${indent}  `)
}

function oneLine(text: string): string {
  return escapeLine(splitLines(text).join(' '))
}
