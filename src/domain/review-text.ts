import { utcMinute, utcSecond } from './utc.ts'

/** A moment, which a format shows in UTC and, where it can, in the reader's own time zone. */
export interface Moment {
  readonly kind: 'moment'
  readonly at: Date
  /** `time` leaves out the day, which stands beside it. */
  readonly shown: 'minute' | 'second' | 'time'
}

/** Where more is to be read. */
interface Reference {
  readonly kind: 'reference'
  readonly text: string
  readonly href: string
}

/** A picture that was sent, kept under its `sha256`: a format shows it where it can, and names it where it cannot. */
export interface Image {
  readonly kind: 'image'
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
  readonly sha256: string
}

/** Plain text, line breaks kept, with what is more than text in it. */
export type Inline = string | Moment | Reference | Image
export type Text = Inline | readonly Inline[]

export function minute(at: Date): Moment {
  return { kind: 'moment', at, shown: 'minute' }
}

/** A moment without its day when that is the day of `than`. */
export function beside(at: Date, than: Date): Moment {
  const isSameDay = at.toISOString().slice(0, 10) === than.toISOString().slice(0, 10)
  return { kind: 'moment', at, shown: isSameDay ? 'time' : 'minute' }
}

/** A sentence with moments and texts in it: `` told`${minute(at)}: ${impact}` ``. */
export function told(words: TemplateStringsArray, ...parts: readonly Text[]): Text {
  return joined(words.flatMap((word, index): Text[] => [word, parts[index] ?? '']))
}

/** Texts one after another, `between` each two. */
export function joined(texts: readonly Text[], between = ''): Text {
  const all = texts.flatMap((text, index) => [...(index > 0 ? [between] : []), ...inlinesOf(text)])
  const merged: Inline[] = []
  for (const one of all) {
    const last = merged.at(-1)
    if (typeof one !== 'string') merged.push(one)
    else if (typeof last === 'string') merged[merged.length - 1] = last + one
    else if (one !== '') merged.push(one)
  }
  return merged
}

export function inlinesOf(text: Text): readonly Inline[] {
  return isInline(text) ? [text] : text
}

function isInline(text: Text): text is Inline {
  return typeof text === 'string' || 'kind' in text
}

export function momentText({ at, shown }: Moment): string {
  if (shown === 'second') return utcSecond(at)
  return shown === 'time' ? utcMinute(at).slice(11) : utcMinute(at)
}

/** The text where nothing can be more than text: moments in UTC, references by their words, pictures by their names. */
export function plain(text: Text): string {
  return inlinesOf(text).map(plainInline).join('')
}

function plainInline(part: Inline): string {
  if (typeof part === 'string') return part
  if (part.kind === 'moment') return momentText(part)
  return part.kind === 'image' ? `(${part.name})` : part.text
}

export function isImage(part: Inline): part is Image {
  return typeof part !== 'string' && part.kind === 'image'
}
