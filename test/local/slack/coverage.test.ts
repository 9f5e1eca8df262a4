import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { methods } from '../../../src/local/slack/methods/index.ts'

const folder = new URL('.', import.meta.url)
const tests = readdirSync(folder)
  .filter(name => name.endsWith('.test.ts') && name !== 'coverage.test.ts')
  .map(name => readFileSync(new URL(name, folder), 'utf8'))

it.each(Object.keys(methods))('%s is called by a test', name => {
  // `web.chat.postMessage(` or `'chat.postMessage'`, and bookmarks.add as `web.bookmarks.add(`.
  const pattern = new RegExp(`(\\.|')${name.replaceAll('.', '\\.')}(\\(|')`)
  expect(tests.some(text => pattern.test(text))).toBe(true)
})
