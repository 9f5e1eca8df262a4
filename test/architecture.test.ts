import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  type Code,
  dottedName,
  importsOf,
  lineOf,
  loadedWith,
  parseCode,
  sourceUnder,
  visit,
} from './helpers/source.ts'

/** Who may import whom, and which packages; imports point towards the domain. The composition root is everything else. */
const PARTS: Record<string, { readonly parts: readonly string[]; readonly packages: readonly string[] | 'any' }> = {
  domain: { parts: ['domain', 'errors.ts'], packages: ['zod', 'luxon', 'mustache', 'fastest-levenshtein'] },
  app: { parts: ['app', 'domain', 'errors.ts'], packages: [] },
  slack: { parts: ['slack', 'app', 'domain', 'errors.ts'], packages: 'any' },
  store: { parts: ['store', 'app', 'domain', 'errors.ts'], packages: 'any' },
  http: { parts: ['http', 'app', 'domain', 'errors.ts'], packages: 'any' },
  integrations: { parts: ['integrations', 'app', 'domain', 'errors.ts'], packages: 'any' },
  exports: { parts: ['exports', 'app', 'domain', 'errors.ts'], packages: 'any' },
  'local/slack': { parts: ['local/slack'], packages: 'any' },
  'local/mongo': { parts: ['local/mongo'], packages: 'any' },
  'errors.ts': { parts: [], packages: [] },
}

/** Only these hold the local servers; everybody else meets them as Slack and MongoDB. */
const LOCAL_HOSTS = ['main.ts', 'erase-command.ts', 'sandbox.ts', 'store-command.ts']

/** One Slack client and one database driver: their packages stay in the edge that is theirs. */
const OWNERS: Record<string, string> = { '@slack/bolt': 'slack', '@slack/web-api': 'slack', mongoose: 'store' }

function partOf(path: string): string {
  const [, first = '', second = ''] = path.split('/')
  return first === 'local' ? `local/${second}` : first
}

/** `src/slack/commands/ack.ts` importing `../answer.ts` means `src/slack/answer.ts`. */
function resolveImport(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier)
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function importProblems(code: Code): string[] {
  const part = partOf(code.path)
  const rule = PARTS[part]
  return importsOf(code).flatMap(specifier => {
    const problem = `${code.path} imports ${specifier}`
    if (!specifier.startsWith('.')) {
      const name = packageName(specifier)
      const owner = OWNERS[name]
      if (owner && owner !== part) return [problem]
      return rule && rule.packages !== 'any' && !rule.packages.includes(name) ? [problem] : []
    }
    const target = partOf(resolveImport(code.path, specifier))
    if (rule) return rule.parts.includes(target) ? [] : [problem]
    return target.startsWith('local/') && !LOCAL_HOSTS.includes(part) ? [problem] : []
  })
}

/** Time, chance, timers and settings are handed in. */
function purityProblems(code: Code): string[] {
  if (!['domain', 'app'].includes(partOf(code.path))) return []
  const problems: string[] = []
  const forbid = (what: string, { start }: { start: number }) =>
    problems.push(`${code.path}:${lineOf(code, start)} uses ${what}`)
  const readings = ['Date.now', 'Math.random', 'performance.now', 'process.env', 'crypto.randomUUID']
  const timers = ['setTimeout', 'setInterval', 'setImmediate']
  visit(code, {
    MemberExpression(node) {
      const name = dottedName(node)
      if (name && readings.includes(name)) forbid(name, node)
    },
    NewExpression(node) {
      if (dottedName(node.callee) === 'Date' && node.arguments.length === 0) forbid('new Date()', node)
    },
    CallExpression(node) {
      const name = dottedName(node.callee)
      if (name && timers.includes(name)) forbid(name, node)
      if (name === 'Date') forbid('Date()', node)
      if (name === 'DateTime.now' || name === 'DateTime.local') forbid(name, node)
    },
  })
  return problems
}

/** The type checker's ways out, which strict code does not need. */
function languageProblems(code: Code): string[] {
  const problems: string[] = []
  const at = (start: number) => `${code.path}:${lineOf(code, start)}`
  const commented = new Set(code.comments.map(({ end }) => lineOf(code, end)))
  visit(code, {
    TSAnyKeyword({ start }) {
      const line = lineOf(code, start)
      // At a border `any` may stand, under a comment that says why.
      if (!commented.has(line - 1) && !commented.has(line)) problems.push(`${at(start)} says any without a reason`)
    },
    TSAsExpression({ start, expression }) {
      if (expression.type === 'TSAsExpression' && expression.typeAnnotation.type === 'TSUnknownKeyword')
        problems.push(`${at(start)} casts by way of unknown`)
    },
    TSEnumDeclaration({ start }) {
      problems.push(`${at(start)} declares an enum`)
    },
    ExportDefaultDeclaration({ start }) {
      problems.push(`${at(start)} exports a default`)
    },
  })
  for (const { start, end } of code.comments)
    if (/@ts-(ignore|nocheck|expect-error)/.test(code.text.slice(start, end)))
      problems.push(`${at(start)} silences the type checker`)
  return problems
}

