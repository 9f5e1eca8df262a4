import { isPairs } from '../domain/review.ts'
import type { Drawable } from './pdf-image.ts'
import { floor, ink, type Pdf, page, textWidth } from './pdf-page.ts'
import { drawRuns, type Run, sliceRuns, textOf } from './pdf-text.ts'

/** Words, and the pictures below them. */
export interface Cell {
  readonly runs: readonly Run[]
  readonly images: readonly Drawable[]
}

const padding = 4
const size = 8.5
const narrowest = 44
const longestWord = 96
const longestLine = 130
/** Letters: “2026-03-04 21:40 UTC” is twenty. */
const shortLine = 22
/** “21:40 UTC” is nine. */
const shortestLine = 10
/** Points; a picture is no larger than at 96 pixels an inch. */
const highestImage = 190
const pointsEach = 0.75
const gap = 3

/**
 * As wide as what stands in them. Where that is too wide, nothing short is broken, such as a time or a name; where that is
 * still too wide, each column is at least as wide as its longest word, if all have room.
 */
function widths(document: Pdf, rows: readonly (readonly string[])[]): number[] {
  const count = rows[0]?.length ?? 0
  const widest = (column: number, split: (text: string) => readonly string[], most: number) => {
    const own = [...rows.slice(0, 60), ...longest(rows, column)].flatMap((row, index) => {
      document.font(index === 0 || isPairs({ columns: rows[0] ?? [] }) ? 'bold' : 'regular').fontSize(size)
      return split(row[column] ?? '').map(piece => document.widthOfString(piece) + 2 * padding + 1)
    })
    return Math.min(most, Math.max(narrowest, ...own))
  }
  const words = (text: string) => text.split(/\s+/)
  const lines = (text: string) => text.split('\n')
  const unbroken = (most: number) => (text: string) =>
    lines(text).flatMap(line => (line.length <= most ? [line] : words(line)))
  const leastOf = (split: typeof words, most: number) =>
    Array.from({ length: count }, (_, column) => widest(column, split, most))
  const least =
    [
      leastOf(unbroken(shortLine), longestLine),
      leastOf(unbroken(shortestLine), longestWord),
      leastOf(words, longestWord),
    ].find(one => sum(one) <= textWidth) ?? leastOf(words, Math.min(longestWord, textWidth / count))
  const columns = least.map((one, column) => ({ wanted: Math.max(one, widest(column, lines, 320)), least: one }))
  const wanted = sum(columns.map(one => one.wanted))
  if (wanted <= textWidth)
    return columns.map((one, index) => one.wanted + (index === count - 1 ? textWidth - wanted : 0))
  const spare = textWidth - sum(least)
  return columns.map(one => one.least + ((one.wanted - one.least) * spare) / (wanted - sum(least)))
}

/** A long table is not measured whole. */
function longest(rows: readonly (readonly string[])[], column: number): readonly (readonly string[])[] {
  const length = (row: readonly string[]) => row[column]?.length ?? 0
  return rows.toSorted((a, b) => length(b) - length(a)).slice(0, 20)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}

function imageSize({ width, height }: Drawable, most: number): [width: number, height: number] {
  const scale = Math.min(pointsEach, most / width, highestImage / height)
  return [width * scale, height * scale]
}

/** A table that goes on over pages, its head on each; a row that is higher than a page is cut into parts. */
export function drawTable(
  document: Pdf,
  { columns, rows }: { columns: readonly string[]; rows: readonly (readonly Cell[])[] },
): void {
  const head = columns.map(text => ({ runs: [{ text }], images: [] }))
  const isHeadless = isPairs({ columns })
  const own = widths(document, [columns, ...rows.map(cells => cells.map(({ runs }) => textOf(runs)))])
  const textHeight = (runs: readonly Run[], width: number) => document.heightOfString(textOf(runs) || ' ', { width })
  const heightOf = (cells: readonly Cell[]) =>
    Math.max(
      ...own.map((column, index) => {
        const width = column - 2 * padding
        const { runs = [], images = [] } = cells[index] ?? {}
        return sum([textHeight(runs, width), ...images.map(one => imageSize(one, width)[1] + gap)])
      }),
    ) +
    2 * padding
  const draw = (cells: readonly Cell[], isHead: boolean) => {
    if (isHead && isHeadless) return
    document.font(isHead ? 'bold' : 'regular').fontSize(size)
    const height = Math.min(heightOf(cells), floor - page.top)
    const top = document.y
    if (isHead) document.rect(page.left, top, textWidth, height).fill(ink.pale)
    own.reduce((x, width, index) => {
      const { runs = [], images = [] } = cells[index] ?? {}
      const room = width - 2 * padding
      if (isHeadless) document.font(x === page.left ? 'bold' : 'regular')
      drawRuns(document, runs, {
        color: ink.text,
        x: x + padding,
        y: top + padding,
        width: room,
        height: height - padding,
      })
      images.reduce(
        (y, one) => {
          const [imageWidth, imageHeight] = imageSize(one, room)
          document.image(one.source, x + padding, y + gap, { width: imageWidth })
          return y + gap + imageHeight
        },
        top + padding + textHeight(runs, room),
      )
      return x + width
    }, page.left as number)
    document
      .moveTo(page.left, top + height)
      .lineTo(page.left + textWidth, top + height)
      .lineWidth(0.5)
      .stroke(ink.line)
    document.x = page.left
    document.y = top + height
  }
  const begin = (first: readonly Cell[]) => {
    document.font('regular').fontSize(size)
    if (document.y + 24 + heightOf(first) > floor) document.addPage()
    draw(head, true)
  }
  const parts = rows.flatMap(cells => cut(cells, 1400))
  begin(parts[0] ?? [])
  for (const cells of parts) {
    document.font('regular').fontSize(size)
    if (document.y + heightOf(cells) > floor) {
      document.addPage()
      draw(head, true)
    }
    draw(cells, false)
  }
  document.y += 10
}

/** A row as several where a cell is longer than fits on a page; the pictures stand below the last words. */
function cut(cells: readonly Cell[], most: number): Cell[][] {
  const count = Math.max(1, ...cells.map(({ runs }) => Math.ceil(textOf(runs).length / most)))
  return Array.from({ length: count }, (_, part) =>
    cells.map(({ runs, images }) => ({
      runs: sliceRuns(runs, part * most, (part + 1) * most),
      images: part === count - 1 ? images : [],
    })),
  )
}
