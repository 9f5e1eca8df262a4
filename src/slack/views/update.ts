import type { Button, KnownBlock } from '@slack/types'
import type { Rendering } from '../../domain/compose.ts'
import { seen, share, shorten } from '../../domain/shorten.ts'
import { actions, context, header, LIMITS, section, words } from '../blocks.ts'
import { type Mrkdwn, md, spoken, utc, when } from '../mrkdwn.ts'
import { forOutside, type OutsideView } from '../outside.ts'

/**
 * Slack refuses a message whose blocks have more than about 13,000 characters, braces and quotes included
 * (github.com/slackapi/bolt-js/issues/2509 and 2867); this leaves it some air.
 */
const maxBlocks = 12_000
const maxNote = 200
const maxLabel = 100
/** Of one paragraph; any more are told in words. */
const mostMoments = 10

function clean(text: string, max: number): string {
  return shorten(seen(text), max)
}

interface Below {
  /** What its readers can press. */
  readonly controls?: readonly KnownBlock[]
  /** What leads to the whole where something had to be cut. */
  readonly whole?: Button
}

/** One audience's rendering of an update as a message. */
export function updateView(rendering: Rendering, { controls = [], whole }: Below = {}): OutsideView {
  const heading = clean(rendering.heading, LIMITS.header) || '…'
  const notes = notesOf(rendering)
  const around = [header(heading), ...(notes.length > 0 ? [context(...notes)] : [])]
  const toWhole = whole ? actions([whole]) : []
  const paragraphs = fitting(rendering.paragraphs, roomFor([...around, ...controls, ...toWhole]))
  const text = [
    heading,
    ...paragraphs.map(({ label, text }) => (label ? `${label}: ${text}` : text)),
    ...notesInText(rendering),
  ].join('\n')
  const [head, ...foot] = around
  const isCut = paragraphs.some(one => one.isCut) || hasCutEdges(rendering)
  return forOutside({
    text,
    blocks: [
      ...(head ? [head] : []),
      ...paragraphs.map(({ label, text, moments }) => words(label, text, moments)),
      ...(isCut ? toWhole : []),
      ...foot,
      ...controls,
    ],
  })
}

/** Whether something was cut of what stands above and below the paragraphs. */
export function hasCutEdges({ heading, next, consult, footnote, correction }: Rendering): boolean {
  const notes = [next?.label, next?.inWords, consult, footnote, correction]
  return isCutAt(heading, LIMITS.header) || notes.some(one => one !== undefined && isCutAt(one, maxNote))
}

function isCutAt(text: string, max: number): boolean {
  return seen(text).length > max
}

function note(text: string, max = maxNote): string {
  return clean(text, max)
}

/** What is said in small letters below an update. */
export function notesOf({ next, moments = {}, ...lines }: Rendering, max = maxNote): Mrkdwn[] {
  const line = (name: keyof typeof moments, emoji: string, edge = md``): Mrkdwn[] => {
    const text = lines[name]
    if (!text) return []
    const said = spoken({ text: note(text, max), moments: moments[name] ?? [] })
    return [md`:${emoji}: ${edge}${said}${edge}`]
  }
  return [
    ...(next
      ? [md`*${note(next.label, max)}* ${when(next.at)}${next.inWords ? md` (${note(next.inWords, max)})` : md``}`]
      : []),
    ...line('consult', 'speech_balloon', md`*`),
    ...line('footnote', 'robot_face'),
    ...line('correction', 'pencil2'),
  ]
}

/** The same for where there are no blocks. */
export function notesInText({ next, consult, footnote, correction }: Rendering): string[] {
  return [
    ...(next ? [`${note(next.label)}: ${next.inWords ? note(next.inWords) : utc(next.at)}`] : []),
    ...(consult ? [note(consult)] : []),
    ...(footnote ? [note(footnote)] : []),
    ...(correction ? [note(correction)] : []),
  ]
}

/** How much there may be in one message besides these blocks. */
export function roomFor(blocks: readonly KnownBlock[]): number {
  return maxBlocks - size(blocks)
}

type Paragraphs = Rendering['paragraphs']

function size(value: unknown): number {
  return JSON.stringify(value).length
}

/** The paragraphs, the longest shortened until each fits into its block and all of them into one message. */
export function fitting(given: Paragraphs, room: number): (Paragraphs[number] & { readonly isCut: boolean })[] {
  const paragraphs = given.map(({ label, text, moments = [] }) => {
    const full = seen(text)
    return {
      moments: moments.slice(0, mostMoments),
      label: clean(label, maxLabel),
      full,
      text: shorten(full, LIMITS.section),
      isLong: isCutAt(label, maxLabel),
    }
  })
  const frame = paragraphs.reduce((sum, { label, text, moments }) => {
    const around = size(words(label, '')) + size(words('', text, moments)) - size(words('', text))
    return sum + around
  }, 0)
  const sizes = paragraphs.map(({ text }) => size(text))
  const shares = share(sizes, room - frame - paragraphs.length)
  return paragraphs.map(({ label, full, text, isLong, moments }, index) => {
    const [own = 0, most = 0] = [sizes[index], shares[index]]
    const shown = own <= most ? text : shortenTo(full, most)
    return { label, text: shown, moments, isCut: isLong || shown !== full }
  })
}

/** Quotes and line breaks take more room in a message than on the screen, so that what fits has to be tried. */
function shortenTo(text: string, max: number): string {
  let length = Math.min(text.length, max)
  let short = shorten(text, length)
  while (size(short) > max && length > 1) {
    length = Math.max(1, Math.min(length - 1, Math.floor((length * max) / size(short))))
    short = shorten(text, length)
  }
  return short
}

/** What stands where an update was that must not be read there any more. */
export function takenBackView(): OutsideView {
  const text = 'This update was taken back.'
  return forOutside({ text, blocks: [section(md`${text}`)] })
}

/** A message from which some updates were taken. */
export function lessTakenBack({ text, blocks }: OutsideView, count: number): OutsideView {
  if (count === 0) return forOutside({ text, blocks })
  const note = count === 1 ? 'One update was taken back.' : `${count} updates were taken back.`
  return forOutside({ text: `${text}\n${note}`, blocks: [...blocks, context(md`${note}`)] })
}
