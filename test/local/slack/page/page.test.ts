import { existsSync } from 'node:fs'
import type { App } from '@slack/bolt'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startWorkspace } from '../../../../src/local/slack/index.ts'
import { launchBrowser } from '../../../helpers/browser.ts'
import { faintTexts, fromEnd, namelessControls, overflow, repeatedIds } from './page-checks.ts'
import { lunchSeed, startLunchApp } from './sample-app.ts'

const pageDir = 'dist/local/slack/page'

let workspace: Awaited<ReturnType<typeof startWorkspace>>
let app: App
let browser: Browser
let context: BrowserContext
let page: Page
let elsewhere: string[]
let problems: string[]

beforeAll(async () => {
  if (!existsSync(`${pageDir}/index.html`)) throw new Error('The page is not built: run "npm run build:page" first.')
  workspace = await startWorkspace({ seed: lunchSeed(), pageDir })
  app = await startLunchApp(workspace.url)
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await app?.stop()
  await workspace?.stop()
})

beforeEach(async () => {
  await control('reset', {})
  await openPage()
})

afterEach(async () => {
  await context.close()
  expect(elsewhere, 'requests that left the origin').toEqual([])
  expect(problems, 'errors in the browser').toEqual([])
})

async function openPage(options: BrowserContextOptions = {}): Promise<void> {
  await context?.close()
  elsewhere = []
  problems = []
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('request', request => {
    if (!request.url().startsWith(workspace.url) && !request.url().startsWith('data:')) elsewhere.push(request.url())
  })
  page.on('pageerror', error => problems.push(error.message))
  await page.goto(workspace.url)
}

