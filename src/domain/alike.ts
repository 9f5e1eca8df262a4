import { distance } from 'fastest-levenshtein'

/** Small words that two ways of asking the same differ in. */
const small = new Set(
  'a an and any are as at be by can could do does for from has have i in is it its me my of on or our please s so that the there they this to was we will with would you your'.split(
    ' ',
  ),
)

/** The same in Japanese, Chinese, Thai and Hindi, where nearly every question has several of them. */
const particle =
  /^(?:\p{Script=Hiragana}|ます|です|まし|ました|ません|でしょう|ください|的|了|吗|呢|请|会|จะ|ที่|ของ|ไหม|ครับ|ค่ะ|คะ|है|हैं|का|की|के|में|को|से)$/u

/** More than anybody asks in a question. */
const mostCompared = 1000
/** From this length on, one slip does not make another word. */
const slipsFrom = 5
/** One other word among four makes another question: a wrong answer costs more than a second one. */
const leastShared = 2 / 3

/** Where a script has no spaces it goes by a dictionary, whatever language it is made for. */
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

function wordsOf(text: string): string[] {
  const all = [...segmenter.segment(text.slice(0, mostCompared).normalize('NFKC').toLowerCase())].flatMap(
    ({ segment }) => segment.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [],
  )
  const telling = all.filter(word => !small.has(word) && !particle.test(word))
  return [...new Set((telling.length > 0 ? telling : all).map(singular))]
}

function singular(word: string): string {
  return word.length > 3 ? word.replace(/s$/u, '') : word
}

function isNumbered(word: string): boolean {
  return /\p{N}/u.test(word)
}

function isSameWord(a: string, b: string): boolean {
  if (a === b) return true
  return !isNumbered(a + b) && Math.min(a.length, b.length) >= slipsFrom && distance(a, b) <= 1
}

/** Whether two short texts say the same, but for order, small words and slips of the finger. */
export function isAlike(one: string, other: string): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)]
  if (a.length === 0 || b.length === 0) return one.trim() === other.trim()
  // INC-42 and INC-41 are two things, however much else is the same.
  if ([...a, ...b].some(word => isNumbered(word) && !(a.includes(word) && b.includes(word)))) return false
  const shared = a.filter(word => b.some(candidate => isSameWord(word, candidate))).length
  return shared / (a.length + b.length - shared) >= leastShared
}
