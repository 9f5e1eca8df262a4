import { TOPICS, type Topic } from './question-topics.ts'

/** What the readers of updates press, and what stands around what they are answered, where their audience says nothing else. */
export const builtInReaderWords = {
  haveWhatINeed: 'I have what I need',
  stillNeed: 'I still need…',
  helpful: '👍 Helpful',
  notHelpful: '👎 Not helpful',
  readItAll: 'Read it all',
  youAsked: 'You asked',
  answer: 'Answer',
  noAnswer: 'There is no answer, because',
  allAnswers: 'All answers',
  subscribe: 'Subscribe',
  unsubscribe: 'Unsubscribe',
  subscribedTo: 'You read this because you subscribed to',
  fixed: TOPICS.fixed,
  affected: TOPICS.affected,
  customers: TOPICS.customers,
  other: TOPICS.other,
} as const satisfies Readonly<Record<Topic, string>> & Readonly<Record<string, string>>

type ReaderWord = keyof typeof builtInReaderWords
export type ReaderWords = Readonly<Record<ReaderWord, string>>

export const READER_WORDS = Object.keys(builtInReaderWords) as ReaderWord[]
