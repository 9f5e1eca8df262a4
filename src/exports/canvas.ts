import type { Block, Review, ReviewFormat, Section, Table } from '../domain/review.ts'
import { plain } from '../domain/review-text.ts'
import { transcriptOf } from '../domain/transcript.ts'
import { markdown } from './markdown.ts'
import { withPictureTable } from './picture-table.ts'

/** Of one table, its head included (docs.slack.dev/surfaces/canvases). */
const maxTableCells = 300

const firstLine =
  'Sitrep writes this canvas anew with every build, until somebody else writes in it: then it stays theirs, and the review comes as a file. For words that are to be in every review: /incident review write.'

/** For a document in Slack: Markdown with tables of the size that it takes, and without the transcript, which stands beside it. */
export const canvas: ReviewFormat = {
  id: 'canvas',
  label: 'Slack canvas',
  extension: 'canvas.md',
  mediaType: markdown.mediaType,
  async *render(review) {
    const silence = transcriptOf([], { user: id => id, channel: id => id })
    yield* markdown.render(forCanvas(withPictureTable(review)), silence)
  },
}

function forCanvas(review: Review): Review {
  return {
    ...review,
    notice: [review.notice, firstLine].filter(Boolean).join(' '),
    sections: review.sections.map(
      (section): Section => ({ ...section, blocks: section.blocks.flatMap(blockForCanvas) }),
    ),
  }
}

function blockForCanvas(block: Block): Block[] {
  if (block.kind === 'table') return pieces(block)
  if (block.kind === 'transcript')
    return [{ kind: 'paragraph', text: 'What was said is in this channel, and in the HTML and PDF review.' }]
  // Its table is at the end already, in pieces.
  if (block.kind === 'figure') return [{ ...block, table: { ...block.table, rows: [] } }]
  return [block]
}

/** A table that is too long becomes several with the same head; a canvas has no line breaks in a cell. */
function pieces({ kind, columns, rows }: Table): Block[] {
  const rowsEach = Math.max(1, Math.floor(maxTableCells / columns.length) - 1)
  const inLine = rows.map(cells => cells.map(cell => (plain(cell).includes('\n') ? oneLine(plain(cell)) : cell)))
  const count = Math.max(1, Math.ceil(rows.length / rowsEach))
  return Array.from({ length: count }, (_, index) => ({
    kind,
    columns,
    rows: inLine.slice(index * rowsEach, (index + 1) * rowsEach),
  }))
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' · ')
}
