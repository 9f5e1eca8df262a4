import type { Performer } from '../../app/app.ts'
import { renderFor } from '../../app/reviews.ts'
import { conversationOf } from '../clearance.ts'
import { defaultFormat } from '../review-formats.ts'
import type { Workspace } from '../workspace.ts'
import { deliverFile } from './deliver-review.ts'
import { readerPlace } from './reader-place.ts'

/** Puts the review that an audience may read below the message that told it of the review, if it may still hear of it. */
export function sendReview(workspace: Workspace): Performer<'send-review'> {
  return async ({ incident, work: { posted }, claim }, app) => {
    const { id } = incident
    const { audience } = posted
    const to = await readerPlace(workspace, incident, { ...posted, policy: app.policy })
    if (!to) return undefined
    const format = app.formats.find(one => one.id === defaultFormat)
    if (!format) throw new Error(`there is no format ${defaultFormat} to send the review in`)
    const { bytes, read } = await renderFor(app, { id, format, audience })
    await deliverFile(workspace, claim, {
      channel: conversationOf(to, posted.conversation ?? posted.channel).channel,
      thread: posted.ts,
      file: `${id}-review.${format.extension}`,
      bytes,
      content: read(),
    })
    return undefined
  }
}
