import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sampleSeed, startWorkspace } from '../../../../src/local/slack/index.ts'
import { launchBrowser } from '../../../helpers/browser.ts'
import { controlOf } from '../../../helpers/control.ts'
import { sampleApp } from '../sample-app.ts'
import { type OpenPage, openPage, pageDir, requireBuiltPage } from './open-page.ts'
import { fromEnd } from './page-checks.ts'

const count = 1000

let workspace: Awaited<ReturnType<typeof startWorkspace>>
let browser: Browser
let open: OpenPage
let page: Page
const stamps: string[] = []

beforeAll(async () => {
  requireBuiltPage()
  workspace = await startWorkspace({ seed: sampleSeed(sampleApp), pageDir })
  for (let n = 1; n <= count; n++) stamps.push(await say(`No. ${n}.`))
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await workspace?.stop()
})
beforeEach(async () => {
  open = await openPage(browser, `${workspace.url}/#/C0RANDOM02`)
  page = open.page
  await log()
    .getByText(/^No\. /)
    .last()
    .waitFor()
})
afterEach(() => open.close())

async function say(text: string, more: object = {}): Promise<string> {
  const answer = await controlOf(workspace.url).post('message', { channel: 'random', user: 'ben', text, ...more })
  return String(answer.ts)
}

const log = () => page.getByRole('log', { name: 'Messages in #random' })
const rows = () => page.evaluate<number>(`document.querySelectorAll('[role=log] [data-row]').length`)
const nodes = () => page.evaluate<number>(`document.querySelectorAll('*').length`)
const oldest = () => page.evaluate<string>(`document.querySelector('[role=log] [data-row]').dataset.row`)
const scrollTo = (top: string) => page.evaluate(`document.querySelector('[role=log]').scrollTop = ${top}`)

/** Where a message stands on the screen, in whole pixels. */
const placeOf = (ts: string) =>
  page.evaluate<number>(`Math.round(document.querySelector('[data-row="${ts}"]').getBoundingClientRect().top)`)
const firstVisible = () =>
  page.evaluate<string>(`[...document.querySelectorAll('[role=log] [data-row]')]
    .find(row => row.getBoundingClientRect().top > document.querySelector('[role=log]').getBoundingClientRect().top).dataset.row`)

/** Scrolls up to an older page; what was first in view is where it was. */
async function goUpOnce(): Promise<void> {
  const before = await oldest()
  await scrollTo('500')
  await expect.poll(oldest).not.toBe(before)
}

