/** What people who get updates ask for most, in the words in which they ask; `other` is said in their own. */
export const TOPICS = {
  fixed: 'When will it be fixed?',
  affected: 'Am I affected?',
  customers: 'What may I tell customers?',
  other: 'Something else',
} as const
export type Topic = keyof typeof TOPICS

export const TOPIC_IDS = Object.keys(TOPICS) as Topic[]