function nameProblems({ path }: Code): string[] {
  const folders = path.split('/').slice(1, -1)
  const file = path.split('/').at(-1) ?? ''
  return [
    ...folders
      .filter(folder => ['utils', 'util', 'helpers', 'common', 'lib', 'shared', 'misc'].includes(folder))
      .map(folder => `${path} lies in a folder that says nothing: ${folder}`),
    ...(/^[a-z0-9]+(-[a-z0-9]+)*\.tsx?$/.test(file) ? [] : [`${path} is not named in kebab-case`]),
  ]
}

// A tool's configuration follows the tool's rules.
const source = sourceUnder('src').filter(code => !code.path.endsWith('.config.ts'))
const sample = (path: string, text: string) => parseCode(path, text)

describe('the imports', () => {
  test('point towards the domain, and no edge knows another', () => {
    expect(source.length).toBeGreaterThan(50)
    expect(source.flatMap(importProblems)).toEqual([])
  })

  test.each([
    ['src/domain/work.ts', '../app/app.ts'],
    ['src/domain/work.ts', 'node:fs'],
    ['src/app/perform.ts', '../slack/client.ts'],
    ['src/app/perform.ts', 'zod'],
    ['src/slack/register.ts', '../store/incidents.ts'],
    ['src/slack/commands/review.ts', '../../exports/index.ts'],
    ['src/http/routes.ts', '../main.ts'],
    ['src/store/incidents.ts', '@slack/web-api'],
    ['src/main.ts', 'mongoose'],
    ['src/local/slack/index.ts', '../../domain/incident.ts'],
    ['src/local/slack/methods/chat.ts', '../../mongo/index.ts'],
    ['src/config.ts', './local/slack/index.ts'],
    ['src/errors.ts', './config.ts'],
  ])('refuse %s importing %s', (path, specifier) => {
    expect(importProblems(sample(path, `import { thing } from '${specifier}'`))).toEqual([
      `${path} imports ${specifier}`,
    ])
  })

  test.each([
    `export { thing } from '../slack/client.ts'`,
    `export * from '../slack/client.ts'`,
    `import type { Thing } from '../slack/client.ts'`,
    `const thing = await import('../slack/client.ts')`,
    `type Thing = import('../slack/client.ts').Thing`,
  ])('are found however they are written: %s', text => {
    expect(importProblems(sample('src/domain/work.ts', text))).toHaveLength(1)
  })
})

describe('a start', () => {
  test('loads nothing that only draws or typesets a review', () => {
    const files = new Map(source.map(code => [code.path, code]))
    const reached = new Set(['src/main.ts'])
    const packages = new Set<string>()
    for (const path of reached) {
      const code = files.get(path)
      for (const specifier of code ? loadedWith(code) : []) {
        if (specifier.startsWith('.')) reached.add(resolveImport(path, specifier))
        else packages.add(packageName(specifier))
      }
    }
    expect([...packages]).toContain('mongoose')
    const heavy = ['@observablehq/plot', '@resvg/resvg-js', 'fontkit', 'linkedom', 'pdfkit', 'svg-to-pdfkit']
    expect(heavy.filter(name => packages.has(name))).toEqual([])
  })
})

describe('the domain and the use cases', () => {
  test('take time, chance and settings from their caller', () => {
    expect(source.flatMap(purityProblems)).toEqual([])
  })

  test.each([
    'Date.now()',
    'new Date()',
    'Date()',
    'Math.random()',
    'performance.now()',
    'process.env.PORT',
    'setTimeout(() => {}, 1)',
    'setInterval(() => {}, 1)',
    'DateTime.now()',
  ])('may not say %s', expression => {
    expect(purityProblems(sample('src/domain/x.ts', `export const x = () => ${expression}`))).toHaveLength(1)
    expect(purityProblems(sample('src/app/x.ts', `export const x = () => ${expression}`))).toHaveLength(1)
  })

  test.each(['new Date(0)', 'Date.parse(text)', '"Date.now()"', 'DateTime.fromJSDate(at)'])(
    'may say %s',
    expression => {
      expect(purityProblems(sample('src/domain/x.ts', `export const x = () => ${expression}`))).toEqual([])
    },
  )
})

describe('the language', () => {
  test('is used without its ways out', () => {
    expect(source.flatMap(languageProblems)).toEqual([])
  })

  test.each([
    'export const x: any = 1',
    'export const x = y as any[]',
    'export const x = y as unknown as string',
    'export enum X { a }',
    'export default 1',
    '// @ts-ignore\nexport const x = 1',
    '/* @ts-expect-error */\nexport const x = 1',
  ])('may not be: %s', text => {
    expect(languageProblems(sample('src/x.ts', text))).toHaveLength(1)
  })

  test('allows any at a border, under a comment that says why', () => {
    expect(languageProblems(sample('src/x.ts', '// The SDK types this so.\nexport const x: any = 1'))).toEqual([])
    expect(languageProblems(sample('src/x.ts', '// Something else.\n\nexport const x: any = 1'))).toHaveLength(1)
  })
})

describe('the files', () => {
  test('are named for what they hold', () => {
    expect(source.flatMap(nameProblems)).toEqual([])
  })

  test.each(['src/utils/text.ts', 'src/slack/helpers/x.ts', 'src/slack/openChannel.ts', 'src/app/perform_work.ts'])(
    'may not be %s',
    path => {
      expect(nameProblems(sample(path, ''))).toHaveLength(1)
    },
  )
})
