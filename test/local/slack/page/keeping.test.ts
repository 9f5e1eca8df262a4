import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sampleSeed, startWorkspace } from '../../../../src/local/slack/index.ts'
import { launchBrowser } from '../../../helpers/browser.ts'
import { controlOf } from '../../../helpers/control.ts'
import { sampleApp } from '../sample-app.ts'
import { type OpenPage, openPage, pageDir, requireBuiltPage } from './open-page.ts'

let dir: string
let workspace: Awaited<ReturnType<typeof startWorkspace>>
let browser: Browser
let open: OpenPage
let page: Page

beforeAll(async () => {
  requireBuiltPage()
  dir = await mkdtemp(join(tmpdir(), 'sandbox-page-'))
  workspace = await startWorkspace({ seed: sampleSeed(sampleApp), pageDir, dir })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await workspace?.stop()
  await rm(dir, { recursive: true, force: true })
})
beforeEach(async () => {
  await post('reset', {})
  await openAs()
})
afterEach(() => open.close())

async function openAs(options: BrowserContextOptions = {}): Promise<void> {
  open = await openPage(browser, workspace.url, options)
  page = open.page
  await composer().waitFor()
}

const post = async (path: string, body: object) =>
  expect(await controlOf(workspace.url).post(path, body)).toMatchObject({ ok: true })
const composer = (name = 'Message #general') => page.getByRole('textbox', { name })
const sidebar = () => page.getByRole('navigation', { name: 'Conversations' })
const actAs = (name: string) => page.getByLabel('Act as').selectOption(name)
const colorScheme = () => page.evaluate<string>('getComputedStyle(document.documentElement).colorScheme')

describe('what the person left is there again', () => {
  test('after a restart of the workspace and a reload: place, draft, pane, person and unread marks', async () => {
    await actAs('Ben Sample (Backend engineer)')
    await sidebar().getByRole('button', { name: 'random' }).click()
    await page.getByRole('button', { name: /members/ }).click()
    await composer('Message #random').fill('half a thought')
    await post('message', { channel: 'incidents', user: 'ana', text: 'look here' })
    await sidebar().getByRole('button', { name: 'incidents, unread' }).waitFor()

    const port = Number(new URL(workspace.url).port)
    await workspace.stop()
    await page.getByText('The workspace does not answer. Trying again…').waitFor()
    workspace = await startWorkspace({ seed: sampleSeed(sampleApp), pageDir, dir, port })
    await page.getByText('The workspace does not answer. Trying again…').waitFor({ state: 'detached' })
    await page.reload()

    expect(await composer('Message #random').inputValue()).toBe('half a thought')
    expect(await page.getByLabel('Act as').inputValue()).toBe('U0BEN00002')
    await page.getByRole('complementary', { name: 'Details' }).waitFor()
    await sidebar().getByRole('button', { name: 'incidents, unread' }).waitFor()
  })

  test('folded sections stay folded', async () => {
    await sidebar().getByRole('button', { name: 'Channels', exact: true }).click()
    expect(await sidebar().getByRole('button', { name: 'random' }).count()).toBe(0)
    await page.reload()
    await composer().waitFor()
    expect(await sidebar().getByRole('button', { name: 'random' }).count()).toBe(0)
  })

  test('chosen colours outlive a reload, and go before the system’s', async () => {
    expect(await colorScheme()).toBe('light dark')
    await page.getByRole('button', { name: 'Workspace actions' }).click()
    await page.getByRole('menuitem', { name: 'Dark colours' }).click()
    expect(await colorScheme()).toBe('dark')
    await page.reload()
    await composer().waitFor()
    expect(await colorScheme()).toBe('dark')
  })
})

describe('the sidebar', () => {
  test('counts the messages that were meant for the person, until they are read', async () => {
    await post('message', { channel: 'random', user: 'ben', text: 'hello @ana' })
    await post('message', { channel: 'random', user: 'ben', text: '<@U0ANA00001> again' })
    await post('message', { channel: 'random', user: 'ben', text: 'not for anybody' })
    await sidebar()
      .getByRole('button', { name: /^random, unread, \d mentions?$/ })
      .click()
    await composer('Message #random').waitFor()
    await sidebar().getByRole('button', { name: 'general' }).click()
    await composer().waitFor()
    expect(await sidebar().getByRole('button', { name: 'random', exact: true }).count()).toBe(1)
  })

  test('opens a conversation with somebody, which both see and nobody else', async () => {
    await sidebar().getByRole('button', { name: 'New message' }).click()
    await page.getByRole('menuitem', { name: 'Ben Sample' }).click()
    await composer('Message Ben Sample').fill('between us')
    await page.keyboard.press('Enter')
    await page.getByRole('log', { name: 'Messages in Ben Sample' }).getByText('between us').waitFor()
    await sidebar().getByRole('button', { name: 'general' }).click()
    await actAs('Ben Sample (Backend engineer)')
    await sidebar()
      .getByRole('button', { name: /^Ana Sample, unread/ })
      .click()
    await page.getByRole('log', { name: 'Messages in Ana Sample' }).getByText('between us').waitFor()
    await actAs('Chloé Sample (Support lead)')
    await composer().waitFor()
    expect(await sidebar().getByText('Ana Sample').count()).toBe(0)
  })

  test('makes channels, and says at the field what is wrong with a name', async () => {
    await sidebar().getByRole('button', { name: 'Create a channel' }).click()
    const dialog = page.getByRole('dialog', { name: 'Create a channel' })
    await dialog.getByLabel('Name').fill('random')
    await dialog.getByRole('button', { name: 'Create' }).click()
    await dialog.getByRole('alert').filter({ hasText: 'random' }).waitFor()
    await dialog.getByLabel('Name').fill('war-room')
    await dialog.getByRole('checkbox', { name: /^Private/ }).check()
    await dialog.getByRole('button', { name: 'Create' }).click()
    await composer('Message #war-room').waitFor()
    await sidebar().getByRole('button', { name: 'war-room, private' }).waitFor()
    await actAs('Ben Sample (Backend engineer)')
    await composer().waitFor()
    expect(await sidebar().getByText('war-room').count()).toBe(0)
  })

  test('says what a guest and an admin are, and offers a guest no more than a guest has', async () => {
    const bar = page.getByRole('banner').first()
    await bar.getByText('Admin', { exact: true }).waitFor()
    await actAs('Gus Guest (Contractor (guest))')
    await bar.getByText('Guest', { exact: true }).waitFor()
    expect(await sidebar().getByRole('button', { name: 'Create a channel' }).count()).toBe(0)
    expect(await sidebar().getByText('More channels').count()).toBe(0)
  })
})
