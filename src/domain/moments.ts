import { seen } from './shorten.ts'

/** A moment and how it is said where a reader’s own time cannot be shown. */
export interface Moment {
  readonly at: Date
  readonly words: string
  /** Only the day matters. */
  readonly isDay?: boolean
}

/** A moment where it stands in a text; of a text that was shortened, only those that are still there count. */
export type Placed = Moment & { readonly from: number }

/** Plain words, and the moments in them. */
export interface Said {
  readonly text: string
  readonly moments?: readonly Placed[]
}

/** Nobody sees these, and no text that is put in keeps any: what stands between them is always a moment. */
const [open, close] = ['\u0001', '\u0002']
const marks = new RegExp(`[${open}${close}]`, 'gu')

/** What cannot be taken for a moment. */
export function withoutMarks(text: string): string {
  return text.replace(marks, '')
}

/** Stands for the moment of this number until `placed` finds it. */
export function markOf(index: number): string {
  return `${open}${index}${close}`
}

/** A text whose marks have become words. */
export function placed(marked: string, moments: readonly Moment[]): Said {
  return concat(
    marked.split(new RegExp(`${open}(\\d+)${close}`, 'u')).map((part, index) => {
      const moment = index % 2 === 1 ? moments[Number(part)] : undefined
      return moment ? { text: moment.words, moments: [{ ...moment, from: 0 }] } : part
    }),
  )
}

/** One text after another. */
export function concat(parts: readonly (string | Said)[]): Said {
  let text = ''
  const moments: Placed[] = []
  for (const part of parts) {
    const said = typeof part === 'string' ? { text: part } : part
    moments.push(...(said.moments ?? []).map(one => ({ ...one, from: one.from + text.length })))
    // What nobody sees is left out later, which would move everything behind it.
    text += said.moments ? said.text : seen(said.text)
  }
  return moments.length > 0 ? { text, moments } : { text }
}

/** The text cut into words and moments. */
export function spread({ text, moments = [] }: Said): (string | Moment)[] {
  const parts: (string | Moment)[] = []
  let end = 0
  for (const moment of moments) {
    const { from, words } = moment
    if (from < end || !text.startsWith(words, from)) continue
    parts.push(text.slice(end, from), moment)
    end = from + words.length
  }
  return [...parts, text.slice(end)].filter(part => part !== '')
}
