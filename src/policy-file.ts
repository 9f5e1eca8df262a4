import { readFileSync } from 'node:fs'
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { type Policy, parsePolicy } from './domain/policy.ts'

export interface PolicyFile {
  readonly policy: Policy
  /** What the file says, for a policy on another base than the default. */
  readonly overrides: unknown
}

/** The policy of a YAML file, or everything that is wrong with it, one problem a line, each with its place. */
export function readPolicyFile(file: string): PolicyFile | { readonly problems: readonly string[] } {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return { problems: [`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`] }
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  if (document.errors.length > 0)
    return {
      problems: document.errors.map(
        ({ pos, message }) => `${place(file, lines.linePos(pos[0]))}: is not valid YAML: ${message}`,
      ),
    }
  try {
    const overrides: unknown = document.toJS()
    return { policy: parsePolicy(overrides), overrides }
  } catch (error) {
    // Aliases that multiply without end are refused by the parser in a way of its own.
    if (error instanceof ReferenceError) return { problems: [`${file}: ${error.message}`] }
    if (!(error instanceof z.ZodError)) throw error
    return {
      problems: error.issues.map(issue => {
        const offset = offsetOf(document, issue.path)
        return `${place(file, offset === undefined ? undefined : lines.linePos(offset))}: ${describeIssue(issue)}`
      }),
    }
  }
}

/** “audiences.board.label: is missing”. */
export function describeIssue({ path, message }: z.core.$ZodIssue): string {
  const what = message.endsWith('received undefined') ? 'is missing' : message
  return `${path.join('.') || 'the file'}: ${what}`
}

function place(file: string, at: { line: number; col: number } | undefined): string {
  return at ? `${file}:${at.line}:${at.col}` : file
}

/** Where a setting stands in the file; where it is missing, what it is missing from. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  let node: unknown = document.contents
  let offset = isNode(node) ? node.range?.[0] : undefined
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document)
    if (isMap(node)) {
      const pair = node.items.find(one => isScalar(one.key) && String(one.key.value) === String(key))
      if (!isScalar(pair?.key)) return offset
      offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(key)]
      if (isNode(node)) offset = node.range?.[0] ?? offset
    } else return offset
  }
  return offset
}
