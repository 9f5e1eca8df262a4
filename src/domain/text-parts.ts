const between = '\n\n'

/** Cuts a long text at its paragraphs into parts that fit; a paragraph that does not fit is cut where it must be. */
export function partsOf(text: string, atMost: number): string[] {
  const pieces = text.split(between).flatMap(paragraph => hardCut(paragraph, atMost))
  const parts: string[] = []
  for (const piece of pieces) {
    const last = parts.at(-1)
    if (last !== undefined && last.length + between.length + piece.length <= atMost)
      parts[parts.length - 1] = `${last}${between}${piece}`
    else parts.push(piece)
  }
  return parts
}

function hardCut(paragraph: string, atMost: number): string[] {
  const pieces: string[] = []
  let rest = paragraph
  while (rest.length > atMost) {
    const space = rest.lastIndexOf(' ', atMost)
    // Never between the halves of one character.
    const limit = /[\uD800-\uDBFF]/.test(rest[atMost - 1] ?? '') ? atMost - 1 : atMost
    const end = space > 0 ? space : limit
    pieces.push(rest.slice(0, end))
    rest = rest.slice(end).trimStart()
  }
  return [...pieces, rest]
}

/** The parts as one text again. */
export function joinParts(parts: readonly string[]): string {
  return parts.filter(part => part.trim() !== '').join(between)
}
