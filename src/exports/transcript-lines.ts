import {
  holdsTranscript,
  type Review,
  type ReviewFormat,
  type Transcript,
  type TranscriptLine,
} from '../domain/review.ts'
import { marksOf } from '../domain/transcript.ts'
import { utcSecond } from '../domain/utc.ts'

/** The transcript alone, one JSON object a line, in the order in which it was said. */
export const jsonl: ReviewFormat = {
  id: 'transcript-jsonl',
  label: 'Transcript as JSON Lines',
  extension: 'jsonl',
  mediaType: 'application/jsonl; charset=utf-8',
  async *render(review: Review, transcript: Transcript) {
    let isEmpty = true
    for await (const line of linesOf(review, transcript)) {
      isEmpty = false
      yield `${JSON.stringify(line)}\n`
    }
    // Slack takes no file without a byte in it.
    if (isEmpty) yield '\n'
  },
}

/** The transcript alone as a table (RFC 4180), in the order in which it was said, in which no cell is a formula wherever it is opened. */
export const csv: ReviewFormat = {
  id: 'transcript-csv',
  label: 'Transcript as CSV',
  extension: 'csv',
  mediaType: 'text/csv; charset=utf-8; header=present',
  async *render(review: Review, transcript: Transcript) {
    // Excel takes a file for UTF-8 only with this mark in front.
    yield `\ufeff${row(['time (UTC)', 'who', 'text', 'thread', 'id', 'marks', 'earlier versions', 'link'])}`
    for await (const line of linesOf(review, transcript)) yield row(cellsOf(line))
  },
}

function linesOf(review: Review, transcript: Transcript): AsyncIterable<TranscriptLine> | [] {
  return holdsTranscript(review) ? transcript.byTime() : []
}

function cellsOf(line: TranscriptLine): string[] {
  const { at, who, text, thread, ts, permalink = '' } = line
  const earlier = line.earlier.map(({ text: before, since }) => `${utcSecond(since)}: ${before}`)
  return [at.toISOString(), who, text, thread, ts, marksOf(line).join('; '), earlier.join('\n'), permalink]
}

function row(cells: readonly string[]): string {
  return `${cells.map(cell => `"${harmless(cell).replaceAll('"', '""')}"`).join(',')}\r\n`
}

/** What begins like a formula gets an apostrophe in front, which makes text of it (https://owasp.org/www-community/attacks/CSV_Injection). */
function harmless(cell: string): string {
  return /^[\s]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(cell) ? `'${cell}` : cell
}
