import type { ListedReview } from '../app/review-shelf.ts'
import type { ReviewStage } from '../domain/review-state.ts'
import { utcMinute } from '../domain/utc.ts'

const style = `:root{color-scheme:light dark;--line:#8b96a6}
body{margin:0 auto;max-width:60rem;padding:2rem 1.5rem;font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
h1{font-size:1.6rem}
ul{list-style:none;padding:0}
li{padding:.8rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
h2{margin:0;font-size:1.05rem}
p{margin:.2rem 0}
a{margin-right:1rem}
.private{font-size:.85rem;border:1px solid var(--line);border-radius:4px;padding:0 .4em}`

const STAGE: Record<ReviewStage, string> = {
  'not-begun': 'Nothing written yet',
  draft: 'Draft',
  published: 'Published',
  'edited-since': 'Edited since it was published',
}

const ENDS =
  'These links are yours alone and end half an hour after you asked for them. “/incident review list” in Slack gives new ones.'

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

function entry({ incident, progress, formats }: ListedReview, sign: (path: string) => string): string {
  const { id, title, isPrivate } = incident
  const links = formats.map(({ label, path }) => `<a href="${escapeHtml(sign(path))}">${escapeHtml(label)}</a>`)
  return [
    `<h2>${id}: ${escapeHtml(title)}${isPrivate ? ' <span class="private">private</span>' : ''}</h2>`,
    `<p>${stateOf(progress)}</p>`,
    `<p>${links.length > 0 ? links.join(' ') : 'Nothing to open from here: its channel in Slack has the button.'}</p>`,
  ].join('')
}

function stateOf({ stage, publishedAt, dueAt, written, sections }: ListedReview['progress']): string {
  const since = publishedAt ? ` ${time(publishedAt)}` : ''
  const howMuch = stage === 'draft' ? `, ${written} of ${sections} sections written` : ''
  const due = dueAt && !publishedAt ? `, due ${time(dueAt)}` : ''
  return `${STAGE[stage]}${since}${howMuch}${due}`
}

function time(at: Date): string {
  return `<time datetime="${at.toISOString()}">${utcMinute(at)}</time>`
}

/** For a link that is wrong or over, and for what is not there or not for this person. */
export function nothingPage(): string {
  return page('Nothing to read here', `<p>The link may be over. ${ENDS}</p>`)
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title><style>${style}</style></head>
<body><main><h1>${title}</h1>
${content}
</main></body></html>
`
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, sign => SIGNS[sign] ?? sign)
}
