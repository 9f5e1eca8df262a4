import type { Block, Review, ReviewFormat, Table, Transcript, TranscriptLine } from '../domain/review.ts'
import { escapeCell, escapeLine, escapeLines, splitLines } from './escape-markdown.ts'

/** CommonMark with GitHub's tables. */
export const markdown: ReviewFormat = {
  id: 'markdown',
  label: 'Markdown',
  extension: 'md',
  mediaType: 'text/markdown; charset=utf-8',
  render,
}

function render(review: Review): string {
  const title = splitLines(`${review.id}: ${review.title}`).join(' ')
  const blocks = [
    ...(review.notice ? [`**${escapeLine(review.notice)}**`] : []),
    `# ${escapeLine(title)}`,
    ...review.sections.flatMap(section => [`## ${escapeLine(section.heading)}`, ...section.blocks.map(renderBlock)]),
  ]
  return `${blocks.join('\n\n')}\n`
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return escapeLines(block.text)
    case 'list':
      return block.items.map(item => `- ${escapeLines(item, '  ')}`).join('\n')
    case 'table':
      return renderTable(block)
    case 'prompt':
      return `*${escapeLine(block.text)}*`
    case 'transcript':
      return renderTranscript(block)
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

function renderTranscript({ lines }: Transcript): string {
  return lines.map(renderLine).join('\n')
}

function renderLine(line: TranscriptLine, index: number): string {
  // A reply whose parent is gone may come first; nothing can be nested under nothing.
  const indent = line.isReply && index > 0 ? '  ' : ''
  const marks = line.marks.length > 0 ? ` (${line.marks.map(oneLine).join(', ')})` : ''
  const head = `${indent}- **${oneLine(line.at)}** ${oneLine(line.who)}${marks}`
  return line.text === '' ? head : `${head}\\\n${indent}  ${escapeLines(line.text, `${indent}  `)}`
}

function oneLine(text: string): string {
  return escapeLine(splitLines(text).join(' '))
}
