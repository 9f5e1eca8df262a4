import type { Transcript } from '../domain/review.ts'
import type { Image } from '../domain/review-text.ts'

/** Bytes of pictures in one document; a larger one is named and not shown. */
const mostOfOne = 1_500_000
const mostOfAll = 20_000_000
/** What shows a picture and nothing else; SVG could hold more. */
const shownTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']

/** The bytes of a picture; without them, `why` it is only named, where there is something to say of it. */
type Shown = { readonly content: Uint8Array } | { readonly why?: string }

export interface Images {
  read(image: Pick<Image, 'mediaType' | 'bytes' | 'sha256'>): Promise<Shown>
}

/** The kept pictures, for one document, whose size they may not swell beyond measure. */
export function imagesOf(transcript: Transcript): Images {
  let left = mostOfAll
  return {
    async read({ mediaType, bytes, sha256 }) {
      if (!shownTypes.includes(mediaType)) return {}
      if (bytes > mostOfOne || bytes > left) return { why: 'too large to be shown in this file' }
      const content = await transcript.attachment(sha256)
      if (!content || content.length > mostOfOne || content.length > left) return {}
      left -= content.length
      return { content }
    },
  }
}
