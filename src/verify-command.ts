import type { Verdict } from './exports/verify.ts'

interface Tools {
  readonly read: (path: string) => Promise<string>
  readonly verify: (content: string) => Verdict
}
interface Said {
  /** 0 = as it was written, 1 = altered, 2 = could not be checked. */
  readonly exitCode: 0 | 1 | 2
  readonly out?: string
  readonly err?: string
}

const usage = `Usage: npm run verify -- <review.json> [seal]
Says whether a review in JSON is as Sitrep wrote it, and if not, where it differs.
With the seal of the last fact, as it was noted elsewhere, also whether all of it was made anew.`

export async function runVerify([path, noted]: readonly string[], { read, verify }: Tools): Promise<Said> {
  if (path === undefined) return { exitCode: 2, err: usage }
  let content: string
  try {
    content = await read(path)
  } catch (error) {
    return { exitCode: 2, err: `${path} cannot be read: ${error instanceof Error ? error.message : error}` }
  }
  const verdict = verify(content)
  if (verdict.outcome === 'unreadable') return { exitCode: 2, err: `${path}: ${verdict.reason}` }
  const { incident, builtAt, manifest } = verdict.review
  const name = `The review of ${incident.id} built at ${builtAt}`
  if (verdict.outcome === 'altered')
    return { exitCode: 1, out: [`${name} was altered:`, ...verdict.problems.map(problem => `- ${problem}`)].join('\n') }
  if (noted !== undefined && manifest.facts?.head !== noted)
    return {
      exitCode: 1,
      out: `${name} is whole in itself, but its last seal is not the one that was noted: it was made anew, or later.`,
    }
  return { exitCode: 0, out: [`${name} is as Sitrep wrote it.`, ...verdict.remarks].join('\n') }
}
