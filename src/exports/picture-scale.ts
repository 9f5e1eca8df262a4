import type { Period } from '../domain/metrics.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const steps = [1, 2, 5, 10, 15, 30]
  .map(n => n * minuteMs)
  .concat(
    [1, 2, 3, 6, 12].map(n => n * hourMs),
    [1, 2, 7, 14, 28].map(n => n * dayMs),
  )
const mostTicks = 11

/** Pixels: as wide as a page, on which a label can still be read. */
export const pictureWidth = 960
export const margin = { left: 178, right: 18 } as const
/** Between a label and the axis: what stands right at its beginning reaches out to the left. */
export const labelGap = 16

/** Where a moment is across the picture, in pixels. */
export function xOf({ from, to }: Period, at: Date): number {
  const share = (at.getTime() - from.getTime()) / (to.getTime() - from.getTime())
  return margin.left + share * (pictureWidth - margin.left - margin.right)
}

/** Moments that are round in UTC. */
export function ticksOf({ from, to }: Period): Date[] {
  const length = to.getTime() - from.getTime()
  const step = steps.find(one => length / one <= mostTicks) ?? length
  const first = Math.ceil(from.getTime() / step) * step
  const count = Math.max(0, Math.floor((to.getTime() - first) / step) + 1)
  return Array.from({ length: count }, (_, index) => new Date(first + index * step))
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** “10:30”, and with its day where that is not the day of the one before, or the picture spans days. */
export function hour(at: Date, before: Date | undefined, { from, to }: Period): string {
  const time = at.toISOString().slice(11, 16)
  const day = `${at.getUTCDate()} ${months[at.getUTCMonth()]}`
  const spansDays = from.toISOString().slice(0, 10) !== to.toISOString().slice(0, 10)
  if (!spansDays) return time
  if (to.getTime() - from.getTime() > 5 * dayMs && time === '00:00') return day
  const isNewDay = before === undefined || before.toISOString().slice(0, 10) !== at.toISOString().slice(0, 10)
  return isNewDay ? `${day} ${time}` : time
}

/** In units of the font size, as in DejaVu and Verdana, the widest of the fonts that may be at hand. */
const WIDTHS: readonly (readonly [letters: RegExp, width: number])[] = [
  [/[ijlI'.,:;|! ·]/, 0.34],
  [/[frt()[\]/"-]/, 0.42],
  [/[csxyzvkJL]/, 0.59],
  [/[ABCEFKPRSTVXYZ]/, 0.7],
  [/[DGHNOQUw“”]/, 0.82],
  [/[mMW@%…—]/, 1],
]
const letterWidth = 0.64
/** As East Asian scripts and emoji are: as wide as high. */
const square =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3ffff}]/u

function emOf(letter: string): number {
  if (square.test(letter)) return 1
  return WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? letterWidth
}

export function widthOf(label: string, fontSize: number): number {
  return [...label].reduce((sum, letter) => sum + emOf(letter) * fontSize, 0)
}

/** As much of a label as fits into so many pixels; nothing rather than less than three letters. */
export function fitted(label: string, width: number, fontSize = 12): string {
  const widthOf = (letter: string) => emOf(letter) * fontSize
  let left = width
  const letters = [...label]
  const fit = letters.findIndex(letter => {
    left -= widthOf(letter)
    return left < 0
  })
  if (fit < 0) return label
  const some = letters.slice(0, fit)
  while (some.length > 0 && some.reduce((sum, letter) => sum + widthOf(letter), widthOf('…')) > width) some.pop()
  return some.length < 3 ? '' : `${some.join('')}…`
}
