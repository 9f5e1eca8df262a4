import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'

/** What is wrong in a file of settings: every problem, each with its place. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
  }
}

/** A file of YAML or JSON as its schema reads it. Throws SettingsError with every problem and its line and column. */
export function readChecked<T>(file: string, schema: z.ZodType<T>): T {
  const lines = new LineCounter()
  const document = parseDocument(readText(file), { lineCounter: lines })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  if (document.errors.length > 0)
    throw new SettingsError(document.errors.map(error => `${at(error.pos[0])} ${firstLine(error.message)}`))
  const result = schema.safeParse(document.toJS() ?? {})
  if (result.success) return result.data
  const problems = result.error.issues
    .flatMap(readable)
    .map(problem => ({ ...problem, offset: placeOf(document, problem.path) ?? 0 }))
    .sort((a, b) => a.offset - b.offset)
  throw new SettingsError(problems.map(({ offset, path, message }) => `${at(offset)} ${nameOf(path)}: ${message}`))
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new SettingsError([`${file} cannot be read (${error instanceof Error ? error.message : error})`])
  }
}

interface Problem {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** An unknown key is reported where it stands, one by one. */
function readable(issue: z.core.$ZodIssue): readonly Problem[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: issue.message }]
  return issue.keys.map(key => ({ path: [...issue.path, key], message: 'there is no such setting' }))
}

/** `people[2].tz` */
function nameOf(path: readonly PropertyKey[]): string {
  const parts = path.map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
  return parts.join('').replace(/^\./, '') || 'the file'
}

/** Where the value stands; of one that is missing, where it should be. */
function placeOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) return node.range[0]
  }
  return document.contents?.range?.[0]
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text
}
