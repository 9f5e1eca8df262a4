const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** How far back a cut looks for the end of a word, in UTF-16 units; one endless word is cut where it is. */
const lookBack = 120

/** The mark of a list’s item whose words were cut off. */
const emptyItem = /\n\s*(?:[-*•]|\d+[.)])$/u

/**
 * At most `max` UTF-16 units of a text, cut behind a word, never inside what a reader sees as one character, and
 * marked with an ellipsis and, where there is one, what says where the whole is.
 */
export function shorten(text: string, max: number, whole?: string): string {
  if (text.length <= max) return text
  const mark = whole ? `… (${whole})` : '…'
  const tail = mark.length <= max ? mark : '…'.slice(0, max)
  const room = max - tail.length
  const cut = graphemes.segment(text).containing(room)?.index ?? 0
  const head = text.slice(0, cut)
  // What follows a cut between two words needs no looking back.
  const isWhole = /\s/u.test(text.charAt(cut))
  const last = isWhole ? -1 : head.slice(-lookBack).search(/\s\S*$/u)
  const kept = last > 0 ? head.slice(0, Math.max(0, head.length - lookBack) + last) : head
  return `${kept.trimEnd().replace(emptyItem, '')}${tail}`
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
