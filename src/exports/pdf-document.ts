import type { Block, Figure, Review, Table, Transcript, TranscriptLine } from '../domain/review.ts'
import { type Inline, inlinesOf, isImage, type Text } from '../domain/review-text.ts'
import { marksOf } from '../domain/transcript.ts'
import { utcMinute, utcSecond } from '../domain/utc.ts'
import type { FontStyle } from './fonts.ts'
import { type Glyphs, glyphsOf } from './glyphs.ts'
import { type Images, imagesOf } from './images.ts'
import { type Drawable, drawable } from './pdf-image.ts'
import { ink, needs, newDocument, numberPages, type Pdf, page, textWidth } from './pdf-page.ts'
import { drawPicture } from './pdf-picture.ts'
import { type Cell, drawTable } from './pdf-table.ts'
import { drawRuns, runsOf } from './pdf-text.ts'
import { pictureTableHeading, withPictureTable } from './picture-table.ts'

/** Some hundreds of pages; a document remembers each of its pages until its end. */
const mostLines = 5_000
const number = new Intl.NumberFormat('en-GB')

function restOf(count: number): string {
  return `These are the first ${number.format(mostLines)} of ${number.format(count)} messages. The HTML review, the JSON review and the transcript as CSV or JSON Lines have all of them.`
}

interface Writer {
  readonly document: Pdf
  readonly glyphs: Glyphs
  readonly images: Images
}

/** Pages go out while the next ones are written, so that a long transcript is never in memory as a whole. */
export async function* writePdf(review: Review, transcript: Transcript): AsyncGenerator<Uint8Array> {
  const glyphs = glyphsOf(JSON.stringify([review.title, review.sections]))
  const title = glyphs.shown(`${review.id}: ${review.title}`.replace(/\s+/gu, ' '))
  const document = newDocument({ title, builtAt: review.builtAt, glyphs })
  const writer = { document, glyphs, images: imagesOf(transcript) }
  numberPages(document, {
    head: title,
    foot: glyphs.shown(review.notice ?? `Post-incident review, built ${utcMinute(review.builtAt)}. All times are UTC.`),
  })
  const written: Uint8Array[] = []
  document.on('data', (part: Uint8Array) => written.push(part))
  const ended = new Promise(resolve => document.on('end', resolve))
  document.addPage()
  drawHead(writer, review)
  for (const { heading, blocks } of withPictureTable(review).sections) {
    drawHeading(writer, heading, blocks[0]?.kind === 'figure' ? 480 : 90)
    for (const block of blocks) {
      if (block.kind === 'transcript') {
        let count = 0
        for await (const line of transcript) {
          count += 1
          if (count > mostLines) continue
          drawLine(writer, line)
          yield* written.splice(0)
        }
        if (count > mostLines) paragraph(writer, restOf(count), { color: ink.text, style: 'italic' })
      } else await drawBlock(writer, block)
      yield* written.splice(0)
    }
  }
  if (glyphs.missing > 0)
    paragraph(
      writer,
      `Characters in this document that none of its fonts has: ${glyphs.missing}. They stand as their numbers, [U+…], or are counted, in brackets; the HTML review shows them.`,
      { color: ink.soft },
    )
  document.end()
  await ended
  yield* written.splice(0)
}

function drawHead({ document, glyphs }: Writer, { id, title, notice, builtAt }: Review): void {
  document.font('regular').fontSize(10).fillColor(ink.soft).text(`${id}, post-incident review`)
  document.moveDown(0.3).font('bold').fontSize(20).fillColor(ink.text).text(glyphs.shown(title))
  document
    .moveDown(0.3)
    .font('regular')
    .fontSize(9)
    .fillColor(ink.soft)
    .text(`Built ${utcMinute(builtAt)}. All times are UTC.`)
  if (notice) document.moveDown(0.5).font('bold').fontSize(10).fillColor('#8a2c20').text(glyphs.shown(notice))
  document.moveDown(0.6)
}

/** `room` is what has to fit below the heading on its page, in points. */
function drawHeading({ document }: Writer, heading: string, room: number): void {
  needs(document, room)
  document.moveDown(0.8)
  document.outline.addItem(heading)
  document.font('bold').fontSize(13).fillColor(ink.text).text(heading, page.left, document.y, { width: textWidth })
  document.moveDown(0.4)
}

