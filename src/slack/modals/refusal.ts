import type { ModalView } from '@slack/types'
import { ServiceError } from '../../errors.ts'
import { section } from '../blocks.ts'
import { answerDirectly } from '../messages.ts'
import { md } from '../mrkdwn.ts'
import { openModal, type Request } from '../request.ts'
import { modalView } from './modal.ts'

/** Why a press did nothing. */
export function refusalView(text: string): ModalView {
  return modalView({
    callbackId: 'refusal',
    title: 'Nothing was done',
    close: 'Back',
    blocks: [section(md`:no_entry: ${text}`)],
  })
}

/** Says so on top of the window that was pressed in; directly where nothing more can be stacked there. */
export async function refuse(request: Request, text: string): Promise<void> {
  try {
    await openModal(request, refusalView(text))
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    await answerDirectly(request.workspace.client, request.actor.by, text)
  }
}
