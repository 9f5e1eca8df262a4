import type { Button, KnownBlock, Overflow } from '@slack/types'
import type { Rendering } from '../../domain/compose.ts'
import { concat } from '../../domain/moments.ts'
import { actions, context, header, words } from '../blocks.ts'
import { forOutside, type OutsideView } from '../outside.ts'
import { fitting, hasCutEdges, notesInText, notesOf, roomFor } from './update.ts'

/** One incident's update among others, with what its readers can press about it. */
interface Part {
  readonly rendering: Rendering
  readonly buttons: readonly (Button | Overflow)[]
  /** What leads to the whole where something had to be cut. */
  readonly whole: Button
}

/** Several incidents' updates as one message, each shortened to its share; `controls` are about all of them. */
export function digestView(heading: string, parts: readonly Part[], controls: readonly KnownBlock[]): OutsideView {
  const around = ({ rendering, buttons, whole }: Part, isCut: boolean): KnownBlock[] => {
    const notes = notesOf(rendering)
    return [...(notes.length > 0 ? [context(...notes)] : []), ...actions(isCut ? [whole, ...buttons] : buttons)]
  }
  const paragraphs = parts.map(({ rendering }) => ({
    label: rendering.heading,
    ...concat(
      rendering.paragraphs.flatMap(({ label, ...said }, index) => [
        index === 0 ? '' : '\n',
        label ? `${label}: ` : '',
        said,
      ]),
    ),
  }))
  const room = roomFor([header(heading), ...parts.flatMap(part => around(part, true)), ...controls])
  const said = fitting(paragraphs, room)
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
      ...said.flatMap((one, index): KnownBlock[] => {
        const part = parts[index]
        const isCut = part !== undefined && (one.isCut || hasCutEdges(part.rendering))
        return [words(one.label, one.text, one.moments), ...(part ? around(part, isCut) : [])]
      }),
      ...controls,
    ],
  })
}
