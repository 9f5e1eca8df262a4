import { distance } from 'fastest-levenshtein'

/** Small words that two ways of asking the same differ in. */
const small = new Set(
  'a an and any are as at be by can could do does for from has have i in is it its me my of on or our please so that the there they this to us was we will with would you your'.split(
    ' ',
  ),
)

/** From this length on, one slip does not make another word. */
const slipsFrom = 5
/** One other word among four makes another question: a wrong answer costs more than a second one. */
const leastShared = 2 / 3

function wordsOf(text: string): string[] {
  const all =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  const telling = all.filter(word => !small.has(word))
  return [...new Set(telling.length > 0 ? telling : all)]
}

function isSameWord(a: string, b: string): boolean {
  if (a === b) return true
  const isName = /\p{N}/u.test(a + b)
  return !isName && Math.min(a.length, b.length) >= slipsFrom && distance(a, b) <= 1
}

/** Whether two short texts say the same, but for order, small words and slips of the finger. */
export function isAlike(one: string, other: string): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)]
  if (a.length === 0 || b.length === 0) return one.trim() === other.trim()
  const shared = a.filter(word => b.some(candidate => isSameWord(word, candidate))).length
  return shared / (a.length + b.length - shared) >= leastShared
}