async function drawBlock(writer: Writer, block: Exclude<Block, { kind: 'transcript' }>): Promise<void> {
  const { document } = writer
  if (block.kind === 'paragraph') paragraph(writer, block.text, { color: ink.text })
  else if (block.kind === 'list') drawList(writer, block.items)
  else if (block.kind === 'table') drawTable(document, { ...block, rows: await rowsOf(writer, block) })
  else if (block.kind === 'prompt') paragraph(writer, block.text, { color: ink.soft, style: 'italic' })
  else if (block.kind === 'written') {
    paragraph(writer, block.text, { color: ink.text })
    paragraph(writer, `${block.by}, ${utcMinute(block.at)}`, { color: ink.soft })
  } else drawFigure(writer, block)
}

async function rowsOf(writer: Writer, { rows }: Table): Promise<Cell[][]> {
  const drawn: Cell[][] = []
  for (const row of rows) {
    const cells: Cell[] = []
    for (const text of row) cells.push(await cellOf(writer, text))
    drawn.push(cells)
  }
  return drawn
}

/** A picture stands below the words, named among them; one that is not shown is told so there. */
async function cellOf({ glyphs, images }: Writer, text: Text): Promise<Cell> {
  const drawn: Drawable[] = []
  const words: Inline[] = []
  for (const part of inlinesOf(text)) {
    words.push(part)
    if (!isImage(part)) continue
    const shown = await images.read(part)
    const one = 'content' in shown ? await drawable(shown.content, part.mediaType) : undefined
    if (one) drawn.push(one)
    else words.push(` ${('why' in shown && shown.why) || 'cannot be shown in a PDF; the HTML review has it'}`)
  }
  return { runs: runsOf(words, glyphs), images: drawn }
}

function paragraph(
  { document, glyphs }: Writer,
  text: Text,
  { color, style = 'regular' }: { color: string; style?: FontStyle },
): void {
  needs(document, 26)
  document.font(style).fontSize(9.5)
  drawRuns(document, runsOf(text, glyphs), { color, x: page.left, width: textWidth, lineGap: 1.5 })
  document.moveDown(0.5)
}

function drawList({ document, glyphs }: Writer, items: readonly Text[]): void {
  document.font('regular').fontSize(9.5)
  for (const item of items) {
    needs(document, 16)
    document.fillColor(ink.text).text('•', page.left, document.y, { lineBreak: false })
    drawRuns(document, runsOf(item, glyphs), {
      color: ink.text,
      x: page.left + 12,
      width: textWidth - 12,
      lineGap: 1.5,
    })
  }
  document.x = page.left
  document.moveDown(0.5)
}

function drawFigure(writer: Writer, figure: Figure): void {
  drawPicture(writer.document, figure, writer.glyphs)
  drawList(writer, [
    ...figure.sentences,
    `All of it as a table is at the end of this document: ${pictureTableHeading}.`,
  ])
}

function whenOf(line: TranscriptLine): Text {
  const marks = marksOf(line).join(', ')
  const when = `  ${utcSecond(line.at)}${marks ? ` (${marks})` : ''}`
  if (!line.permalink) return when
  return [`${when}  `, { kind: 'reference', text: 'in Slack', href: line.permalink }]
}

function drawLine({ document, glyphs }: Writer, line: TranscriptLine): void {
  const left = page.left + (line.isReply ? 16 : 0)
  const width = textWidth - (line.isReply ? 16 : 0)
  needs(document, 26)
  document
    .font('bold')
    .fontSize(8.5)
    .fillColor(ink.text)
    .text(glyphs.shown(line.who), left, document.y, { continued: true, width })
  document.font('regular')
  drawRuns(document, runsOf(whenOf(line), glyphs), { color: ink.soft })
  document.fontSize(9).fillColor(ink.text)
  if (line.text !== '') drawRuns(document, runsOf(line.text, glyphs), { color: ink.text, x: left, width })
  document.fillColor(ink.soft)
  for (const { text, since } of line.earlier)
    document.text(glyphs.shown(`before, since ${utcSecond(since)}: ${text}`), left, document.y, { width })
  document.x = page.left
  document.y += 4
}
