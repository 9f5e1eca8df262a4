import { type DisclosedIncident, disclose } from '../domain/disclosure.ts'
import type { Incident } from '../domain/incident.ts'
import { wasEverPrivate } from '../domain/privacy.ts'
import { type ReviewProgress, reviewState } from '../domain/review-state.ts'
import { builtAs, noteView } from '../domain/review-views.ts'
import type { App } from './app.ts'
import { decide } from './incidents.ts'
import { countKeptFiles } from './kept-files.ts'
import { fileOf, type ReviewFile } from './reviews.ts'

/** A review that a person may read. */
export interface ListedReview {
  readonly incident: DisclosedIncident
  readonly progress: ReviewProgress
  /** The formats that it was built in and that a browser is given. */
  readonly formats: readonly { readonly label: string; readonly path: string }[]
  /** How many files that were sent in its channel are kept. */
  readonly files: number
}

const pageSize = 25
/** A list of the latest reviews is not worth reading years of incidents. */
const lookedAtAtMost = 200

/** The latest reviews that were begun, are due or were built, of incidents that this person may know of now. */
export async function reviewsFor(app: App, user: string, atMost: number): Promise<ListedReview[]> {
  const listed: ListedReview[] = []
  let readsAs: Awaited<ReturnType<App['clearance']['sightOf']>> | undefined
  let before: number | undefined
  for (let looked = 0; listed.length < atMost && looked < lookedAtAtMost; looked += pageSize) {
    const page = await app.incidents.newest({ before, atMost: pageSize })
    for (const one of page.filter(incident => hasReview(incident, app))) {
      readsAs ??= await app.clearance.sightOf(user)
      const incident = disclose(one, readsAs(one), app.policy)
      if (incident?.shows !== 'incident') continue
      listed.push({
        incident,
        progress: reviewState(one, app.policy),
        formats: isForAll(one) ? readableFormats(one, app) : [],
        files: isForAll(one) ? await countKeptFiles(app, one.channel) : 0,
      })
    }
    before = page.at(-1)?.number
    if (page.length < pageSize) break
  }
  return listed.slice(0, atMost)
}

/** Of one that is public now, the words of its private days are for its channel alone, where the button is. */
function isForAll(incident: Incident): boolean {
  return incident.isPrivate || !wasEverPrivate(incident)
}

function hasReview(incident: Incident, { policy }: Pick<App, 'policy'>): boolean {
  const { stage, dueAt } = reviewState(incident, policy)
  return stage !== 'not-begun' || dueAt !== undefined || builtAs(incident).length > 0
}

/** In the order of the list of formats. */
export function readableFormats(incident: Incident, { formats }: Pick<App, 'formats'>): ListedReview['formats'] {
  const built = builtAs(incident)
  return formats
    .filter(({ id, extension }) => built.includes(id) && /^[a-z]+$/.test(extension))
    .map(({ label, extension }) => ({ label, path: `${incident.id}/review.${extension}` }))
}

/**
 * A review for somebody who followed a link of their own, and on a private one’s record that they did; undefined when
 * there is none or they may not know of it: the same is asked for both.
 */
export async function openReview(
  app: App,
  { user, incident: id, extension }: { user: string; incident: string; extension: string },
): Promise<ReviewFile | undefined> {
  const format = app.formats.find(one => one.extension === extension)
  if (!format) return undefined
  const [saved, incident] = await Promise.all([app.reviews.get(id, format.id), app.incidents.get(id)])
  const isAllowed = await app.clearance.mayRead(user, incident)
  if (!saved || !incident || !isAllowed) return undefined
  await decide(app, id, { by: { by: user, via: 'link' }, run: noteView, input: { format: format.id } })
  return fileOf(saved, { id, format })
}
