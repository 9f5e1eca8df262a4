import type { Review, ReviewFormat } from '../domain/review.ts'
import { plain } from '../domain/review-text.ts'
import { pngOf } from './picture-png.ts'
import { pictureSvg } from './picture-svg.ts'

/** Only the picture, which Slack shows where it is posted. */
export const png: ReviewFormat = {
  id: 'picture',
  label: 'the picture of it',
  extension: 'png',
  mediaType: 'image/png',
  async *render({ sections }: Review) {
    for (const block of sections.flatMap(({ blocks }) => blocks)) {
      if (block.kind !== 'figure') continue
      const { title, picture, sentences } = block
      yield await pngOf(pictureSvg(picture, { title, description: sentences.map(plain).join(' '), id: 'picture' }))
      return
    }
  },
}