async function control(path: string, body: Record<string, unknown>): Promise<void> {
  const response = await fetch(`${workspace.url}/_control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(await response.json()).toMatchObject({ ok: true })
}

const composer = (name = 'Message #general') => page.getByRole('textbox', { name })
const dialog = (name: string) => page.getByRole('dialog', { name })
const sidebar = () => page.getByRole('navigation', { name: 'Conversations' })
const messages = (name = '#general') => page.getByRole('log', { name: `Messages in ${name}` })
const actAs = (name: string) => page.getByLabel('Act as').selectOption(name)

async function type(text: string, name?: string): Promise<void> {
  await composer(name).pressSequentially(text)
  await page.keyboard.press('Enter')
}

async function orderLunch(dish: string): Promise<void> {
  await type('/lunch')
  await dialog('Order lunch').getByLabel('Dish').fill(dish)
  await dialog('Order lunch').getByRole('button', { name: 'Order' }).click()
  await messages().getByText(dish).waitFor()
}

describe('a first visit', () => {
  test('says what to type until it was dismissed, also after a reload', async () => {
    await page.getByText('Type /lunch here').waitFor()
    await page.getByRole('button', { name: 'Dismiss hint' }).click()
    await page.reload()
    await composer().waitFor()
    expect(await page.getByText('Type /lunch here').count()).toBe(0)
  })
})

describe('writing', () => {
  test('completes a command from the keyboard and runs it', async () => {
    await composer().pressSequentially('/lu')
    await page.getByRole('option', { name: '/lunch [dish] Order lunch' }).waitFor()
    await page.keyboard.press('Tab')
    expect(await composer().inputValue()).toBe('/lunch ')
    await composer().pressSequentially('menu')
    await page.keyboard.press('Enter')
    await messages().getByText('Soup is out.').waitFor()
    await messages().getByText('Only visible to you').waitFor()
    await actAs('Ben Sample (Backend engineer)')
    await composer().waitFor()
    await expect.poll(() => messages().getByText('Soup is out.').count()).toBe(0)
  })

  test('loses no key that follows a completion at once', async () => {
    await composer().pressSequentially('/lu')
    await page.getByRole('option', { name: '/lunch [dish] Order lunch' }).waitFor()
    await page.evaluate(`
      const tab = new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, cancelable: true })
      document.activeElement.dispatchEvent(tab)
      document.execCommand('insertText', false, 'me')
    `)
    await composer().pressSequentially('nu')
    expect(await composer().inputValue()).toBe('/lunch menu')
  })

  test('completes people and turns their names into mentions', async () => {
    await composer().pressSequentially('ask @be')
    await page.getByRole('option', { name: '@ben Ben Sample' }).waitFor()
    await page.keyboard.press('Enter')
    await type('about *this* <b> :tada:')
    const article = page.getByRole('article', { name: /^Ana Sample/ })
    await article.locator('.mention', { hasText: '@ben' }).waitFor()
    expect(await article.locator('strong', { hasText: 'this' }).count()).toBe(1)
    expect(await article.textContent()).toContain('<b>')
    expect(await article.getByRole('img', { name: 'tada' }).count()).toBe(1)
  })

  test('says so when a command is unknown, and keeps the text', async () => {
    await type('/dinner now')
    await page.getByText('/dinner is not a command here.').waitFor()
    expect(await composer().inputValue()).toBe('/dinner now')
  })

  test('edits, marks and deletes one’s own messages, and nobody else’s', async () => {
    await type('first draft')
    const article = page.getByRole('article', { name: /^Ana Sample/ })
    await article.hover()
    await article.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Edit message' }).click()
    await page.getByRole('textbox', { name: 'Edit message' }).fill('second draft')
    await page.keyboard.press('Enter')
    await article.getByText('second draft').waitFor()
    await article.getByText('(edited)').waitFor()

    await article.getByRole('button', { name: 'React with eyes' }).click()
    await article.getByRole('button', { name: 'eyes, 1: Ana Sample' }).waitFor()

    await actAs('Ben Sample (Backend engineer)')
    await article.hover()
    await article.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Remember this' }).waitFor()
    expect(await page.getByRole('menuitem', { name: 'Edit message' }).count()).toBe(0)
    await page.keyboard.press('Escape')

    await actAs('Ana Sample (Site reliability engineer)')
    await article.hover()
    await article.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Delete message' }).click()
    await page.getByRole('alertdialog', { name: 'Delete message' }).getByRole('button', { name: 'Delete' }).click()
    await article.waitFor({ state: 'detached' })
  })
})

describe('a modal', () => {
  test('shows what is wrong where it is, and closes once it is right', async () => {
    await type('/lunch')
    const modal = dialog('Order lunch')
    await modal.getByRole('button', { name: 'Order' }).click()
    await modal.getByText('Please complete this required field.').waitFor()
    await modal.getByLabel('Dish').fill('soup')
    await modal.getByRole('button', { name: 'Order' }).click()
    await modal.getByText('Soup is out.').waitFor()
    const described = await modal.getByLabel('Dish').getAttribute('aria-describedby')
    expect(described).toContain('error')

    await modal.getByLabel('Dish').fill('curry')
    await modal.getByRole('combobox', { name: 'Size' }).click()
    await page.getByRole('listbox', { name: 'Choose one' }).getByRole('option', { name: 'Large' }).click()
    await modal.getByRole('combobox', { name: 'Extras' }).fill('sal')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await modal.getByRole('button', { name: 'Order' }).click()
    await modal.waitFor({ state: 'detached' })
    await messages().getByText('curry (large, salad) for @ana').waitFor()
  })

  test('is used from the keyboard alone', async () => {
    await type('/lunch')
    await dialog('Order lunch').waitFor()
    await expect.poll(() => page.evaluate<string>('document.activeElement?.labels?.[0]?.textContent')).toBe('Dish')
    await page.keyboard.type('toast')
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await dialog('Order lunch').getByLabel('Dish').press('Enter')
    await messages().getByText('toast (large, plain)').waitFor()
  })

  test('stacks another on itself and goes back to it', async () => {
    await orderLunch('rice')
    await messages().getByRole('button', { name: 'Details' }).click()
    await dialog('One').getByRole('button', { name: 'Next' }).click()
    await dialog('Two').getByText('This is Two.').waitFor()
    await dialog('Two').getByRole('button', { name: 'Back' }).click()
    await dialog('One').getByText('This is One.').waitFor()
    await page.keyboard.press('Escape')
    await dialog('One').waitFor({ state: 'detached' })
  })

  test('opens from a shortcut', async () => {
    await page.getByRole('button', { name: 'Shortcuts' }).click()
    await page.getByRole('menuitem', { name: 'Order lunch' }).click()
    await dialog('Order lunch').waitFor()
  })

  test('belongs to the person who opened it', async () => {
    await type('/lunch')
    await dialog('Order lunch').waitFor()
    await control('close-view', { user: 'ana' })
    await dialog('Order lunch').waitFor({ state: 'detached' })
    await control('command', { channel: 'general', user: 'ben', command: '/lunch', text: '' })
    await actAs('Ben Sample (Backend engineer)')
    await dialog('Order lunch').waitFor()
  })
})

describe('a message', () => {
  test('asks before a button acts, then shows what it did', async () => {
    await orderLunch('pasta')
    await messages().getByRole('button', { name: 'Eaten' }).click()
    const question = page.getByRole('alertdialog', { name: 'All of it?' })
    await question.getByRole('button', { name: 'No' }).click()
    await messages().getByRole('button', { name: 'Eaten' }).click()
    await question.getByRole('button', { name: 'Yes' }).click()
    await messages().getByText('Eaten by @ana').waitFor()
    expect(await messages().getByText('pasta').count()).toBe(0)
  })

  test('has its thread beside it', async () => {
    await orderLunch('pizza')
    await messages()
      .getByRole('button', { name: /^1 reply/ })
      .click()
    const thread = page.getByRole('complementary', { name: 'Thread' })
    await thread.getByText('The kitchen has it.').waitFor()
    await thread.getByRole('textbox', { name: 'Reply' }).fill('Thanks')
    await page.keyboard.press('Enter')
    await thread
      .getByRole('article', { name: /^Ana Sample/ })
      .getByText('Thanks')
      .waitFor()
    await messages()
      .getByRole('button', { name: /^2 replies/ })
      .waitFor()
    expect(await messages().getByText('Thanks').count()).toBe(0)
  })

  test('stands although a part of it cannot be shown', async () => {
    // No app can send such a block here; Slack adds new kinds of blocks before a page knows them.
    await page.route('**/_control/messages/**', async route => {
      const body = await (await route.fetch()).text()
      await route.fulfill({ body: body.replace('"type":"divider"', '"type":"container"') })
    })
    await type('/lunch everything')
    await messages().getByText('A film from elsewhere, not played here: A film').waitFor()
    await messages().getByText('A block of type container, which this page cannot show').waitFor()
    await messages().getByText('Picture from elsewhere, not fetched: A lunch').waitFor()
    await messages().getByRole('cell', { name: 'soup' }).waitFor()
    await messages().getByText('Beside it').waitFor()
  })

  test('is followed to its end, unless the reader looks at something older', async () => {
    for (let count = 1; count <= 40; count++)
      await control('message', { channel: 'general', user: 'ben', text: `No. ${count}` })
    await messages().getByText('No. 40').waitFor()
    await expect.poll(() => page.evaluate<number>(fromEnd)).toBe(0)
    await messages().press('Home')
    await expect.poll(() => page.evaluate<number>(fromEnd)).toBeGreaterThan(200)
    await control('message', { channel: 'general', user: 'ben', text: 'No. 41' })
    await messages().getByText('No. 41').waitFor()
    expect(await page.evaluate<number>(fromEnd)).toBeGreaterThan(200)
    await type('No. 42')
    await messages().getByText('No. 42').waitFor()
    await expect.poll(() => page.evaluate<number>(fromEnd)).toBe(0)
  })

  test('opens a Markdown file in place', async () => {
    const { files } = await app.client.filesUploadV2({
      channel_id: 'C0INCIDNT3',
      filename: 'review.md',
      title: 'The review',
      content: '# What happened\n\n- It **broke**',
    })
    expect(files).toBeDefined()
    await sidebar().getByRole('button', { name: 'incidents' }).click()
    await page.getByRole('button', { name: 'Open The review' }).click()
    await dialog('The review').getByRole('heading', { name: 'What happened' }).waitFor()
    await dialog('The review').locator('strong', { hasText: 'broke' }).waitFor()
  })
})

describe('the people', () => {
  test('see private channels and direct messages only where they belong to them', async () => {
    await sidebar().getByRole('button', { name: 'security-team, private' }).click()
    await composer('Message #security-team').waitFor()
    await actAs('Ben Sample (Backend engineer)')
    await composer().waitFor()
    expect(await sidebar().getByText('security-team').count()).toBe(0)
    await page.reload()
    await composer().waitFor()
    expect(await page.getByLabel('Act as').inputValue()).toBe('U0BEN00002')
    expect(await sidebar().getByText('security-team').count()).toBe(0)
  })

  test('are told what they have not read', async () => {
    await composer().waitFor()
    await control('message', { channel: 'random', user: 'ben', text: 'cake!' })
    await sidebar().getByRole('button', { name: 'random, unread' }).waitFor()
    await page.reload()
    await sidebar().getByRole('button', { name: 'random, unread' }).click()
    await messages('#random').getByText('cake!').waitFor()
    await sidebar().getByRole('button', { name: 'general' }).click()
    await composer().waitFor()
    expect(await sidebar().getByRole('button', { name: 'random, unread' }).count()).toBe(0)
  })

  test('look into a public channel before they join it', async () => {
    await sidebar().getByText('More channels').click()
    await sidebar().getByRole('button', { name: 'leadership' }).click()
    await page.getByRole('button', { name: 'Join channel' }).click()
    await composer('Message #leadership').waitFor()
  })

  test('have a home and a conversation with the app', async () => {
    await sidebar().getByRole('button', { name: 'Home' }).click()
    await page.getByRole('heading', { name: 'Your orders' }).waitFor()
    await sidebar().getByRole('button', { name: 'Lunch messages' }).click()
    await type('hello', 'Message Lunch')
    await messages('Lunch').getByText('hello').waitFor()
  })
})

describe('the sandbox’s own panels', () => {
  test('move the clock', async () => {
    await page.getByRole('button', { name: '+5 min' }).click()
    await page.getByText('+5 min', { exact: false }).first().waitFor()
    await page.getByRole('button', { name: '+30 min' }).click()
    await page.getByRole('group', { name: 'Clock' }).getByText('+35 min').waitFor()
    await page.getByRole('button', { name: 'Custom…' }).click()
    await page.getByRole('spinbutton', { name: 'How much' }).fill('3')
    await page.getByRole('button', { name: 'Move forward' }).click()
    await page.getByRole('group', { name: 'Clock' }).getByText('+3 h 35 min').waitFor()
    expect(Math.round((workspace.now() - Date.now()) / 60_000)).toBe(215)
  })

  test('show the traffic', async () => {
    await type('/lunch menu')
    await messages().getByText('Soup is out.').waitFor()
    await page.getByRole('button', { name: 'Inspector' }).click()
    const traffic = page.getByRole('list', { name: 'Traffic' })
    await traffic.getByText('slash_commands /lunch').first().click()
    await traffic.getByText('"command": "/lunch"').waitFor()
  })
})

describe('everybody', () => {
  test.each(['light', 'dark'] as const)('can read and name everything in %s colours', async colorScheme => {
    await openPage({ colorScheme })
    await orderLunch('stew')
    await type('/lunch everything')
    await messages().getByText('Hot plate').waitFor()
    await messages()
      .getByRole('button', { name: /^1 reply/ })
      .click()
    await page.getByRole('complementary').getByText('The kitchen has it.').waitFor()
    await expectReadable()
    await page.getByRole('button', { name: 'Inspector' }).click()
    await page.getByRole('list', { name: 'Traffic' }).getByText('chat.postMessage').first().click()
    await expectReadable()
    await type('/lunch')
    await dialog('Order lunch').getByRole('button', { name: 'Order' }).click()
    await dialog('Order lunch').getByText('Please complete this required field.').waitFor()
    await expectReadable()
  })

  test('can use it on a narrow screen', async () => {
    await openPage({ viewport: { width: 400, height: 720 } })
    await orderLunch('a dish with a name that is rather long for such a screen')
    await type('/lunch everything')
    await messages().getByText('Hot plate').waitFor()
    expect(await page.evaluate<number>(overflow)).toBe(0)
    await page.getByRole('button', { name: 'Conversations' }).click()
    await sidebar().getByRole('button', { name: 'random' }).click()
    await composer('Message #random').waitFor()
    await page.getByRole('button', { name: /members/ }).click()
    await page.getByRole('complementary', { name: 'Details' }).waitFor()
    expect(await page.evaluate<number>(overflow)).toBe(0)
  })
})

async function expectReadable(): Promise<void> {
  expect(await page.evaluate<string[]>(namelessControls)).toEqual([])
  expect(await page.evaluate<string[]>(repeatedIds)).toEqual([])
  expect(await page.evaluate<string[]>(faintTexts)).toEqual([])
}
