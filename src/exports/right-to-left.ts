import { createRequire } from 'node:module'

// Its types tell of a default export; as CommonJS it is the function itself.
const createBidi: typeof import('bidi-js').default = createRequire(import.meta.url)('bidi-js')
const bidi = createBidi()
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/
/** They say in which direction words run, and show nothing. */
export const isolates = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** Words that run in one direction; from right to left, it is a single one. */
export interface DirectedRun {
  readonly text: string
  readonly isRightToLeft: boolean
}

/** By its first letter, as a browser tells it of a paragraph. */
export function beginsAtTheRight(text: string): boolean {
  return rightToLeft.test(/\p{L}/u.exec(text)?.[0] ?? '')
}

/** The runs of one line as they stand from left to right (Unicode Standard Annex 9); within each, as they were typed. */
export function visualRuns(line: string): readonly DirectedRun[] {
  if (!rightToLeft.test(line)) return [{ text: line.replace(isolates, ''), isRightToLeft: false }]
  const text = line.trimEnd()
  const { levels } = bidi.getEmbeddingLevels(text)
  const mirrored = bidi.getMirroredCharactersMap(text, levels)
  const runs: { text: string; level: number }[] = []
  for (const [at, level] of levels.entries()) {
    const sign = mirrored.get(at) ?? text.charAt(at)
    const last = runs.at(-1)
    if (last && last.level === level) last.text += sign
    else runs.push({ text: sign, level })
  }
  for (let level = Math.max(...levels); level > 0; level--) reverseFrom(runs, level)
  return runs.flatMap(({ text: words, level }): DirectedRun[] => {
    const shown = words.replace(isolates, '')
    // A font turns round the letters of each word, and leaves the words as they were typed.
    return level % 2 === 1
      ? shown
          .split(/( )/)
          .reverse()
          .map(word => ({ text: word, isRightToLeft: true }))
      : [{ text: shown, isRightToLeft: false }]
  })
}

/** Rule L2: what stands together at this level or above is turned round. */
function reverseFrom(runs: { level: number }[], level: number): void {
  for (let start = 0; start < runs.length; start++) {
    let end = start
    while ((runs[end]?.level ?? -1) >= level) end++
    if (end > start) runs.splice(start, end - start, ...runs.slice(start, end).reverse())
    start = end
  }
}
