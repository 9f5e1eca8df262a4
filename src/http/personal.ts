import type { ListedReview } from '../app/review-shelf.ts'
import type { ReviewFile } from '../app/reviews.ts'
import { fileReply, type Reply, signatureIn } from './reply.ts'
import { nothingPage, reviewsPage } from './reviews-page.ts'

/** What a person reads under links of their own. */
export interface PersonalEdge {
  readonly verifyLink: (link: { path: string; expires: string; signature: string }) => boolean
  /** Another path, for as long as the link lasts that led to it. */
  readonly signUntil: (path: string, expires: string) => string
  readonly reviewsFor: (user: string) => Promise<readonly ListedReview[]>
  readonly openReview: (review: {
    user: string
    incident: string
    extension: string
  }) => Promise<ReviewFile | undefined>
}

const address = /^\/people\/([UW][A-Z0-9]{1,30})\/reviews(?:\/(INC-[1-9]\d{0,8})\/review\.([a-z]{1,8}))?$/

/**
 * The reviews that one person may read, or one of them, as it is when they ask. Whatever is wrong, the answer is the
 * same: it tells nothing of what there is. What is only looked for, and not read, is no view.
 */
export async function personal(edge: PersonalEdge, { pathname, searchParams }: URL, method: string): Promise<Reply> {
  const [, user, incident, extension] = address.exec(pathname) ?? []
  const link = signatureIn(searchParams)
  if (!user || !edge.verifyLink({ path: pathname, ...link })) return page(404, nothingPage())
  if (!incident || !extension) {
    const sign = (below: string) => edge.signUntil(`${pathname}/${below}`, link.expires)
    return page(200, reviewsPage(await edge.reviewsFor(user), sign))
  }
  if (method === 'HEAD') return page(200, '')
  const file = await edge.openReview({ user, incident, extension })
  return file ? fileReply(file) : page(404, nothingPage())
}

const pageSecurity =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

function page(status: number, body: string): Reply {
  return {
    status,
    type: 'text/html; charset=utf-8',
    body,
    headers: {
      'cache-control': 'private, no-store',
      'content-security-policy': pageSecurity,
      'referrer-policy': 'no-referrer',
    },
  }
}
