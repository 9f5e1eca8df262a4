import type { ReviewProgress, ReviewStage } from '../../domain/review-state.ts'
import { join, type Mrkdwn, md, mention, when } from '../mrkdwn.ts'

const STAGE: Record<ReviewStage, string> = {
  'not-begun': 'nothing written yet',
  draft: 'draft',
  published: 'published',
  'edited-since': 'edited since it was published',
}

/** How far it is, whose it is, and until when. */
export function reviewLine({ stage, written, sections, owner, dueAt, publishedAt }: ReviewProgress): Mrkdwn {
  const howMuch = stage === 'draft' ? `, ${written} of ${sections} sections written` : ''
  return join(
    [
      md`${STAGE[stage]}${publishedAt ? md` ${when(publishedAt)}` : howMuch}`,
      owner === undefined ? md`nobody writes it yet` : md`owner ${mention(owner)}`,
      ...(dueAt && !publishedAt ? [md`due ${when(dueAt)}`] : []),
    ],
    ' · ',
  )
}
