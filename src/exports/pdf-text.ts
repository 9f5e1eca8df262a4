import { inlinesOf, plain, type Text } from '../domain/review-text.ts'
import type { Glyphs } from './glyphs.ts'
import { ink, type Pdf } from './pdf-page.ts'
import { beginsAtTheRight } from './right-to-left.ts'
import { isOfWeb } from './web-address.ts'

/** Words as the font can show them, and the address that they lead to. */
export interface Run {
  readonly text: string
  readonly href?: string
}

/** A text with its references as links; what is between two links is one run, so that its lines break as those of a text. */
export function runsOf(text: Text, glyphs: Glyphs): Run[] {
  const runs: Run[] = []
  for (const part of inlinesOf(text)) {
    const shown = glyphs.shown(plain(part))
    const last = runs.at(-1)
    if (typeof part !== 'string' && part.kind === 'reference' && isOfWeb(part.href))
      runs.push({ text: shown, href: part.href })
    else if (last && last.href === undefined) runs[runs.length - 1] = { text: last.text + shown }
    else if (shown !== '') runs.push({ text: shown })
  }
  return runs
}

export function textOf(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join('')
}

/** As `slice` of a text. */
export function sliceRuns(runs: readonly Run[], from: number, to: number): Run[] {
  let start = 0
  return runs.flatMap(run => {
    const text = run.text.slice(Math.max(0, from - start), Math.max(0, to - start))
    start += run.text.length
    return text === '' ? [] : [{ ...run, text }]
  })
}

/** Draws them one after another where the document stands, or at `x` and `y`. */
export function drawRuns(
  document: Pdf,
  runs: readonly Run[],
  { color, x = document.x, y = document.y, ...options }: PDFKit.Mixins.TextOptions & Ink,
): void {
  const all = runs.length > 0 ? runs : [{ text: '' }]
  // PDFKit cannot go on with a line that ends at the right.
  const align = all.length === 1 && beginsAtTheRight(textOf(all)) ? ('right' as const) : ('left' as const)
  for (const [index, { text, href }] of all.entries()) {
    document.fillColor(href ? ink.link : color)
    const drawn = {
      ...options,
      align,
      continued: index < all.length - 1,
      link: href ?? null,
      underline: href !== undefined,
    }
    if (index === 0) document.text(text, x, y, drawn)
    else document.text(text, drawn)
  }
}

interface Ink {
  readonly color: string
  readonly x?: number
  readonly y?: number
}
