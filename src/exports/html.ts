import { createHash } from 'node:crypto'
import { escapeXml } from '../domain/escape-xml.ts'
import type { Review, ReviewFormat, Transcript } from '../domain/review.ts'
import { minute } from '../domain/review-text.ts'
import { html as inHtml, renderBlock } from './html-blocks.ts'
import { script } from './html-script.ts'
import { style } from './html-style.ts'
import { renderTranscript } from './html-transcript.ts'
import { imagesOf } from './images.ts'

/** One file that asks for nothing else: it can be kept, sent, printed, and read without a network or scripts. */
export const html: ReviewFormat = {
  id: 'html',
  label: 'HTML',
  extension: 'html',
  mediaType: 'text/html; charset=utf-8',
  render,
}

/** Nothing but its own style and script, and the pictures in it: what people wrote can do nothing. */
const policy = [
  "default-src 'none'",
  `style-src '${hashOf(style)}'`,
  `script-src '${hashOf(script)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

async function* render(review: Review, transcript: Transcript): AsyncGenerator<string> {
  const images = imagesOf(transcript)
  yield head(review)
  for (const { id, heading, blocks } of review.sections) {
    yield `<section id="${escapeXml(id)}" aria-labelledby="${escapeXml(id)}-heading"><h2 id="${escapeXml(id)}-heading">${escapeXml(heading)}</h2>\n`
    let tables = 0
    for (const block of blocks) {
      if (block.kind === 'table') tables += 1
      if (block.kind === 'transcript') yield* renderTranscript(transcript, images)
      else yield `${await renderBlock(block, { name: `${heading}, ${block.kind} ${tables}`, images })}\n`
    }
    yield '</section>\n'
  }
  yield `</main></div></div><script>${script}</script></body></html>\n`
}

function head({ id, title, notice, builtAt, sections }: Review): string {
  const entries = sections.map(one => `<li><a href="#${escapeXml(one.id)}">${escapeXml(one.heading)}</a></li>`)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${escapeXml(`${id}: ${title}`)}</title>
<style>${style}</style></head>
<body><a class="skip" href="#content">To the review</a><div class="page">
<header>${notice ? `<p class="notice"><strong>${escapeXml(notice)}</strong></p>` : ''}
<p class="kind">${escapeXml(id)}, post-incident review</p>
<h1>${escapeXml(title)}</h1>
<p class="meta">Built ${inHtml(minute(builtAt))}</p>
<p id="times" class="times" hidden><button type="button" aria-pressed="false">Times in my time zone (<span id="zone"></span>)</button></p>
</header>
<div class="columns"><nav aria-label="Contents"><details id="contents" open><summary>Contents</summary><ol>${entries.join('')}</ol></details></nav>
<main id="content" tabindex="-1">
`
}
