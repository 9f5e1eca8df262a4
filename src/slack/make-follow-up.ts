import { itemOfMessage } from '../domain/action-items.ts'
import { plainText } from '../domain/plain-text.ts'
import { UserError } from '../errors.ts'
import { itemModalView } from './modals/action-item.ts'
import { maySee, openModal, type Request } from './request.ts'

/** Opens the form of a follow-up with what was said in a message of an incident's channel. */
export async function makeFollowUp(request: Request, message: { ts: string; text: string }): Promise<undefined> {
  const { app, channel } = request
  const incident = channel ? await app.incidents.getByChannel(channel) : undefined
  if (!incident || !(await maySee(request, incident)))
    throw new UserError(
      'no-incident-here',
      'This channel belongs to no incident. In an incident’s channel this makes a follow-up of a message.',
    )
  // Mentions keep their ids: looking up names would cost the trigger its three seconds.
  const text = plainText(message.text, { user: id => id, channel: id => id })
  const known = itemOfMessage(incident, message.ts)
  const about = known && !known.ended ? { item: known } : { from: { text, message: message.ts } }
  await openModal(request, itemModalView(incident, { policy: app.policy, now: app.now(), ...about }))
  return undefined
}
