import type { ModalView } from '@slack/types'
import type { TimelinePage } from '../../app/timeline.ts'
import { section } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { writePlaceRef } from '../timeline-ref.ts'
import { type Seen, timelineBlocks } from '../views/timeline.ts'
import { modalView } from './modal.ts'

export const timelineCallback = 'timeline'

/** The curated timeline on top of the tray; nothing in it is submitted. */
export function timelineView(page: TimelinePage, seen: Seen, notice?: string): ModalView {
  const { id } = seen.incident
  return modalView({
    callbackId: timelineCallback,
    title: `Timeline of ${id}`,
    metadata: writePlaceRef(id, page.place),
    blocks: [...(notice ? [section(md`:white_check_mark: ${notice}`)] : []), ...timelineBlocks(page, seen)],
  })
}
