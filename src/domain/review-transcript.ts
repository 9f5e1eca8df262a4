import type { Incident } from './incident.ts'
import type { Block } from './review.ts'
import { minute, told } from './review-text.ts'
import type { Talk } from './talk.ts'
import { isFact } from './timeline.ts'

/** What was said, or why it does not stand here. */
export function transcriptBlocks({ timeline }: Pick<Incident, 'timeline'>, { count }: Talk): Block[] {
  const letGo = timeline.filter(isFact('transcript-erased')).map(({ at, messages, files }): Block => {
    const what = `${counted(messages, 'message')} and ${counted(files, 'file')}`
    return {
      kind: 'paragraph',
      text: told`What was said in the channel until ${minute(at)} was let go then, as the policy says: ${what}.`,
    }
  })
  if (count > 0) return [...letGo, { kind: 'transcript' }]
  if (letGo.length > 0) return letGo
  const text = 'There are no messages: the incident has no channel, or nothing was written in it.'
  return [{ kind: 'paragraph', text }]
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`
}
