import type { FilesOfIncident, OpenedFile } from '../app/kept-files.ts'
import type { ListedReview } from '../app/review-shelf.ts'
import type { ReviewFile } from '../app/reviews.ts'
import { filesPage, gonePage } from './files-page.ts'
import { nothingPage } from './page.ts'
import { attachmentReply, fileReply, type Reply, signatureIn } from './reply.ts'
import { reviewsPage } from './reviews-page.ts'

/** What a person reads under links of their own. */
export interface PersonalEdge {
  readonly verifyLink: (link: { path: string; expires: string; signature: string }) => boolean
  /** Another path, for as long as the link lasts that led to it. */
  readonly signUntil: (path: string, expires: string) => string
  readonly reviewsFor: (user: string) => Promise<readonly ListedReview[]>
  readonly filesFor: (asked: { user: string; incident: string }) => Promise<FilesOfIncident | undefined>
  readonly openFile: (asked: { user: string; incident: string; file: string }) => Promise<OpenedFile | undefined>
  readonly openReview: (review: {
    user: string
    incident: string
    extension: string
  }) => Promise<ReviewFile | undefined>
}

const address =
  /^\/people\/([UW][A-Z0-9]{1,30})\/reviews(?:\/(INC-[1-9]\d{0,8})\/(?:review\.([a-z]{1,8})|files(?:\/(F[A-Z0-9]{1,30}))?))?$/

/**
 * The reviews that one person may read, or one of them, as it is when they ask; and the files that are kept of an incident.
 * Whatever is wrong, the answer is the same: it tells nothing of what there is. What is only looked for, and not read, is
 * no view.
 */
export async function personal(edge: PersonalEdge, { pathname, searchParams }: URL, method: string): Promise<Reply> {
  const [, user, incident, extension, file] = address.exec(pathname) ?? []
  const link = signatureIn(searchParams)
  if (!user || !edge.verifyLink({ path: pathname, ...link })) return nothing()
  const list = `/people/${user}/reviews`
  const sign = (below?: string) => edge.signUntil(below === undefined ? list : `${list}/${below}`, link.expires)
  if (!incident) return page(200, reviewsPage(await edge.reviewsFor(user), sign))
  if (!extension && !file) {
    const found = await edge.filesFor({ user, incident })
    return found ? page(200, filesPage(found, sign)) : nothing()
  }
  if (method === 'HEAD') return page(200, '')
  if (extension) {
    const review = await edge.openReview({ user, incident, extension })
    return review ? fileReply(review) : nothing()
  }
  const opened = await edge.openFile({ user, incident, file: file ?? '' })
  if (!opened) return nothing()
  return 'gone' in opened ? page(410, gonePage(opened.gone, sign)) : attachmentReply(opened)
}

function nothing(): Reply {
  return page(404, nothingPage())
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
