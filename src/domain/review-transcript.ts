import type { Names } from './describe-event.ts'
import { fileSize } from './file-size.ts'
import type { Incident } from './incident.ts'
import type { Block } from './review.ts'
import { minute, type Text, told } from './review-text.ts'
import type { Talk } from './talk.ts'
import { isFact } from './timeline.ts'
import { lineOf } from './transcript.ts'

/** What was said, or why it does not stand here. */
export function transcriptBlocks(
  { timeline }: Pick<Incident, 'timeline'>,
  { talk, names }: { readonly talk: Talk; readonly names: Names },
): Block[] {
  const letGo = timeline.filter(isFact('transcript-erased')).map(({ at, messages, files = 0 }): Block => {
    const what = messages === undefined ? '' : `: ${counted(messages, 'message')} and ${counted(files, 'file')}`
    return {
      kind: 'paragraph',
      text: told`What was said in the channel until ${minute(at)} was let go then, as the policy says${what}.`,
    }
  })
  if (talk.count > 0) return [...letGo, ...keptFiles(talk, names), { kind: 'transcript' }]
  if (letGo.length > 0) return letGo
  const text = 'There are no messages: the incident has no channel, or nothing was written in it.'
  return [{ kind: 'paragraph', text }]
}

/** The files of which Sitrep has a copy, and how to tell that it is the one that was sent. */
function keptFiles({ withFiles }: Talk, names: Names): Block[] {
  const items = withFiles.flatMap(message => {
    const { who, at, files, permalink } = lineOf(message, names)
    return files.flatMap(({ name, bytes = 0, sha256 }): Text[] => {
      const file: Text = permalink ? { kind: 'reference', text: name, href: permalink } : name
      return sha256 ? [told`${file} (${fileSize(bytes)}), ${who}, ${minute(at)}, SHA-256 ${sha256}`] : []
    })
  })
  if (items.length === 0) return []
  return [
    {
      kind: 'paragraph',
      text: 'Sitrep keeps a copy of these files as they were sent. Whoever may read this review gets them where it is read: “Read or build…” below it in Slack, or “/incident review list”.',
    },
    { kind: 'list', items },
  ]
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`
}
