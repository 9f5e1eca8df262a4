import type { KnownBlock, ModalView } from '@slack/types'
import { context } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { modalView } from './modal.ts'

/** The figures, to look at. */
export function metricsModalView(blocks: KnownBlock[]): ModalView {
  const more = context(md`Other days, or one service: \`/incident metrics 90d service checkout\``)
  return modalView({ callbackId: 'metrics', title: 'Figures', blocks: [...blocks, more] })
}
