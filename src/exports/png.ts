import type { Review, ReviewFormat } from '../domain/review.ts'
import { plain } from '../domain/review-text.ts'

/** Only the picture, which Slack shows where it is posted. */
export const png: ReviewFormat = {
  id: 'picture',
  label: 'the picture of it',
  extension: 'png',
  mediaType: 'image/png',
  async *render({ title: about, sections }: Review) {
    for (const block of sections.flatMap(({ blocks }) => blocks)) {
      if (block.kind !== 'figure') continue
      const { title, picture, sentences } = block
      const [{ pngOf }, { pictureSvg }, { withFontsBeside }, { glyphsOf }] = await Promise.all([
        import('./picture-png.ts'),
        import('./picture-svg.ts'),
        import('./picture-fonts.ts'),
        import('./glyphs.ts'),
      ])
      const drawn = pictureSvg(picture, { title, description: sentences.map(plain).join(' '), id: 'picture' })
      const { svg, fonts } = withFontsBeside(drawn, glyphsOf(JSON.stringify([about, sections])))
      yield await pngOf(svg, fonts)
      return
    }
  },
}
