import type { Bar, Lane, Picture } from '../domain/picture.ts'
import { textAt } from './picture-legend.ts'
import { INK } from './picture-look.ts'
import { fitted, margin, pictureWidth, widthOf, xOf } from './picture-scale.ts'

/** Pixels above the bars of a lane, where what is too wide for them stands. */
export const calloutHeight = 14
const size = 10
const gap = 8

/** What of a bar's label fits into it. */
export function labelIn(picture: Picture, { label, from, to }: Bar): string {
  return fitted(label, xOf(picture, to) - xOf(picture, from) - 10)
}

/** The bars of a lane whose labels stand above them; none where there is no room for all of them. */
export function calledOut(picture: Picture, { bars }: Lane): readonly Bar[] {
  const own = bars.filter(bar => labelIn(picture, bar) !== bar.label)
  const width = own.reduce((sum, { label }) => sum + widthOf(label, size) + gap, 0)
  return width > pictureWidth - margin.left - margin.right ? [] : own
}

/** The labels above a lane, each with a line to its bar; `top` is where the lane begins. */
export function callouts(picture: Picture, lane: Lane, top: number): string {
  const placed: { label: string; middle: number; x: number; width: number }[] = []
  for (const { label, from, to } of calledOut(picture, lane)) {
    const [middle, width] = [(xOf(picture, from) + xOf(picture, to)) / 2, widthOf(label, size)]
    const last = placed.at(-1)
    placed.push({
      label,
      middle,
      width,
      x: Math.max(margin.left, middle - width / 2, last ? last.x + last.width + gap : 0),
    })
  }
  let end = pictureWidth - margin.right
  for (const one of placed.toReversed()) {
    one.x = Math.min(one.x, end - one.width)
    end = one.x - gap
  }
  return placed
    .map(({ label, middle, x, width }) => {
      const near = Math.min(Math.max(middle, x), x + width)
      const line = `<line x1="${near}" y1="${top + 9}" x2="${middle}" y2="${top + calloutHeight}" stroke="${INK.line}"/>`
      return `${line}${textAt({ x, y: top + 8, size, fill: INK.label }, label)}`
    })
    .join('')
}
