/** Control characters and halves of characters, which nobody sees and which take six places each in a message. */
const unseen = /\p{Cs}|(?![\n\t])\p{Cc}/gu

/** What is seen of a text. */
export function seen(text: string): string {
  return text.replace(unseen, '')
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** How far back a cut looks for the end of a word, in UTF-16 units; one endless word is cut where it is. */
const lookBack = 120

/** The mark of a list’s item whose words were cut off. */
const emptyItem = /\n\s*(?:[-*•]|\d+[.)])$/u

/** Where the first `max` UTF-16 units of a longer text end: behind a word, never inside what a reader sees as one character. */
function cutAt(text: string, max: number): number {
  const cut = graphemes.segment(text).containing(max)?.index ?? 0
  // What follows a cut between two words needs no looking back.
  if (/\s/u.test(text.charAt(cut))) return cut
  const head = text.slice(0, cut)
  const last = head.slice(-lookBack).search(/\s\S*$/u)
  return last > 0 ? Math.max(0, head.length - lookBack) + last : cut
}

/** At most `max` UTF-16 units of a text, marked with an ellipsis where something is left out. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text
  const mark = '…'.slice(0, max)
  const kept = text.slice(0, cutAt(text, max - mark.length))
  return `${kept.trimEnd().replace(emptyItem, '')}${mark}`
}

/** The whole of a text in parts of at most `max` UTF-16 units, cut in the same way. */
export function inParts(text: string, max: number): string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > max) {
    // What is seen as one character and is longer than that cannot be kept whole.
    const end = cutAt(rest, max) || max
    parts.push(rest.slice(0, end))
    rest = rest.slice(end).replace(/^\s/u, '')
  }
  return [...parts, rest]
}

/** How much of each text there is room for: what is short stays whole, and the long ones share the rest. */
export function share(lengths: readonly number[], room: number): number[] {
  const order = [...lengths.keys()].sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0))
  const shares = lengths.map(() => 0)
  let left = Math.max(0, room)
  order.forEach((index, place) => {
    const own = Math.min(lengths[index] ?? 0, Math.floor(left / (order.length - place)))
    shares[index] = own
    left -= own
  })
  return shares
}
