import type { Button, KnownBlock } from '@slack/types'
import { followUps } from '../../domain/follow-ups.ts'
import type { Incident } from '../../domain/incident.ts'
import { reviewStage } from '../../domain/review-state.ts'
import { isActive } from '../../domain/status.ts'
import { isFact } from '../../domain/timeline.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, section } from '../blocks.ts'
import { md, when } from '../mrkdwn.ts'

/** What was promised, and what of it is done. */
export function followUpBlocks(incident: Incident): KnownBlock[] {
  const all = followUps(incident)
  const title = section(md`*What was promised to readers*`)
  if (all.length === 0)
    return [title, context(md`Nothing was promised for ${incident.id}. Resolving it asks what is promised.`)]
  return [
    title,
    ...all.flatMap(({ number, text, promised, done }) => [
      section(
        done
          ? md`:white_check_mark: ${number}. ${text}\nDone ${when(done.at)}, promised ${when(promised.at)}`
          : md`${number}. ${text}\nPromised ${when(promised.at)}`,
      ),
      ...(done
        ? []
        : actions(
            [button('Done', ACTIONS.followUpDone, { value: `${incident.id}#${number}` })],
            `follow_up_${number}`,
          )),
    ]),
    context(md`Whoever read the promise hears when it is done.`),
  ]
}

/** What can still be told after the end. */
export function laterButtons(incident: Incident): Button[] {
  const { id: value, timeline, status } = incident
  const canPublish =
    !isActive(status) && timeline.some(isFact('review-delivered')) && reviewStage(incident) !== 'published'
  return [
    button('Follow-ups', ACTIONS.followUps, { value }),
    button('Write the review', ACTIONS.writeReview, { value }),
    ...(canPublish ? [button('Publish the review', ACTIONS.publishReview, { value })] : []),
  ]
}
