import type { KnownBlock, ModalView } from '@slack/types'
import type { Rendering } from '../../domain/compose.ts'
import { inParts } from '../../domain/shorten.ts'
import { context, LIMITS, words } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { notesOf, seen } from '../views/update.ts'
import { modalView } from './modal.ts'

/** Slack takes a hundred blocks and 250,000 bytes; no update that can be written comes near. */
const mostBlocks = 90
const mostBytes = 200_000

/** A text of any length under its label. */
export function wholeText(label: string, text: string): KnownBlock[] {
  return inParts(seen(text), LIMITS.section).map((part, index) => words(index === 0 ? label : '', part))
}

/** All of what one audience reads of an update, where its message had to be cut. */
export function wholeModalView(incident: { readonly id: string }, rendering: Rendering): ModalView {
  const { heading, paragraphs } = rendering
  const notes = notesOf(rendering, LIMITS.section)
  const all = [
    ...wholeText('', heading),
    ...paragraphs.flatMap(({ label, text }) => [
      ...(label.length > LIMITS.section ? wholeText('', label) : []),
      ...wholeText(label.length > LIMITS.section ? '' : seen(label), text),
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
