import type { ModalView } from '@slack/types'
import type { Incident } from '../../domain/incident.ts'
import { followUpBlocks } from '../views/follow-ups.ts'
import { modalView } from './modal.ts'

export function followUpsModalView(incident: Incident): ModalView {
  return modalView({ callbackId: 'follow_ups', title: `${incident.id} promises`, blocks: followUpBlocks(incident) })
}
