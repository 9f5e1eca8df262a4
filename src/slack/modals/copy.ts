import type { ModalView } from '@slack/types'
import { audienceLabel } from '../../domain/audiences.ts'
import type { Rendering } from '../../domain/compose.ts'
import type { Policy } from '../../domain/policy.ts'
import { context } from '../blocks.ts'
import { channelLink, md, mention, utc } from '../mrkdwn.ts'
import { modalView } from './modal.ts'
import { wholeText } from './whole.ts'

/** One audience's text to be taken elsewhere by hand. */
export function copyModalView(
  incident: { readonly id: string },
  { audience, channel }: { readonly audience: string; readonly channel: string },
  { rendering, policy }: { readonly rendering: Rendering; readonly policy: Policy },
): ModalView {
  const { heading, paragraphs, next } = rendering
  const text = [
    heading,
    ...paragraphs.map(({ label, text }) => (label ? `${label}\n${text}` : text)),
    ...(next ? [`${next.label}: ${next.inWords ?? utc(next.at)}`] : []),
  ].join('\n\n')
  const where = /^[UW]/.test(channel) ? mention(channel) : channelLink(channel)
  return modalView({
    callbackId: 'copy_update',
    title: `Update ${incident.id}`,
    blocks: [
      context(md`Select the text, copy it, and bring it to ${where} another way.`),
      ...wholeText(`What ${audienceLabel(audience, policy)} would read`, { text }),
    ],
  })
}
