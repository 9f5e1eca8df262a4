import type { ReviewFormat } from '../domain/review.ts'

/** For paper, and for whoever keeps papers: A4 with bookmarks, numbered pages and the picture. */
export const pdf: ReviewFormat = {
  id: 'pdf',
  label: 'PDF',
  extension: 'pdf',
  mediaType: 'application/pdf',
  async *render(review, transcript) {
    const { writePdf } = await import('./pdf-document.ts')
    yield* writePdf(review, transcript)
  },
}
