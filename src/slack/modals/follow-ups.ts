import type { ModalView } from '@slack/types'
import type { Incident } from '../../domain/incident.ts'
import { itemBlocks } from '../views/action-items.ts'
import { followUpBlocks } from '../views/follow-ups.ts'
import { incidentMetadata, modalView } from './modal.ts'

export function followUpsModalView(incident: Incident): ModalView {
  return modalView({
    callbackId: 'follow_ups',
    title: `Follow-ups of ${incident.id}`,
    metadata: incidentMetadata(incident),
    blocks: [...followUpBlocks(incident), ...itemBlocks(incident)],
  })
}
