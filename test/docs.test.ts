import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { environmentSchema } from '../src/config.ts'
import { defaultPolicy, parsePolicy } from '../src/domain/policy.ts'
import { verbs } from '../src/slack/commands/index.ts'
import { configurationDoc } from './helpers/configuration-doc.ts'
import { reviewFormatDoc } from './helpers/review-format-doc.ts'
import { projectRoot, readProjectFile } from './helpers/source.ts'
import { templatesDoc } from './helpers/templates-doc.ts'

const isUpdating = process.env.UPDATE_DOCS === '1'

/** Holds a file to what it is made from; with UPDATE_DOCS=1 writes it anew. */
function expectFresh(path: string, expected: string): void {
  if (isUpdating) writeFileSync(join(projectRoot, path), expected)
  expect(readProjectFile(path), `${path} is stale: run UPDATE_DOCS=1 npx vitest run test/docs.test.ts`).toBe(expected)
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

function commandTable(): string {
  const rows = verbs.map(({ usage, help, aliases }) => {
    const also = aliases.map(alias => `\`${alias}\``).join(', ')
    return `| \`/incident ${cell(usage)}\` | ${cell(help)} | ${also} |`
  })
  return ['| Command | What it does | Also |', '| --- | --- | --- |', ...rows].join('\n')
}

/** The text with what stands between the two marks replaced. */
function between(text: string, mark: string, replacement: string): string {
  const [open, close] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`]
  const [from, to] = [text.indexOf(open), text.indexOf(close)]
  if (from < 0 || to < from) throw new Error(`There is no ${open} … ${close}`)
  return `${text.slice(0, from + open.length)}\n${replacement}\n${text.slice(to)}`
}

describe('what is generated', () => {
  test('docs/configuration.md says what the settings’ schemas say', () => {
    expectFresh('docs/configuration.md', configurationDoc())
  })

  test('its default policy is the default policy', () => {
    const [, policy = ''] = /```yaml\n([^`]*)```/.exec(configurationDoc()) ?? []
    expect(parseYaml(policy)).toEqual(defaultPolicy)
  })

  test('docs/templates.md says what templates can say', () => {
    expectFresh('docs/templates.md', templatesDoc())
  })

  test('docs/review-format.md says what the schema of the review says', () => {
    expectFresh('docs/review-format.md', reviewFormatDoc())
  })

  test('its example is a policy', () => {
    const [, policy = ''] = /```yaml\n([^`]*)```/.exec(templatesDoc()) ?? []
    expect(parsePolicy(parseYaml(policy)).audiences.board?.label).toBe('Board of directors')
  })

  test('the README’s command table says what the verbs say', () => {
    expectFresh('README.md', between(readProjectFile('README.md'), 'commands', commandTable()))
  })

  test('text outside the marks is left alone', () => {
    expect(between('a\n<!-- x -->\nold\n<!-- /x -->\nb', 'x', 'new')).toBe('a\n<!-- x -->\nnew\n<!-- /x -->\nb')
    expect(() => between('a', 'x', 'new')).toThrow('There is no <!-- x -->')
  })
})

const documents = [
  ...readdirSync(projectRoot).filter(name => name.endsWith('.md')),
  ...readdirSync(join(projectRoot, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name.replaceAll('\\', '/')}`),
]