describe('a conversation with a thousand messages', () => {
  test('opens at its end with the newest part only', async () => {
    await expect.poll(() => page.evaluate<number>(fromEnd)).toBe(0)
    expect(await rows()).toBeLessThanOrEqual(150)
    await log().getByText(`No. ${count}.`).waitFor()
  })

  test('never holds more than a bounded number of nodes, up to its beginning and back to its end', async () => {
    const atMost = (await nodes()) * 2
    while ((await oldest()) !== stamps[0]) {
      await goUpOnce()
      expect(await rows()).toBeLessThanOrEqual(150)
      expect(await nodes()).toBeLessThan(atMost)
    }
    await scrollTo('0')
    await log().getByText('No. 1.', { exact: true }).waitFor()
    await log().getByText('Everything else.').waitFor()
    await page.getByRole('button', { name: 'Jump to latest' }).click()
    await expect.poll(() => page.evaluate<number>(fromEnd)).toBe(0)
    await log().getByText(`No. ${count}.`, { exact: true }).waitFor()
  })

  test('is scrolled down again without a gap', async () => {
    await goUpOnce()
    await goUpOnce()
    await goUpOnce()
    for (;;) {
      await scrollTo('1e9')
      if (await page.getByRole('button', { name: 'Jump to latest' }).isHidden()) break
      const shown = await page.evaluate<string[]>(
        `[...document.querySelectorAll('[role=log] [data-row]')].map(row => row.dataset.row)`,
      )
      const from = stamps.indexOf(shown[0] ?? '')
      expect(shown).toEqual(stamps.slice(from, from + shown.length))
    }
    await log().getByText(`No. ${count}.`, { exact: true }).waitFor()
  })

  test('keeps the reader’s place while older messages come in above', async () => {
    await scrollTo('900')
    const ts = await firstVisible()
    const before = await placeOf(ts)
    const wasOldest = await oldest()
    await scrollTo('590')
    await expect.poll(oldest).not.toBe(wasOldest)
    expect(Math.abs((await placeOf(ts)) - (before + 310))).toBeLessThanOrEqual(1)
  })

  test('asks only for what it shows, and after a change only for what changed', async () => {
    const answers: { readonly url: string; readonly size: number }[] = []
    page.on('response', async response => {
      if (!response.url().includes('/messages/')) return
      const { messages } = (await response.json()) as { messages: unknown[] }
      answers.push({ url: response.url(), size: messages.length })
    })
    await say('one more.')
    await log().getByText('one more.').waitFor()
    await expect.poll(() => answers.length).toBeGreaterThan(0)
    for (const { url, size } of answers) expect([url.includes('&since='), size <= 1]).toEqual([true, true])
  })

  test('draws only the message that changed', async () => {
    expect(await rows()).toBeGreaterThan(80)
    // Drawing a message tells its time, more than once.
    await page.evaluate(`{
      window.toldTimes = 0
      const { get } = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'format')
      Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {
        get() {
          if (this.resolvedOptions().minute) window.toldTimes += 1
          return get.call(this)
        },
      })
    }`)
    const target = { channel: 'random', user: 'ben', messageTs: stamps.at(-3) }
    await controlOf(workspace.url).post('reaction', { ...target, name: 'eyes' })
    await log().getByRole('button', { name: 'eyes, 1: Ben Sample' }).waitFor()
    const toldTimes = await page.evaluate<number>('window.toldTimes')
    expect(toldTimes).toBeGreaterThan(0)
    expect(toldTimes).toBeLessThan(30)
    await controlOf(workspace.url).post('reaction', { ...target, name: 'eyes', remove: true })
  })
})

describe('what comes while somebody reads', () => {
  test('is counted, marked and one click away', async () => {
    await scrollTo('700')
    await page.getByRole('button', { name: 'Jump to latest' }).waitFor()
    const ts = await firstVisible()
    const before = await placeOf(ts)
    await say('first news')
    await page.getByRole('button', { name: '1 new message' }).waitFor()
    await say('second news')
    await page.getByRole('button', { name: '2 new messages' }).waitFor()
    expect(await placeOf(ts)).toBe(before)
    await page.getByRole('button', { name: '2 new messages' }).click()
    await expect.poll(() => page.evaluate<number>(fromEnd)).toBe(0)
    const marked = page.locator('[data-row]', { has: page.getByText('New', { exact: true }) })
    expect(await marked.getByText('first news').count()).toBe(1)
    expect(await marked.count()).toBe(1)
  })

  test('is told to those who do not see it, and older messages are not', async () => {
    const told = page.locator('[aria-live=polite]')
    await goUpOnce()
    expect(await told.allTextContents()).toEqual([''])
    await say('psst')
    await expect.poll(() => told.allTextContents()).toEqual(['New message from Ben Sample'])
  })

  test('is divided from what was read before when the conversation is opened', async () => {
    await page.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name: 'general' }).click()
    await page.getByRole('log', { name: 'Messages in #general' }).waitFor()
    await say('while away')
    await say('and more')
    await page.getByRole('button', { name: 'random, unread' }).click()
    await log().getByText('and more').waitFor()
    const marked = page.locator('[data-row]', { has: page.getByText('New', { exact: true }) })
    expect(await marked.getByText('while away').count()).toBe(1)
  })
})

test('a link to an old message opens the conversation there', async () => {
  await page.goto(`${workspace.url}/archives/C0RANDOM02/p${stamps[99]?.replace('.', '')}`)
  await log().getByText('No. 100.', { exact: true }).waitFor()
  const top = await placeOf(stamps[99] ?? '')
  expect(top).toBeGreaterThan(100)
  expect(top).toBeLessThan(700)
  expect(await rows()).toBeLessThanOrEqual(150)
})
