import type { ModalView } from '@slack/types'
import type { TimelinePage } from '../../app/timeline.ts'
import { section } from '../blocks.ts'
import { type Mrkdwn, md } from '../mrkdwn.ts'
import { writePlaceRef } from '../timeline-ref.ts'
import { type Seen, timelineBlocks } from '../views/timeline.ts'
import { modalView } from './modal.ts'

export const timelineCallback = 'timeline'

/** The curated timeline on top of the tray; nothing in it is submitted. */
export function timelineView(page: TimelinePage, seen: Seen): ModalView {
  const { id } = seen.incident
  return modalView({
    callbackId: timelineCallback,
    title: `Timeline of ${id}`,
    metadata: writePlaceRef(id, page.place),
    blocks: [section(otherWays(seen)), ...timelineBlocks(page, seen)],
  })
}

function otherWays({ policy }: Seen): Mrkdwn {
  const [emoji] = policy.reactions.timeline
  const reaction = emoji === undefined ? '' : `:${emoji}:, `
  return md`What the review will have. A message goes here with ${reaction}a pin or *Add to timeline* in its menu, too.`
}
