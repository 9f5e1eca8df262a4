import type { Block, Review, ReviewFormat, Table, Transcript, TranscriptLine } from '../domain/review.ts'
import { marksOf } from '../domain/transcript.ts'
import { utcSecond } from '../domain/utc.ts'
import { escapeCell, escapeLine, escapeLines, splitLines } from './escape-markdown.ts'

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
  for (const section of review.sections) {
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
      return escapeLines(block.text)
    case 'list':
      return block.items.map(item => `- ${escapeLines(item, '  ')}`).join('\n')
    case 'table':
      return renderTable(block)
    case 'prompt':
      return `*${escapeLine(block.text)}*`
  }
}

function renderTable({ columns, rows }: Table): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    row(columns.map(escapeCell)),
    row(columns.map(() => '---')),
    ...rows.map(cells => row(columns.map((_, index) => escapeCell(cells[index] ?? '')))),
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
