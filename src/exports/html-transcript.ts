import type { MessageFile, Transcript, TranscriptLine } from '../domain/review.ts'
import type { Moment } from '../domain/review-text.ts'
import { describeFile } from '../domain/transcript.ts'
import { escapeXml } from './escape-xml.ts'
import { html, link } from './html-blocks.ts'

/** Bytes of pictures in one file; a larger one is named and not shown. */
const mostOfOne = 1_500_000
const mostOfAll = 20_000_000
/** What a browser shows as a picture and nothing else; SVG could hold more. */
const shownTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']

const filters = `<form id="filters" class="filters" hidden aria-label="Filter the transcript">
<label>Written by<select name="who"><option value="">everybody</option></select></label>
<label>Containing<input type="search" name="text" autocomplete="off"></label>
<label>Threads<select name="thread"><option value="all">messages and replies</option><option value="none">without replies</option><option value="only">only threads</option></select></label>
<label class="check"><input type="checkbox" name="files"> with files</label>
<label class="check"><input type="checkbox" name="people"> without Sitrep’s own</label>
<button type="reset">Show all</button><output aria-live="polite"></output></form>
`

/** What was said, line by line, so that it is never in memory as a whole. */
export async function* renderTranscript(transcript: Transcript): AsyncGenerator<string> {
  yield `${filters}<ol class="transcript">\n`
  const budget = { left: mostOfAll }
  for await (const line of transcript) yield `${await renderLine(line, { transcript, budget })}\n`
  yield '</ol>\n'
}

interface Images {
  readonly transcript: Transcript
  readonly budget: { left: number }
}

async function renderLine(line: TranscriptLine, images: Images): Promise<string> {
  const { deletion, permalink } = line
  const files = await Promise.all(line.files.map(file => renderFile(file, images)))
  const marks = [
    ...(line.isEdited ? ['edited'] : []),
    ...(line.isPinned ? ['pinned'] : []),
    ...(deletion ? [deletion.at ? `deleted ${html(second(deletion.at))}` : 'deleted'] : []),
    ...line.reactions.map(one => escapeXml(`:${one.name}: × ${one.count}`)),
  ]
  const classes = [line.isReply ? 'reply' : '', line.isSystem ? 'system' : ''].filter(Boolean).join(' ')
  const isInThread = line.isReply || line.thread !== line.ts
  return [
    `<li id="m${escapeXml(line.ts)}" data-who="${escapeXml(line.who)}"`,
    classes ? ` class="${classes}"` : '',
    isInThread ? ' data-thread' : '',
    files.length > 0 ? ' data-files' : '',
    line.isOwn ? ' data-own' : '',
    `><p class="head"><b>${escapeXml(line.who)}</b> <span class="when">${html(second(line.at))}</span>`,
    line.isReply ? ', reply' : '',
    permalink ? `, ${link(permalink, 'in Slack')}` : '',
    '</p>',
    line.text === '' ? '' : `<p class="said">${escapeXml(line.text)}</p>`,
    ...line.earlier.map(
      ({ text, since }) => `<p class="marks">before, since ${html(second(since))}: ${escapeXml(text)}</p>`,
    ),
    marks.length > 0 ? `<p class="marks">${marks.join(' · ')}</p>` : '',
    ...files,
    '</li>',
  ].join('')
}

async function renderFile(file: MessageFile, { transcript, budget }: Images): Promise<string> {
  const { name, mediaType = '', bytes = 0, sha256 } = file
  const named = (why: string) => `<p class="marks">File: ${escapeXml(`${describeFile(file)}${why}`)}</p>`
  if (!sha256 || !shownTypes.includes(mediaType)) return named('')
  if (bytes > mostOfOne || bytes > budget.left) return named(', too large to be shown in this file')
  const content = await transcript.attachment(sha256)
  if (!content || content.length > mostOfOne || content.length > budget.left) return named('')
  budget.left -= content.length
  const data = Buffer.from(content).toString('base64')
  return `<img src="data:${mediaType};base64,${data}" alt="${escapeXml(name)}">${named('')}`
}

function second(at: Date): Moment {
  return { kind: 'moment', at, shown: 'second' }
}
