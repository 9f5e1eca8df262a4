import type { CapturedFile } from './captured.ts'
import type { TranscriptPolicy } from './transcript-policy.ts'

const megabyte = 1_000_000

/** Why a file is not kept, in words; undefined when it may be. `keptBytes`: of this incident so far. */
export function refusalOf(
  file: Pick<CapturedFile, 'mediaType' | 'bytes'>,
  { files }: TranscriptPolicy,
  keptBytes: number,
): string | undefined {
  const { mediaType, bytes = 0 } = file
  if (mediaType === undefined) return 'its type is not known'
  if (!files.types.some(type => isOfType(mediaType, type))) return `files of type ${mediaType} are not kept`
  if (bytes > files.maxMegabytes * megabyte) return `it is larger than ${files.maxMegabytes} MB`
  if (keptBytes + bytes > files.maxMegabytesPerIncident * megabyte)
    return `the incident’s files are larger than ${files.maxMegabytesPerIncident} MB together`
  return undefined
}

/** `text/*` takes every text. */
function isOfType(mediaType: string, wanted: string): boolean {
  const type = mediaType.toLowerCase().replace(/;.*$/, '').trim()
  return wanted.endsWith('/*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted
}
