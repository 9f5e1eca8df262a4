import type { KnownBlock } from '@slack/types'
import type { Rendering } from '../../domain/compose.ts'
import { context, header, words } from '../blocks.ts'
import { forOutside, type OutsideView } from '../outside.ts'
import { fitting, notesInText, notesOf, roomFor } from './update.ts'

/** One incident's update among others, with what its readers can press about it. */
interface Part {
  readonly rendering: Rendering
  readonly controls: readonly KnownBlock[]
}

/** Several incidents' updates as one message, each shortened to its share; `controls` are about all of them. */
export function digestView(heading: string, parts: readonly Part[], controls: readonly KnownBlock[]): OutsideView {
  const around = parts.map(({ rendering, controls: own }): KnownBlock[] => {
    const notes = notesOf(rendering)
    return [...(notes.length > 0 ? [context(...notes)] : []), ...own]
  })
  const paragraphs = parts.map(({ rendering }) => ({
    label: rendering.heading,
    text: rendering.paragraphs.map(({ label, text }) => (label ? `${label}: ${text}` : text)).join('\n'),
  }))
  const room = roomFor([header(heading), ...around.flat(), ...controls])
  const said = fitting(paragraphs, { room, whole: undefined })
  return forOutside({
    text: [
      heading,
      ...said.flatMap(({ label, text }, index) => {
        const rendering = parts[index]?.rendering
        return [label, text, ...(rendering ? notesInText(rendering) : [])]
      }),
    ].join('\n'),
    blocks: [
      header(heading),
      ...said.flatMap((one, index): KnownBlock[] => [words(one.label, one.text), ...(around[index] ?? [])]),
      ...controls,
    ],
  })
}
