import { escapeXml, unescapeXml } from '../domain/escape-xml.ts'
import type { FontName } from './fonts.ts'
import type { Glyphs } from './glyphs.ts'

/** A drawing in which the words that Latin letters do not make up are as `write` says; what no font has is noted. */
function eachText(svg: string, glyphs: Glyphs, write: (words: string) => string): string {
  return svg.replace(/(<text[^>]*>)([^<]+)(?=<)/g, (whole, tag: string, words: string) =>
    /^[ -~]*$/.test(words) ? whole : `${tag}${write(glyphs.shown(unescapeXml(words)))}`,
  )
}

/** For who finds by itself which font has a letter: the drawing, and the fonts to look in besides those of the text. */
export function withFontsBeside(svg: string, glyphs: Glyphs): { readonly svg: string; readonly fonts: FontName[] } {
  const fonts = new Set<FontName>()
  const noted = eachText(svg, glyphs, words => {
    for (const { font } of glyphs.stretches(words)) if (font) fonts.add(font)
    return escapeXml(words)
  })
  return { svg: noted, fonts: [...fonts] }
}

/** For who takes each letter from the font that is named: the words as they stand from left to right, with their fonts. */
export function withFontsNamed(svg: string, glyphs: Glyphs): string {
  return eachText(svg, glyphs, words =>
    glyphs
      .line(words)
      .map(({ text, font }) => `<tspan${font ? ` font-family="${font}"` : ''}>${escapeXml(text)}</tspan>`)
      .join(''),
  )
}
