import type { EmojiMartData } from '@emoji-mart/data'
import { useSyncExternalStore } from 'react'
import { emojiGlyph } from './emoji.ts'

/** Every emoji by category, and by every name it has; loaded when it is first needed, since it is large. */
export interface EmojiBook {
  readonly categories: readonly EmojiCategory[]
  readonly glyphs: ReadonlyMap<string, string>
}

export interface EmojiCategory {
  readonly name: string
  readonly emoji: readonly KnownEmoji[]
}

export interface KnownEmoji {
  readonly name: string
  readonly glyph: string
  /** What else it is looked for by, in lower case. */
  readonly words: string
}

let book: EmojiBook | null = null
let isLoading = false
const listeners = new Set<() => void>()

/** The whole book of emoji, null until it is there. `isWanted` false asks for nothing. */
export function useEmojiBook({ isWanted }: { readonly isWanted: boolean }): EmojiBook | null {
  const current = useSyncExternalStore(follow, () => book)
  if (isWanted && !book) void loadEmojiBook()
  return current
}

/** The glyph of any emoji: at once for a common one, once the book is loaded for the others. */
export function useGlyph(name: string): string | null {
  const common = emojiGlyph(name)
  const all = useEmojiBook({ isWanted: common === null })
  return common ?? all?.glyphs.get(name) ?? null
}

export async function loadEmojiBook(): Promise<EmojiBook | null> {
  if (book || isLoading) return book
  isLoading = true
  try {
    const { default: data } = await import('@emoji-mart/data/sets/15/native.json')
    book = readEmojiData(data)
    for (const tell of listeners) tell()
  } finally {
    isLoading = false
  }
  return book
}

/** Emoji whose name, title or keywords contain every word, those whose name starts with the text first. */
export function searchEmoji({ categories }: EmojiBook, text: string): KnownEmoji[] {
  const wanted = text.toLowerCase().replaceAll(':', '').trim()
  const words = wanted.split(/[\s_]+/)
  const all = categories.flatMap(category => category.emoji)
  const found = all.filter(each => words.every(word => each.words.includes(word)))
  const rank = ({ name }: KnownEmoji) =>
    name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 3
  return found.sort((a, b) => rank(a) - rank(b))
}

const titles: Readonly<Record<string, string>> = {
  people: 'Smileys and people',
  nature: 'Animals and nature',
  foods: 'Food and drink',
  activity: 'Activities',
  places: 'Travel and places',
  objects: 'Objects',
  symbols: 'Symbols',
  flags: 'Flags',
}

function readEmojiData({ categories, emojis, aliases }: EmojiMartData): EmojiBook {
  const glyphs = new Map<string, string>()
  for (const [id, { skins }] of Object.entries(emojis)) if (skins[0]) glyphs.set(id, skins[0].native)
  for (const [alias, id] of Object.entries(aliases)) {
    const glyph = glyphs.get(id)
    if (glyph) glyphs.set(alias, glyph)
  }
  // Slack calls a flag by its second name: `flag-fr`, where the data says `fr`.
  const flags = new Map(
    Object.entries(aliases).flatMap(([alias, id]) => (alias.startsWith('flag-') ? [[id, alias]] : [])),
  )
  return {
    glyphs,
    categories: categories.map(({ id: category, emojis: ids }) => ({
      name: titles[category] ?? category,
      emoji: ids.flatMap(id => {
        const emoji = emojis[id]
        const glyph = glyphs.get(id)
        if (!emoji || !glyph) return []
        const name = flags.get(id) ?? id
        return [{ name, glyph, words: [name, emoji.name, ...emoji.keywords].join(' ').toLowerCase() }]
      }),
    })),
  }
}

function follow(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
