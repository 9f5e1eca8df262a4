import type { ListedReview } from '../app/review-shelf.ts'
import { escapeXml } from '../domain/escape-xml.ts'
import type { ReviewStage } from '../domain/review-state.ts'
import { ENDS, page, privateMark, time } from './page.ts'

const STAGE: Record<ReviewStage, string> = {
  'not-begun': 'Nothing written yet',
  draft: 'Draft',
  published: 'Published',
  'edited-since': 'Edited since it was published',
}

/** The reviews that one person may read; `sign` makes their links. */
export function reviewsPage(reviews: readonly ListedReview[], sign: (path: string) => string): string {
  const list = reviews.map(one => `<li>${entry(one, sign)}</li>`).join('\n')
  return page(
    'Reviews',
    reviews.length > 0
      ? `<ul>\n${list}\n</ul><p>${ENDS} Opening the review of a private incident is put on its record.</p>`
      : '<p>There is no review that you can read yet.</p>',
  )
}

function entry({ incident, progress, formats, files }: ListedReview, sign: (path: string) => string): string {
  const { id, title } = incident
  const link = (label: string, path: string) =>
    `<a href="${escapeXml(sign(path))}" aria-label="${escapeXml(label)}, ${id}">${escapeXml(label)}</a>`
  const links = [
    ...formats.map(({ label, path }) => link(label, path)),
    ...(files > 0 ? [link(files === 1 ? '1 file' : `${files} files`, `${id}/files`)] : []),
  ]
  return [
    `<h2>${id}: <bdi>${escapeXml(title)}</bdi>${privateMark(incident)}</h2>`,
    `<p>${stateOf(progress)}</p>`,
    `<p class="links">${links.length > 0 ? links.join(' ') : 'Nothing to open from here: its channel in Slack has the button.'}</p>`,
  ].join('')
}

function stateOf({ stage, publishedAt, dueAt, written, sections }: ListedReview['progress']): string {
  const since = publishedAt ? ` ${time(publishedAt)}` : ''
  const howMuch = stage === 'draft' ? `, ${written} of ${sections} sections written` : ''
  const due = dueAt && !publishedAt ? `, due ${time(dueAt)}` : ''
  return `${STAGE[stage]}${since}${howMuch}${due}`
}
