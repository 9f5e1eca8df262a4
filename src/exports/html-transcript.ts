import { escapeXml } from '../domain/escape-xml.ts'
import type { MessageFile, Transcript, TranscriptLine } from '../domain/review.ts'
import type { Moment } from '../domain/review-text.ts'
import { describeFile, describeReaction } from '../domain/transcript.ts'
import { html, link, picture, written } from './html-blocks.ts'
import type { Images } from './images.ts'

const filters = `<form id="filters" class="filters" hidden aria-label="Filter the transcript">
<label>Written by<select name="who"><option value="">everybody</option></select></label>
<label>Containing<input type="search" name="text" autocomplete="off"></label>
<label>Threads<select name="thread"><option value="all">messages and replies</option><option value="none">without replies</option><option value="only">only threads</option></select></label>
<label class="check"><input type="checkbox" name="files"> with files</label>
<label class="check"><input type="checkbox" name="people"> without Sitrep’s own</label>
<button type="reset">Show all</button><output aria-live="polite"></output></form>
`

/** What was said, line by line, so that it is never in memory as a whole. */
export async function* renderTranscript(transcript: Transcript, images: Images): AsyncGenerator<string> {
  yield `${filters}<ol class="transcript">\n`
  for await (const line of transcript) yield `${await renderLine(line, images)}\n`
  yield '</ol>\n'
}

async function renderLine(line: TranscriptLine, images: Images): Promise<string> {
  const { deletion, permalink } = line
  const files = await Promise.all(line.files.map(file => renderFile(file, images)))
  const marks = [
    ...(line.isEdited ? ['edited'] : []),
    ...(line.isPinned ? ['pinned'] : []),
    ...(deletion ? [deletion.at ? `deleted ${html(second(deletion.at))}` : 'deleted'] : []),
    ...line.reactions.map(one => escapeXml(describeReaction(one))),
  ]
  const classes = [line.isReply ? 'reply' : '', line.isSystem ? 'system' : ''].filter(Boolean).join(' ')
  return [
    `<li id="m${escapeXml(line.ts)}" data-who="${escapeXml(line.who)}"`,
    classes ? ` class="${classes}"` : '',
    line.isReply ? ` data-thread="${escapeXml(line.thread)}"` : '',
    files.length > 0 ? ' data-files' : '',
    line.isOwn ? ' data-own' : '',
    `><p class="head"><b>${escapeXml(line.who)}</b> <span class="when">${html(second(line.at))}</span>`,
    line.isReply ? ', reply' : '',
    permalink ? `, ${link(permalink, 'in Slack')}` : '',
    '</p>',
    line.text === '' ? '' : `<p class="said">${written(line.text)}</p>`,
    ...line.earlier.map(
      ({ text, since }) => `<p class="marks">before, since ${html(second(since))}: ${written(text)}</p>`,
    ),
    marks.length > 0 ? `<p class="marks">${marks.join(' · ')}</p>` : '',
    ...files,
    '</li>',
  ].join('')
}

async function renderFile(file: MessageFile, images: Images): Promise<string> {
  const { name, mediaType = '', bytes = 0, sha256 } = file
  const named = (why?: string) =>
    `<p class="marks">File: ${escapeXml(`${describeFile(file)}${why ? `, ${why}` : ''}`)}</p>`
  if (!sha256) return named()
  const shown = await images.read({ mediaType, bytes, sha256 })
  return 'content' in shown ? `${picture(shown.content, { name, mediaType })}${named()}` : named(shown.why)
}

function second(at: Date): Moment {
  return { kind: 'moment', at, shown: 'second' }
}
