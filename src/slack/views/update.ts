import type { Rendering } from '../../domain/audiences.ts'
import { context, header, type MessageView, words } from '../blocks.ts'
import { md, utc, when } from '../mrkdwn.ts'

/** One audience's rendering of an update as a message. */
export function updateView(rendering: Rendering): MessageView {
  const { heading, paragraphs, nextAt, footnote } = rendering
  const text = [
    heading,
    ...paragraphs.map(({ label, text }) => `${label}: ${text}`),
    ...(nextAt ? [`Next update: ${utc(nextAt)}`] : []),
    ...(footnote ? [footnote] : []),
  ].join('\n')
  const notes = [
    ...(nextAt ? [md`*Next update* ${when(nextAt)}`] : []),
    ...(footnote ? [md`:robot_face: ${footnote}`] : []),
  ]
  return {
    text,
    blocks: [
      header(heading),
      ...paragraphs.map(({ label, text }) => words(label, text)),
      ...(notes.length > 0 ? [context(...notes)] : []),
    ],
  }
}
