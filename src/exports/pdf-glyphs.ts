import { readFileSync } from 'node:fs'
import { create } from 'fontkit'
import { fontFile } from './fonts.ts'

/** What a font can show, and how much of what it was given it could not. */
export interface Glyphs {
  /** The text with each character that the font does not have as its number, such as `[U+1F525]`. */
  shown(text: string): string
  readonly missing: number
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** These join or vary the sign before them, and show nothing by themselves. */
const silent = /[\u200d\ufe0e\ufe0f]/gu

export function glyphsOf(): Glyphs {
  const font = create(readFileSync(fontFile('regular')))
  if (!('hasGlyphForCodePoint' in font)) throw new Error('the font is a collection of fonts')
  const known = new Map<string, string>()
  let missing = 0
  const show = (sign: string): string => {
    if (/^[\n\t ]$/.test(sign)) return sign
    const points = [...sign.replace(silent, '')].map(one => one.codePointAt(0) ?? 0)
    if (points.every(point => font.hasGlyphForCodePoint(point))) return sign.replace(silent, '')
    return `[${points.map(point => `U+${point.toString(16).toUpperCase().padStart(4, '0')}`).join(' ')}]`
  }
  return {
    shown(text) {
      // Latin letters and line breaks are most of what there is.
      if (/^[\n -~]*$/.test(text)) return text
      return [...graphemes.segment(text.replace(/\r\n?|[\u2028\u2029]/g, '\n'))]
        .map(({ segment }) => {
          const written = known.get(segment) ?? show(segment)
          known.set(segment, written)
          if (written.startsWith('[U+')) missing += 1
          return written
        })
        .join('')
    },
    get missing() {
      return missing
    },
  }
}
