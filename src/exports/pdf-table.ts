import { floor, ink, type Pdf, page, textWidth } from './pdf-page.ts'

const padding = 4
const size = 8.5
const narrowest = 44

/** As wide as what stands in them; where that is too wide, each at least as wide as its longest word. */
function widths(document: Pdf, rows: readonly (readonly string[])[]): number[] {
  const count = rows[0]?.length ?? 0
  const some = rows.slice(0, 60)
  const widest = (column: number, split: RegExp, most: number) => {
    const pieces = some.flatMap(row => (row[column] ?? '').split(split))
    return Math.min(most, Math.max(narrowest, ...pieces.map(piece => document.widthOfString(piece) + 2 * padding + 2)))
  }
  document.font('bold').fontSize(size)
  const columns = Array.from({ length: count }, (_, column) => ({
    wanted: widest(column, /\n/, 320),
    least: widest(column, /\s+/, Math.min(96, textWidth / count)),
  }))
  const [wanted, least] = [sum(columns.map(one => one.wanted)), sum(columns.map(one => one.least))]
  if (wanted <= textWidth)
    return columns.map((one, index) => one.wanted + (index === count - 1 ? textWidth - wanted : 0))
  return columns.map(one => one.least + ((one.wanted - one.least) * (textWidth - least)) / (wanted - least))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}

/** A table that goes on over pages, its head on each; a row that is higher than a page is cut into parts. */
export function drawTable(
  document: Pdf,
  { columns, rows }: { columns: readonly string[]; rows: readonly (readonly string[])[] },
): void {
  const own = widths(document, [columns, ...rows])
  const heightOf = (cells: readonly string[]) =>
    Math.max(
      ...own.map((width, index) => document.heightOfString(cells[index] || ' ', { width: width - 2 * padding })),
    ) +
    2 * padding
  const draw = (cells: readonly string[], isHead: boolean) => {
    document.font(isHead ? 'bold' : 'regular').fontSize(size)
    const height = Math.min(heightOf(cells), floor - page.top)
    const top = document.y
    if (isHead) document.rect(page.left, top, textWidth, height).fill(ink.pale)
    document.fillColor(ink.text)
    own.reduce((x, width, index) => {
      document.text(cells[index] ?? '', x + padding, top + padding, {
        width: width - 2 * padding,
        height: height - padding,
      })
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
  const begin = (first: readonly string[]) => {
    document.font('regular').fontSize(size)
    if (document.y + 24 + heightOf(first) > floor) document.addPage()
    draw(columns, true)
  }
  const parts = rows.flatMap(cells => cut(cells, 1400))
  begin(parts[0] ?? [])
  for (const cells of parts) {
    document.font('regular').fontSize(size)
    if (document.y + heightOf(cells) > floor) {
      document.addPage()
      draw(columns, true)
    }
    draw(cells, false)
  }
  document.y += 10
}

/** A row as several where a cell is longer than fits on a page. */
function cut(cells: readonly string[], most: number): string[][] {
  const count = Math.max(1, ...cells.map(cell => Math.ceil(cell.length / most)))
  return Array.from({ length: count }, (_, part) => cells.map(cell => cell.slice(part * most, (part + 1) * most)))
}
