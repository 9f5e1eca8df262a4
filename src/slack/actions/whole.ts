import { isFact } from '../../domain/timeline.ts'
import { updateNumbered } from '../../domain/update-preview.ts'
import { UserError } from '../../errors.ts'
import { ACTIONS } from '../action-ids.ts'
import { wholeModalView } from '../modals/whole.ts'
import { openModal } from '../request.ts'
import { answeredUpdate } from '../update-ref.ts'
import { renderingOf } from '../work/digests.ts'
import type { Action } from './action.ts'

/** All of an update that had to be cut, where it stands and for who may still hear of it, as it reads now. */
export const wholeAction: Action = {
  id: ACTIONS.readWhole,
  async run(request) {
    const { subject: incident, update: seq, audience } = await answeredUpdate(request, request.value)
    const update = updateNumbered(incident, seq)
    const posts = [
      ...incident.timeline.filter(isFact('update-posted')),
      ...incident.timeline.filter(isFact('update-reposted')),
    ]
    const posted = posts
      .filter(one => one.update === seq && one.audience === audience)
      .find(({ channel, conversation = channel }) => conversation === request.channel)
    if (!update || !posted)
      throw new UserError('not-for-you', 'All of it is to be read where it was posted. Ask whoever told you of it.')
    const rendering = renderingOf({ incident, update, audience, posted: posted.seq }, request.app.policy)
    await openModal(request, wholeModalView(incident, rendering))
    return undefined
  },
}
