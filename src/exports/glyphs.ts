import { readFileSync } from 'node:fs'
import { create, type Font } from 'fontkit'
import { type FontName, fontFile, HAN_FONTS, type HanFont } from './fonts.ts'
import { isolates, visualRuns } from './right-to-left.ts'

/** A part of a line in one font; without a name, in whichever style the words around it are set. */
export interface Stretch {
  readonly text: string
  readonly font?: FontName
}

/** What the fonts can show of a text, and how much of what they were given they could not. */
export interface Glyphs {
  /** The text with a note, in brackets, in place of what no font has: `[U+0E01]`, or how many characters. */
  shown(text: string): string
  /** As they were typed. */
  stretches(text: string): readonly Stretch[]
  /** From left to right, as they stand on a line. */
  line(text: string): readonly Stretch[]
  font(name: FontName): Font
  readonly missing: number
}

/** The fonts in the order in which they are asked; `text` is what every style of the text has. */
type Home = FontName | 'text' | 'none'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** These join or vary the sign before them, and show nothing by themselves. */
const silent = /[\u200d\ufe0e\ufe0f]/gu
const emojiLike = /\p{Emoji_Presentation}|\ufe0f/u
const kana = /\p{Script=Hiragana}|\p{Script=Katakana}/u
const hangul = /\p{Script=Hangul}/u
/** Latin letters and line breaks are most of what there is. */
const plain = /^[\n -~]*$/
/** One or two are told by their numbers; of more, only how many there are. */
const mostNumbers = 2

function openFont(name: FontName): Font {
  const font = create(readFileSync(fontFile(name)))
  if (!('hasGlyphForCodePoint' in font)) throw new Error('the font is a collection of fonts')
  return font
}

function hanFontOf(text: string): HanFont | undefined {
  if (kana.test(text)) return 'japanese'
  return hangul.test(text) ? 'korean' : undefined
}

/** `whole` is all that is to be shown, as far as it is known: it tells in which language Han characters are read. */
export function glyphsOf(whole: string): Glyphs {
  const usual = hanFontOf(whole) ?? 'chinese'
  const homes = new Map<string, Home>()
  const fonts = new Map<FontName, Font>()
  let missing = 0

  const fontOf = (name: FontName): Font => {
    const font = fonts.get(name) ?? openFont(name)
    fonts.set(name, font)
    return font
  }

  const findHome = (sign: string, han: HanFont): Home => {
    const points = [...sign.replace(silent, '')].map(one => one.codePointAt(0) ?? 0)
    const has = (name: FontName) => points.every(point => fontOf(name).hasGlyphForCodePoint(point))
    if (emojiLike.test(sign) && has('emoji')) return 'emoji'
    if (has('regular')) return has('bold') ? 'text' : 'regular'
    return ([han, ...HAN_FONTS, 'emoji'] as const).find(has) ?? 'none'
  }
  const homeOf = (sign: string, han: HanFont): Home => {
    if (plain.test(sign) || sign === '\t' || isolates.test(sign)) return 'text'
    const key = `${han} ${sign}`
    const home = homes.get(key) ?? findHome(sign, han)
    homes.set(key, home)
    return home
  }
  const signsOf = (text: string) => {
    const han = hanFontOf(text) ?? usual
    return [...graphemes.segment(text)].map(({ segment: sign }) => ({ sign, home: homeOf(sign, han) }))
  }
  const stretches = (text: string): Stretch[] => {
    if (plain.test(text)) return [{ text }]
    const found: Stretch[] = []
    for (const { sign, home } of signsOf(text)) {
      const font = home === 'text' || home === 'none' ? undefined : home
      // What is made of several emoji is one sign of its font, by the joiners between them.
      const drawn = font === 'emoji' ? sign.replace(/[\ufe0e\ufe0f]/gu, '') : sign.replace(silent, '')
      const last = found.at(-1)
      if (last && last.font === font) found[found.length - 1] = { ...last, text: last.text + drawn }
      else found.push({ text: drawn, ...(font ? { font } : {}) })
    }
    return found
  }

  return {
    shown(text) {
      if (plain.test(text)) return text
      let shown = ''
      let gone: string[] = []
      const note = () => {
        missing += gone.length
        shown += gone.length > mostNumbers ? `[${gone.length} characters not in this font]` : gone.map(numbers).join('')
        gone = []
      }
      for (const { sign, home } of signsOf(text.replace(/\r\n?|[\u2028\u2029]/g, '\n'))) {
        if (home === 'none') gone.push(sign)
        else {
          note()
          shown += sign
        }
      }
      note()
      return shown
    },
    stretches,
    line: text =>
      visualRuns(text).flatMap(run => (run.isRightToLeft ? stretches(run.text).reverse() : stretches(run.text))),
    font: fontOf,
    get missing() {
      return missing
    },
  }
}

function numbers(sign: string): string {
  const points = [...sign.replace(silent, '')].map(one => (one.codePointAt(0) ?? 0).toString(16).toUpperCase())
  return `[${points.map(point => `U+${point.padStart(4, '0')}`).join(' ')}]`
}
