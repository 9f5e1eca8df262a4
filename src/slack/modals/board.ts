import type { ModalView } from '@slack/types'
import type { Incident } from '../../domain/incident.ts'
import { boardBlocks } from '../views/board.ts'
import { incidentMetadata, modalView } from './modal.ts'

/** The board on top of the tray; nothing in it is submitted. */
export function boardModalView(incident: Incident): ModalView {
  return modalView({
    callbackId: 'board',
    title: `Board of ${incident.id}`,
    metadata: incidentMetadata(incident),
    blocks: boardBlocks(incident),
  })
}
