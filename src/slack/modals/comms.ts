import type { KnownBlock, ModalView } from '@slack/types'
import { modalView } from './modal.ts'

/** The record of who was told what, to look at. */
export function commsModalView(incident: { readonly id: string }, blocks: KnownBlock[]): ModalView {
  return modalView({ callbackId: 'comms', title: `${incident.id} communications`, blocks })
}
