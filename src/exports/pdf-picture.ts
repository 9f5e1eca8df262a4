import svgToPdf from 'svg-to-pdfkit'
import type { Figure } from '../domain/review.ts'
import { plain } from '../domain/review-text.ts'
import { FONT_NAMES } from './fonts.ts'
import type { Glyphs } from './glyphs.ts'
import { needs, type Pdf, page, textWidth } from './pdf-page.ts'
import { withFontsNamed } from './picture-fonts.ts'
import { pictureWidth } from './picture-scale.ts'
import { pictureSvg } from './picture-svg.ts'

/** The picture as lines and letters, as wide as the text. */
export function drawPicture(document: Pdf, { title, picture, sentences }: Figure, glyphs: Glyphs): void {
  const drawn = pictureSvg(picture, { title, description: sentences.map(plain).join(' '), id: 'picture' })
  const svg = withFontsNamed(drawn, glyphs)
  const height = (textWidth / pictureWidth) * Number(/ height="([\d.]+)"/.exec(svg)?.[1])
  needs(document, height)
  const top = document.y
  svgToPdf(document, svg, page.left, top, {
    width: textWidth,
    height,
    preserveAspectRatio: 'xMinYMin meet',
    fontCallback: (family: string, isBold: boolean) =>
      FONT_NAMES.find(name => name === family) ?? (isBold ? 'bold' : 'regular'),
  })
  document.x = page.left
  document.y = top + height + 8
}
