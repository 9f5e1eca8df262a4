import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { methods } from '../../../src/local/slack/methods/index.ts'

const folder = new URL('.', import.meta.url)
const tests = readdirSync(folder)
  .filter(name => name.endsWith('.test.ts') && name !== 'coverage.test.ts')
  .map(name => ({ name, text: withoutComments(readFileSync(new URL(name, folder), 'utf8')) }))

const covered = Object.keys(methods).map(method => {
  // `web.chat.postMessage(` or `'chat.postMessage'`, and bookmarks.add as `web.bookmarks.add(`.
  const pattern = new RegExp(`(\\.|')${method.replaceAll('.', '\\.')}(\\(|')`)
  const files = tests.filter(({ text }) => pattern.test(text)).map(({ name }) => name)
  return { method, files, where: files.join(', ') || 'no test' }
})

// Beside these, methods/ holds each method to Slack's own page about it.
it.each(covered)('$method is called by $where', ({ files }) => {
  expect(files).not.toEqual([])
})

it('is not satisfied by a comment', () => {
  expect(withoutComments("/** web.a.b( */\n// 'a.b'\nweb.c.d() // 'a.b'")).toBe('\nweb.c.d()')
  expect(withoutComments("fetch('http://x')")).toBe("fetch('http://x')")
})

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s+)\/\/ .*$/gm, '')
}
