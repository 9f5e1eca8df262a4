import type { KnownBlock, ModalView } from '@slack/types'
import type { Rendering } from '../../domain/compose.ts'
import type { Said } from '../../domain/moments.ts'
import { inParts, seen } from '../../domain/shorten.ts'
import { context, LIMITS, words } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { notesOf } from '../views/update.ts'
import { modalView } from './modal.ts'

/** Slack takes a hundred blocks and 250,000 bytes; no update that can be written comes near. */
const mostBlocks = 90
const mostBytes = 200_000

/** A text of any length under its label. */
export function wholeText(label: string, { text, moments = [] }: Said): KnownBlock[] {
  const whole = seen(text)
  let end = 0
  return inParts(whole, LIMITS.section).map((part, index) => {
    const start = whole.indexOf(part, end)
    end = start + part.length
    const own = moments.map(one => ({ ...one, from: one.from - start })).filter(({ from }) => from >= 0)
    return words(index === 0 ? label : '', part, own)
  })
}

/** All of what one audience reads of an update, where its message had to be cut. */
export function wholeModalView(incident: { readonly id: string }, rendering: Rendering): ModalView {
  const { heading, paragraphs } = rendering
  const notes = notesOf(rendering, LIMITS.section)
  const all = [
    ...wholeText('', { text: heading }),
    ...paragraphs.flatMap(({ label, ...said }) => [
      ...(label.length > LIMITS.section ? wholeText('', { text: label }) : []),
      ...wholeText(label.length > LIMITS.section ? '' : seen(label), said),
    ]),
  ]
  let bytes = 0
  const shown = all.slice(0, mostBlocks).filter(block => {
    bytes += Buffer.byteLength(JSON.stringify(block))
    return bytes <= mostBytes
  })
  return modalView({
    callbackId: 'whole_update',
    title: `Update ${incident.id}`,
    blocks: [
      ...shown,
      ...(shown.length < all.length ? [context(md`There is more than fits here. Ask whoever told you of it.`)] : []),
      ...(notes.length > 0 ? [context(...notes)] : []),
    ],
  })
}
