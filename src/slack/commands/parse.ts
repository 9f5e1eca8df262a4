import { distance } from 'fastest-levenshtein'
import { isIncidentId } from '../request.ts'
import type { Verb } from './verb.ts'

/** What a person meant by the text after `/incident`. */
export type Parsed =
  | { readonly kind: 'bare' }
  | { readonly kind: 'verb'; readonly verb: Verb; readonly text: string; readonly incidentId: string | undefined }
  | { readonly kind: 'unsure'; readonly verb: Verb; readonly title: string }
  | { readonly kind: 'title'; readonly title: string }

/**
 * A known verb does what it says; a word close to one asks back; everything else is the title of a new incident. So is
 * a sentence that merely begins with a verb that takes no text: “status page is down”.
 */
export function parseCommand(input: string, verbs: readonly Verb[]): Parsed {
  const words = input.trim().split(/\s+/).filter(Boolean)
  const [first] = words
  if (first === undefined) return { kind: 'bare' }
  const incidentId = isIncidentId(first) ? first : undefined
  const [name, ...rest] = incidentId ? words.slice(1) : words
  const find = (word: string) => verbs.find(verb => verb.name === word || verb.aliases.includes(word))

  if (name === undefined) {
    const show = find('show')
    return show ? { kind: 'verb', verb: show, text: '', incidentId } : { kind: 'bare' }
  }
  const verb = find(name.toLowerCase())
  const text = restOf(input, incidentId ? [incidentId, name] : [name])
  if (verb) {
    const [only] = rest
    if (only !== undefined && rest.length === 1 && isIncidentId(only) && !incidentId && verb.name !== 'merge')
      return { kind: 'verb', verb, text: '', incidentId: only }
    const takesText = verb.usage !== verb.name
    if (takesText || text === '' || incidentId) return { kind: 'verb', verb, text, incidentId }
    return { kind: 'title', title: input.trim() }
  }
  const near = nearest(name.toLowerCase(), verbs)
  if (near && (incidentId || words.length <= 2)) return { kind: 'unsure', verb: near, title: input.trim() }
  return { kind: 'title', title: input.trim() }
}

/** The text behind the leading words, with its own spacing and line breaks kept. */
function restOf(input: string, leading: readonly string[]): string {
  return leading.reduce((text, word) => text.trimStart().slice(word.length), input).trim()
}

/** The verb that was probably meant: one slip in a short word, two in a long one. */
function nearest(word: string, verbs: readonly Verb[]): Verb | undefined {
  const ranked = verbs
    .flatMap(verb => [verb.name, ...verb.aliases].map(name => ({ verb, slips: distance(word, name), name })))
    .filter(({ slips, name }) => slips <= (Math.min(name.length, word.length) <= 4 ? 1 : 2))
    .sort((a, b) => a.slips - b.slips)
  return ranked[0]?.verb
}
