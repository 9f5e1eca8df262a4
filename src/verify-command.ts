import type { Verdict } from './exports/verify.ts'

interface Tools {
  readonly read: (path: string) => Promise<Uint8Array>
  /** SHA-256, in hexadecimal. */
  readonly digest: (content: Uint8Array) => string
  readonly verify: (content: string) => Verdict
}
interface Said {
  /** 0 = nothing found altered, 1 = altered, 2 = could not be checked. */
  readonly exitCode: 0 | 1 | 2
  readonly out?: string
  readonly err?: string
}

const usage = `Usage: npm run verify -- <review.json> [fingerprint]
       npm run verify -- <file> <fingerprint>
Says whether a review is as Sitrep wrote it. The fingerprint stands in the Slack message that brought the file: with it,
a file in any format is checked as a whole, and one that was made anew is noticed. A review in JSON is also checked
against itself, and what was altered in it is named, as are facts that something was left out of, which without the
fingerprint nothing vouches for. It ends with 0 where nothing was found altered, 1 where something was, 2 where it cannot
be checked.`

export async function runVerify([path, noted]: readonly string[], { read, digest, verify }: Tools): Promise<Said> {
  if (path === undefined) return { exitCode: 2, err: usage }
  if (path === '--help' || path === '-h') return { exitCode: 0, out: usage }
  let content: Uint8Array
  try {
    content = await read(path)
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const why = isGone ? 'there is no such file' : error instanceof Error ? error.message : String(error)
    return { exitCode: 2, err: `${path} cannot be read: ${why}.` }
  }
  const isNoted = noted !== undefined && digest(content) === noted.toLowerCase()
  const verdict = verify(new TextDecoder().decode(content))
  if (verdict.outcome === 'unreadable') {
    if (isNoted)
      return { exitCode: 0, out: `${path} has the fingerprint that was noted: it is as Sitrep delivered it.` }
    if (noted !== undefined)
      return {
        exitCode: 1,
        out: `${path} does not have the fingerprint that was noted: it is another file, or altered.`,
      }
    if (verdict.isOurs) return { exitCode: 1, out: `${path} was altered: ${verdict.reason}` }
    return { exitCode: 2, err: `${path}: ${verdict.reason} Give its fingerprint to have any other file checked.` }
  }
  const { incident, builtAt, facts } = verdict.review
  const name = `The review of ${incident.id} built at ${builtAt}`
  if (verdict.outcome === 'altered')
    return { exitCode: 1, out: [`${name} was altered:`, ...verdict.problems.map(problem => `- ${problem}`)].join('\n') }
  if (noted !== undefined && !isNoted)
    return {
      exitCode: 1,
      out: `${name} is whole in itself, but its fingerprint is not the one that was noted: it was made anew, or saved by another program.`,
    }
  const except = facts?.some(({ withheld }) => withheld) ? ', but for facts that cannot be checked' : ''
  const against = isNoted
    ? `${name} is as Sitrep wrote it, and has the fingerprint that was noted.`
    : `${name} is whole in itself${except}. Whether it was made anew as a whole, only the fingerprint from Slack can tell.`
  return { exitCode: 0, out: [against, ...verdict.remarks].join('\n') }
}
