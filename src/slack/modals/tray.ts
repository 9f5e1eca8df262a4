import type { Button, KnownBlock, ModalView } from '@slack/types'
import type { Draft } from '../../app/drafts.ts'
import { correctable } from '../../domain/correction.ts'
import type { Incident } from '../../domain/incident.ts'
import { knowingAudiences } from '../../domain/no-change.ts'
import type { Policy } from '../../domain/policy.ts'
import { isActive, statusLabel } from '../../domain/status.ts'
import { ACTIONS, phaseAction } from '../action-ids.ts'
import { actions, button, confirm, section } from '../blocks.ts'
import { md, when } from '../mrkdwn.ts'
import { cardButtons, factsView } from '../views/card.ts'
import { commsButton } from '../views/comms.ts'
import { deliveryBlocks } from '../views/delivery.ts'
import { feedbackButton } from '../views/feedback.ts'
import { laterButtons } from '../views/follow-ups.ts'
import { questionsButton } from '../views/questions.ts'
import { incidentMetadata, modalView } from './modal.ts'

export const trayCallback = 'tray'

const phases = ['investigating', 'fixing', 'monitoring'] as const

/** What became of the last press, and what this person has not sent yet. */
interface ForOne {
  readonly text?: string
  /** What asks for more than it says, in place of the text. */
  readonly blocks?: readonly KnownBlock[] | undefined
  readonly isRefusal?: boolean
  readonly draft?: Pick<Draft, 'savedAt'> | undefined
  /** Of the last update. */
  readonly correction?: Pick<Draft, 'savedAt'> | undefined
}

/** What can be done with the incident in its status: `/incident` in its channel. */
export function trayView(
  incident: Incident,
  policy: Policy,
  { text, blocks, isRefusal, draft, correction }: ForOne = {},
): ModalView {
  const value = incident.id
  const fitting = cardButtons(incident)
  const more = [
    button('Add a note', ACTIONS.note, { value }),
    button('Timeline', ACTIONS.timeline, { value }),
    button('Board', ACTIONS.board, { value }),
    button('Correct a time', ACTIONS.milestones, { value }),
    ...(correctable(incident) ? [button('Correct the last update', ACTIONS.correct, { value })] : []),
    ...questionsButton(incident),
    ...feedbackButton(incident),
    ...commsButton(incident),
    button('Who hears of it', ACTIONS.stakeholders, { value }),
    ...laterButtons(incident),
    ...(isActive(incident.status)
      ? [
          ...phases
            .filter(phase => phase !== incident.status)
            .map(phase => button(`To ${statusLabel(phase)}`, phaseAction(phase), { value })),
          ...(knowingAudiences(incident, policy).length > 0 ? [button('No change', ACTIONS.noChange, { value })] : []),
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
      ...(blocks ?? []),
      ...(text && !blocks ? [section(isRefusal ? md`:no_entry: ${text}` : md`:white_check_mark: ${text}`)] : []),
      ...(draft
        ? [
            section(md`:memo: Your draft of an update, saved ${when(draft.savedAt)}. *Update* goes on with it.`),
            ...actions([button('Discard the draft', ACTIONS.discardDraft, { value })], 'tray_draft'),
          ]
        : []),
      ...(correction
        ? [
            section(
              md`:memo: Your draft of a correction, saved ${when(correction.savedAt)}. *Correct the last update* goes on with it.`,
            ),
          ]
        : []),
      ...actions(fitting, 'tray_actions'),
      ...actions(more, 'tray_more'),
      ...deliveryBlocks(incident, policy),
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
