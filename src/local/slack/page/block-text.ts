/** The texts of a block that the page has no shape for, in their order, so that what it says is never lost. */
export function textsOf(block: unknown): string[] {
  if (Array.isArray(block)) return block.flatMap(textsOf)
  if (typeof block !== 'object' || block === null) return []
  return Object.entries(block).flatMap(([key, value]) => {
    if (typeof value === 'string') return texts.has(key) && value.trim() ? [value] : []
    return hidden.has(key) ? [] : textsOf(value)
  })
}

const texts: ReadonlySet<string> = new Set(['text', 'title', 'alt_text', 'caption', 'subtitle', 'description'])
/** What an element keeps for later is not what it says. */
const hidden: ReadonlySet<string> = new Set(['confirm', 'initial_option', 'initial_options', 'style'])
