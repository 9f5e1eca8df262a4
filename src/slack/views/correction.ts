import { correctedParts } from '../../domain/correction-words.ts'
import { shorten } from '../../domain/shorten.ts'
import type { Fact } from '../../domain/timeline.ts'
import { type MessageView, section } from '../blocks.ts'
import { join, md, mention } from '../mrkdwn.ts'

/** Of a long text its beginning: the whole of both stands on the timeline. */
const maxPart = 300

/** To the responders: what an update said, and what it says now. */
export function correctionView(correction: Fact<'update-corrected'>): MessageView {
  const cut = (text: string) => shorten(text, maxPart)
  const parts = correctedParts(correction).map(
    ({ what, was, is }) => md`${what}${was ? md` was “${cut(was)}”,` : ''} is ${is ? md`“${cut(is)}”` : 'left out'}`,
  )
  return {
    text: 'This update was corrected.',
    blocks: [section(md`:pencil2: ${mention(correction.by)} corrected this update: ${join(parts, '; ')}`)],
  }
}
