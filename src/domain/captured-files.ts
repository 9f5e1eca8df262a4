import type { CapturedFile, Heard } from './captured.ts'
import { compareTs } from './review.ts'

/** The files of a message with what was seen of some. One that an edit took out of the message was sent all the same. */
export function withFiles(known: readonly CapturedFile[], seen: readonly CapturedFile[]): CapturedFile[] {
  const byId = new Map(known.map(file => [file.id, file]))
  for (const file of seen) byId.set(file.id, merged(byId.get(file.id), file))
  return [...byId.values()].sort((a, b) => compareTs(a.id, b.id))
}

function merged(known: CapturedFile | undefined, seen: CapturedFile): CapturedFile {
  if (!known) return seen
  const [older, newer] = lastNamed(known, seen) === seen ? [known, seen] : [seen, known]
  const { notKept, ...file } = { ...older, ...newer }
  const names = [...(older.formerly ?? []), ...(newer.formerly ?? []), older.name]
  const formerly = [...new Set(names)].filter(name => name !== '' && name !== file.name).sort()
  const deletion = known.deletion?.at ? known.deletion : (seen.deletion ?? known.deletion)
  // What is kept was fetched while Slack had it.
  const { sha256, bytes } = known
  const isKept = sha256 !== undefined
  return {
    ...file,
    ...(formerly.length > 0 ? { formerly } : {}),
    ...(isKept && bytes !== undefined ? { bytes } : {}),
    ...(!isKept && notKept !== undefined ? { notKept } : {}),
    ...(deletion ? { deletion } : {}),
  }
}

/** Which of the two has the name of now: what is deleted or hidden has none. */
function lastNamed(known: CapturedFile, seen: CapturedFile): CapturedFile {
  if (seen.name === '' || known.name === '') return seen.name === '' ? known : seen
  return compareTs(seen.seen ?? '', known.seen ?? '') < 0 ? known : seen
}

/** The file once its bytes were fetched, or once it is known why they are not. */
export function keptFile(
  { notKept: _, ...file }: CapturedFile,
  kept: Extract<Heard, { kind: 'file-kept' }>['kept'],
): CapturedFile {
  return { ...file, ...kept }
}

/** Of a deleted file stays that there was one, where what is deleted is not kept. */
export function withoutDeleted(file: CapturedFile): CapturedFile {
  const { id, deletion, seen } = file
  return deletion ? { id, name: '', deletion, ...(seen ? { seen } : {}) } : file
}
