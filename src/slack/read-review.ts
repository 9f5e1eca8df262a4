import type { KnownBlock } from '@slack/types'
import { countKeptFiles } from '../app/kept-files.ts'
import { readableFormats, reviewsFor } from '../app/review-shelf.ts'
import type { Incident } from '../domain/incident.ts'
import { wasEverPrivate } from '../domain/privacy.ts'
import { readersOf } from '../domain/review-views.ts'
import { buildReviewView } from './modals/build-review.ts'
import { openModal, type Reply, type Request } from './request.ts'
import { listLinkBlock, readingBlocks, reviewListBlocks, reviewListView } from './views/reviews.ts'

/** In a window and below a command. */
const listedAtMost = 20

/** A window to read the review from as it was built last, or to have it built. */
export async function openReadingForm(request: Request, incident: Incident): Promise<void> {
  await openModal(request, buildReviewView(incident, request.app, await reading(request, incident)))
}

async function reading({ app, actor }: Request, incident: Incident): Promise<KnownBlock[]> {
  const { id, channel } = incident
  const links = readableFormats(incident, app).map(({ label, path }) => ({
    label,
    address: app.personalLink(actor.by, path),
  }))
  const count = await countKeptFiles(app, channel)
  const files = count > 0 ? { count, address: app.personalLink(actor.by, `${id}/files`) } : undefined
  return readingBlocks({ links, files, readers: readersOf(incident), isPrivate: wasEverPrivate(incident) })
}

/** The latest reviews that whoever asks may read, and where to read them all. */
export async function listReviews({ app, actor }: Request): Promise<Reply> {
  const reviews = await reviewsFor(app, actor.by, listedAtMost)
  if (reviews.length === 0) return { text: 'There is no review that you can read yet.' }
  return {
    text: reviews.map(({ incident }) => `${incident.id} ${incident.title}`).join('\n'),
    blocks: [...reviewListBlocks(reviews), listLinkBlock(app.personalLink(actor.by))],
  }
}

export async function openReviewList(request: Request): Promise<void> {
  const { app, actor } = request
  const reviews = await reviewsFor(app, actor.by, listedAtMost)
  await openModal(request, reviewListView(reviews, app.personalLink(actor.by)))
}
