import type { ReviewFormat } from '../domain/review.ts'

/** What a review is built as when nobody says otherwise: it needs nothing but a browser. */
export const defaultFormat = 'html'

/** What people also call a format. */
const ALIASES: Readonly<Record<string, string>> = {
  md: 'markdown',
  transcript: 'transcript-csv',
  csv: 'transcript-csv',
  jsonl: 'transcript-jsonl',
}

/** The format that a word means; undefined when there is none. */
export function formatCalled(word: string, formats: readonly ReviewFormat[]): ReviewFormat | undefined {
  const name = word.trim().toLowerCase()
  const id = name === '' ? defaultFormat : Object.hasOwn(ALIASES, name) ? ALIASES[name] : name
  return formats.find(format => format.id === id)
}

/** Whole documents: what is not for an audience can be left out of them. The others are made of nothing else. */
const forAudiences = ['html', 'pdf', 'markdown', 'json']

export function isForAudiences({ id }: ReviewFormat): boolean {
  return forAudiences.includes(id)
}
