import type { Message } from './review.ts'

/** How Sitrep begins to say, in one message, that it reads a channel, and that it has read it. */
export const readingNotice = {
  now: 'Reading the channel for the review',
  done: 'Read the channel for the review',
} as const

const reviewFile = /-review-(?:for-[a-z0-9-]+-)?\d+\.[a-z0-9]+$/
/** Whoever has such a link can open the review: it must not go on from one review into the next. */
const reviewLink = /<?https?:\/\/[^\s<>|]*\/incidents\/[A-Za-z0-9-]+\/review\.[a-z0-9]+\?[^\s<>|]*(?:\|[^<>]*)?>?/g

/** What Sitrep says of the review itself is no part of the conversation that the review tells. */
export function isAboutReview({ isOwn, text, files }: Message): boolean {
  if (!isOwn) return false
  return (
    Object.values(readingNotice).some(words => text.startsWith(words)) || files.some(one => reviewFile.test(one.name))
  )
}

/** What a message says, without the signed links of reviews in it. */
export function withoutReviewLinks(text: string): string {
  return text.replace(reviewLink, '(link to the review)')
}
