import type { Button, ModalView } from '@slack/types'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { isActive, statusLabel } from '../../domain/status.ts'
import { ACTIONS, phaseAction } from '../action-ids.ts'
import { actions, button, confirm, section } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { cardButtons, factsView } from '../views/card.ts'
import { feedbackButton } from '../views/feedback.ts'
import { questionsButton } from '../views/questions.ts'
import { incidentMetadata, modalView } from './modal.ts'

export const trayCallback = 'tray'

const phases = ['investigating', 'fixing', 'monitoring'] as const

/** What became of the last press. */
interface Notice {
  readonly text: string
  readonly isRefusal: boolean
}

/** What can be done with the incident in its status: `/incident` in its channel. */
export function trayView(incident: Incident, policy: Policy, notice?: Notice): ModalView {
  const value = incident.id
  const fitting = cardButtons(incident)
  const more = [
    button('Add a note', ACTIONS.note, { value }),
    ...questionsButton(incident),
    ...feedbackButton(incident),
    ...(isActive(incident.status)
      ? [
          ...phases
            .filter(phase => phase !== incident.status)
            .map(phase => button(`To ${statusLabel(phase)}`, phaseAction(phase), { value })),
          button('Snooze the update', ACTIONS.snooze, { value }),
          button('Merge', ACTIONS.merge, { value }),
          button('Not an incident', ACTIONS.cancel, { value }),
        ]
      : []),
    privacyButton(incident),
    button('Declare another', ACTIONS.declare),
  ].filter(one => !fitting.some(other => other.action_id === one.action_id))
  return modalView({
    callbackId: trayCallback,
    title: incident.id,
    metadata: incidentMetadata(incident),
    blocks: [
      ...(notice
        ? [section(notice.isRefusal ? md`:no_entry: ${notice.text}` : md`:white_check_mark: ${notice.text}`)]
        : []),
      ...actions(fitting, 'tray_actions'),
      ...actions(more, 'tray_more'),
      ...factsView(incident, policy).blocks,
    ],
  })
}

function privacyButton({ id: value, isPrivate }: Incident): Button {
  return isPrivate
    ? button('Propose to make it public', ACTIONS.proposeDisclosure, { value })
    : button('Make it private', ACTIONS.makePrivate, {
        value,
        confirm: confirm(
          'Make it private?',
          'Its announcement is taken back, and making it public again needs two people.',
          'Make it private',
        ),
      })
}
