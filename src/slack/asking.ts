import { TOPIC_IDS, type Topic } from '../domain/question-topics.ts'

/** A question that somebody is about to put, under the update that they read. */
export interface Asking {
  /** The update, as its buttons carry it. */
  readonly ref: string
  readonly topic: Topic
  readonly text?: string | undefined
}

/** The same as a button carries it: `other INC-42#7/leadership when is it fixed?`. */
export function writeAsking({ ref, topic, text = '' }: Asking): string {
  return `${topic} ${ref} ${text}`.trim()
}

export function readAsking(value: string): Asking | undefined {
  const [, name, ref, text] = /^(\S+) (\S+)(?: (.+))?$/s.exec(value) ?? []
  const topic = TOPIC_IDS.find(one => one === name)
  return topic && ref !== undefined ? { ref, topic, ...(text === undefined ? {} : { text }) } : undefined
}
