import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ESTree, parseSync, Visitor, type VisitorObject } from 'vite'

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

export function readProjectFile(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8')
}

/** One source file as a tree. `path` is relative to the project, with `/` on every system. */
export interface Code {
  readonly path: string
  readonly text: string
  readonly program: ESTree.Program
  readonly comments: readonly { readonly start: number; readonly end: number }[]
}

export function parseCode(path: string, text: string): Code {
  const { program, comments, errors } = parseSync(path, text)
  const [error] = errors
  if (error) throw new Error(`${path}: ${error.message}`)
  return { path, text, program, comments }
}

/** Every TypeScript file below a folder of the project. */
export function sourceUnder(folder: string): Code[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .map(name => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter(path => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .sort()
    .map(path => parseCode(path, readProjectFile(path)))
}

export function visit({ program }: Code, visitor: VisitorObject): void {
  new Visitor(visitor).visit(program)
}

export function lineOf({ text }: Pick<Code, 'text'>, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

/** What a file imports, re-exports included, as it is written. */
export function importsOf(code: Code): string[] {
  const found: string[] = []
  const take = (node: { source: ESTree.Expression | null }) => {
    if (node.source?.type === 'Literal' && typeof node.source.value === 'string') found.push(node.source.value)
  }
  visit(code, {
    ImportDeclaration: take,
    ExportNamedDeclaration: take,
    ExportAllDeclaration: take,
    ImportExpression: take,
    TSImportType: take,
  })
  return found
}

/** What is loaded together with a file: no types, and nothing that it imports only when it is needed. */
export function loadedWith(code: Code): string[] {
  const found: string[] = []
  const take = (source: ESTree.StringLiteral | null, kind: 'type' | 'value' | undefined) => {
    if (source && kind !== 'type') found.push(source.value)
  }
  visit(code, {
    ImportDeclaration({ source, importKind }) {
      take(source, importKind)
    },
    ExportNamedDeclaration({ source, exportKind }) {
      take(source, exportKind)
    },
    ExportAllDeclaration({ source, exportKind }) {
      take(source, exportKind)
    },
  })
  return found
}

/** `a.b.c` for a chain of plain names; undefined for anything else. */
export function dottedName(node: ESTree.Node): string | undefined {
  if (node.type === 'Identifier') return node.name
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return undefined
  const object = dottedName(node.object)
  return object && `${object}.${node.property.name}`
}