/** A heading's anchor as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}

function anchorsIn(path: string): string[] {
  return [...readProjectFile(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
}

/** Links to other files of the project, pictures included, and to headings, that lead nowhere. */
function brokenLinks(path: string, text: string): string[] {
  return [...text.matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter(target => !/^[a-z]+:/.test(target))
    .filter(target => {
      const [file = '', anchor] = target.split('#')
      const linked = file === '' ? path : posix.join(posix.dirname(path), file)
      if (!existsSync(join(projectRoot, linked))) return true
      return anchor !== undefined && !anchorsIn(linked).includes(anchor)
    })
}

/** Files named in the text that are not there. A name with a placeholder, `<name>.ts`, is for the reader to fill in. */
function missingFiles(text: string): string[] {
  return [...text.matchAll(/`((?:src|test|docs)\/[\w./-]+\.\w+)`/g)]
    .map(([, file = '']) => file)
    .filter(file => !existsSync(join(projectRoot, file)))
}

/** True when the text has these words, and not only longer ones that begin with them. */
function says(text: string, words: string): boolean {
  return text
    .split(words)
    .slice(1)
    .some(rest => !/^\w/.test(rest))
}

/** `` `src/a.ts`: `export const x` `` whose file does not say that. */
function missingCode(text: string): string[] {
  return [...text.matchAll(/`((?:src|test)\/[\w./-]+\.ts)`: `([^`]+)`/g)]
    .filter(([, file = '', code = '']) => !existsSync(join(projectRoot, file)) || !says(readProjectFile(file), code))
    .map(([quoted]) => quoted)
}

/** Settings of the environment that a text speaks of and that do not exist. */
function unknownSettings(text: string): string[] {
  const known = [...Object.keys(environmentSchema.shape), 'UPDATE_DOCS', 'CHROMIUM_PATH']
  const prefix = /^(?:SLACK|MONGODB|POLICY|LOG|DATA|PUBLIC|NODE|UPDATE|CHROMIUM)_/
  return [...text.matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g)]
    .map(([name]) => name)
    .filter(name => prefix.test(name) && !known.includes(name))
}

describe.each(documents)('%s', path => {
  const text = readProjectFile(path)

  test('leads nowhere that is not there', () => {
    expect(brokenLinks(path, text)).toEqual([])
  })

  test('names files and lines of code that are there', () => {
    expect([...missingFiles(text), ...missingCode(text)]).toEqual([])
  })

  test('names settings that exist', () => {
    expect(unknownSettings(text)).toEqual([])
  })
})

describe('a document', () => {
  test('may not link to a missing file or heading', () => {
    expect(brokenLinks('README.md', '[a](docs/none.md) [b](#no-such-heading) [c](https://example.com)')).toEqual([
      'docs/none.md',
      '#no-such-heading',
    ])
  })

  test('may not name a missing file or line of code', () => {
    expect(missingFiles('`src/none.ts`, `src/slack/commands/<name>.ts`')).toEqual(['src/none.ts'])
    expect(missingCode('`src/errors.ts`: `class UserError`, `src/errors.ts`: `class User`')).toEqual([
      '`src/errors.ts`: `class User`',
    ])
  })

  test('may not name a setting that does not exist', () => {
    expect(unknownSettings('Set SLACK_TOKEN or SLACK_BOT_TOKEN.')).toEqual(['SLACK_TOKEN'])
  })
})

describe('the README', () => {
  const readme = readProjectFile('README.md')

  test('shows a policy file that Sitrep accepts', () => {
    const [, policy = ''] = /```yaml\n(# policy\.yml[^`]*)```/.exec(readme) ?? []
    expect(policy).not.toBe('')
    expect(() => parsePolicy(parseYaml(policy))).not.toThrow()
  })

  test('stays short enough to be read', () => {
    expect(readme.split('\n').length).toBeLessThan(230)
  })
})

describe('every decision', () => {
  test.each(documents.filter(path => path.startsWith('docs/decisions/')))('%s ends in its checks', path => {
    expect(readProjectFile(path)).toMatch(/\n\*\*Checks\*\*[^\n]*(\n[^\n#]+)*\n$/)
  })

  test('has a number of its own, and is listed under docs/architecture.md', () => {
    const files = readdirSync(join(projectRoot, 'docs/decisions')).sort()
    expect(files.map(file => Number(file.slice(0, 4)))).toEqual(files.map((_, index) => index + 1))
    for (const [index, file] of files.entries())
      expect(readProjectFile(`docs/decisions/${file}`)).toMatch(new RegExp(`^# ${index + 1}\\. `))
    const listed = [...readProjectFile('docs/architecture.md').matchAll(/\(decisions\/([^)]+)\)/g)].map(
      ([, file]) => file,
    )
    expect(listed).toEqual(files)
  })
})

describe('SECURITY.md', () => {
  test('gives the reason for each scope that the manifest asks for', () => {
    const { oauth_config: oauth } = z
      .object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) })
      .parse(parseYaml(readProjectFile('manifest.yml')))
    const explained = [...readProjectFile('SECURITY.md').matchAll(/^\| `([a-z.]+(?::[a-z.]+)?)` \|/gm)].map(
      ([, scope]) => scope,
    )
    expect(explained.sort()).toEqual([...oauth.scopes.bot].sort())
  })
})

describe('.env.example', () => {
  const example = readProjectFile('.env.example')
  const named = [...example.matchAll(/^#? ?([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => ({ name, value }))

  test('names every setting that exists, and no other', () => {
    expect(named.map(one => one.name).sort()).toEqual(Object.keys(environmentSchema.shape).sort())
  })

  test('holds no secret, nor anything that looks like one', () => {
    expect(named.filter(({ name, value }) => /TOKEN|SECRET|URI/.test(name) && value !== '')).toEqual([])
  })
})
