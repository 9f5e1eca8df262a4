import svgToPdf from 'svg-to-pdfkit'
import type { Figure } from '../domain/review.ts'
import { plain } from '../domain/review-text.ts'
import { needs, type Pdf, page, textWidth } from './pdf-page.ts'
import { pictureWidth } from './picture-scale.ts'
import { pictureSvg } from './picture-svg.ts'

/** The picture as lines and letters, as wide as the text. */
export function drawPicture(document: Pdf, { title, picture, sentences }: Figure): void {
  const svg = pictureSvg(picture, { title, description: sentences.map(plain).join(' '), id: 'picture' })
  const height = (textWidth / pictureWidth) * Number(/ height="([\d.]+)"/.exec(svg)?.[1])
  needs(document, height)
  const top = document.y
  svgToPdf(document, svg, page.left, top, {
    width: textWidth,
    height,
    preserveAspectRatio: 'xMinYMin meet',
    fontCallback: (_family: string, isBold: boolean) => (isBold ? 'bold' : 'regular'),
  })
  document.x = page.left
  document.y = top + height + 8
}
