import type { WebClient } from '@slack/web-api'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { sampleSeed, startWorkspace } from '../../../../src/local/slack/index.ts'
import { asCurl } from '../../../../src/local/slack/page/log-entry.ts'
import { launchBrowser } from '../../../helpers/browser.ts'
import { client } from '../playground.ts'
import { sampleApp } from '../sample-app.ts'
import { type OpenPage, openPage, pageDir, requireBuiltPage } from './open-page.ts'

let workspace: Awaited<ReturnType<typeof startWorkspace>>
let web: WebClient
let browser: Browser
let open: OpenPage
let page: Page

beforeAll(async () => {
  requireBuiltPage()
  workspace = await startWorkspace({ seed: sampleSeed(sampleApp), pageDir, rateLimits: 'off' })
  web = client(workspace.url)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await workspace?.stop()
})
beforeEach(async () => {
  open = await openPage(browser, workspace.url)
  page = open.page
  await page.getByRole('button', { name: 'Inspector' }).click()
  await entries().first().waitFor()
})
afterEach(() => open.close())

const traffic = () => page.getByRole('list', { name: 'Traffic' })
const entries = () => traffic().getByRole('listitem')

test('shows calls that change nothing too, with status and duration, and finds them by what was said', async () => {
  await web.team.info()
  await web.chat.postMessage({ channel: 'incidents', text: 'a needle in it' })
  await traffic().getByText('team.info').waitFor()
  expect(await entries().filter({ hasText: 'team.info' }).last().textContent()).toMatch(/200 · \d+ ms · \d\d:\d\d/)
  await page.getByRole('searchbox', { name: 'Filter the traffic' }).fill('NEEDLE')
  await expect.poll(() => traffic().getByText('team.info').count()).toBe(0)
  await traffic().getByText('chat.postMessage').click()
  await traffic().getByText('"text": "a needle in it"').first().waitFor()
})

test('shows only what went wrong, and why', async () => {
  await web.conversations.info({ channel: 'C0NOWHERE0' }).catch(() => undefined)
  await web.auth.test()
  await page.getByRole('checkbox', { name: 'Only what went wrong' }).check()
  await traffic().getByText('channel_not_found').first().waitFor()
  expect(await traffic().getByText('auth.test').count()).toBe(0)
})

test('stands still while it is paused, and starts anew when it is cleared', async () => {
  await page.getByRole('button', { name: 'Clear' }).click()
  await traffic().getByText('Nothing yet.').waitFor()
  await page.getByRole('button', { name: 'Pause' }).click()
  await web.auth.test()
  await page.getByRole('button', { name: 'Go on' }).waitFor()
  expect(await traffic().getByText('auth.test').count()).toBe(0)
  await page.getByRole('button', { name: 'Go on' }).click()
  await traffic().getByText('auth.test').waitFor()
})

test('orders faults, shows where they struck, and lifts them', async () => {
  await page.getByText('Faults', { exact: true }).click()
  const form = page.getByRole('form', { name: 'Order a fault' })
  await form.getByLabel('Fault').selectOption('Server error 500')
  await form.getByLabel('Method').fill('team.*')
  await form.getByLabel('How often').selectOption('until lifted')
  await form.getByRole('button', { name: 'Order' }).click()
  const ordered = page.getByRole('list', { name: 'Ordered faults' })
  await ordered.getByText('Server error 500 · team.* · struck 0×').waitFor()
  await expect(web.team.info()).rejects.toThrow()
  await ordered.getByText('struck 1×').waitFor()
  await traffic().getByRole('listitem').filter({ hasText: 'team.info' }).filter({ hasText: 'http' }).first().click()
  await traffic()
    .getByText(/^The fault “http” .* struck/)
    .waitFor()
  await ordered.getByRole('button', { name: /^Lift/ }).click()
  await expect.poll(() => ordered.getByRole('listitem').count()).toBe(0)
  expect((await web.team.info()).ok).toBe(true)
})

test('a call is copied as a command line without its token', () => {
  const request = { token: 'xoxb-secret', channel: 'C1', text: "it's on" }
  const entry = { n: 1, at: '2026-03-01T12:00:00Z', direction: 'api', method: 'chat.postMessage', request } as const
  const line = asCurl(entry, 'http://localhost:3000')
  expect(line).toContain("curl 'http://localhost:3000/api/chat.postMessage'")
  expect(line).toContain(String.raw`-d '{"channel":"C1","text":"it'\''s on"}'`)
  expect(line).not.toContain('xoxb-secret')
})
