import type { Names } from './describe-event.ts'
import type { Block } from './review.ts'

/** What is asked of people where only they can answer; the key is the section's id. */
const PROMPTS = {
  summary: 'In three sentences for somebody who was not there: what broke, for whom, and what ended it?',
  impact: 'Who could not do what, how many of them, and what did it cost?',
  detection: 'How was it noticed, what triggered it, and how could it have been noticed earlier?',
  'root-cause': 'What had to be true for this to happen? Keep asking why, and name systems, not people.',
  'contributing-factors':
    'What made it more likely, larger or longer: changes, load, missing alerts, unclear ownership?',
  'went-well': 'What should we do the same way next time?',
  'went-badly': 'What slowed us down, confused us or was missing?',
  lucky: 'What could have made this much worse, and did not?',
  'action-items':
    'What will we do so that this does not happen again, hurts less, or is noticed sooner? One owner and one date each.',
} as const
export type WrittenSectionId = keyof typeof PROMPTS

/** The sections that people write, in the order of the review. */
export const WRITTEN_SECTIONS = [
  'summary',
  'impact',
  'detection',
  'root-cause',
  'contributing-factors',
  'went-well',
  'went-badly',
  'lucky',
  'action-items',
] as const satisfies readonly WrittenSectionId[]

/** The headings under which they stand in the review. */
export const SECTION_HEADING: Record<WrittenSectionId, string> = {
  summary: 'Summary',
  impact: 'Impact',
  detection: 'Detection and resolution',
  'root-cause': 'Root cause',
  'contributing-factors': 'Contributing factors',
  'went-well': 'What went well',
  'went-badly': 'What did not go well',
  lucky: 'Where we got lucky',
  'action-items': 'Action items',
}

/** The question that a section answers. */
export function promptOf(section: WrittenSectionId): string {
  return PROMPTS[section]
}

/** What people wrote in one section of the review. */
export interface WrittenText {
  readonly section: WrittenSectionId
  readonly text: string
  /** Who wrote it as it is now, and when. */
  readonly by: string
  readonly at: Date
}

/** A section's own words, or the question that asks for them. */
export function writtenOrAsked(section: WrittenSectionId, written: readonly WrittenText[], names: Names): Block {
  const own = written.find(one => one.section === section)
  return own
    ? { kind: 'written', text: own.text, by: names.user(own.by), at: own.at }
    : { kind: 'prompt', text: PROMPTS[section] }
}
