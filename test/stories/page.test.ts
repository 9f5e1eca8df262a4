import { mkdir } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { type Story, tellStory } from '../helpers/story.ts'

/** Where the README's picture comes from: `npm run docs:picture` copies it. */
const pictures = 'test/screenshots'
const war = 'inc-1-checkout-is-down'

let story: Story
let browser: Browser
let page: Page
const problems: string[] = []
const elsewhere: string[] = []

beforeAll(async () => {
  story = await tellStory()
  browser = await launchBrowser()
  page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
  page.setDefaultTimeout(15_000)
  page.on('pageerror', error => problems.push(error.message))
  page.on('request', request => {
    if (!request.url().startsWith(story.url)) elsewhere.push(request.url())
  })
  await page.goto(story.url)
})
afterAll(async () => {
  await browser.close()
  await story.end()
})

const actAs = (user: string) => page.getByLabel('Act as').selectOption(user)
const dialog = (name: string) => page.getByRole('dialog', { name })
const goTo = (name: string) => page.getByRole('navigation', { name: 'Conversations' }).getByText(name).first().click()
const said = (channel: string) => page.getByRole('log', { name: `Messages in #${channel}` })

async function type(channel: string, text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: `Message #${channel}` })
  await composer.fill(text)
  await composer.press('Enter')
}

async function choose(label: RegExp, option: string): Promise<void> {
  await page.getByRole('dialog').getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option }).click()
}

it('takes an incident from declaration to its review, by clicking and typing as three people', async () => {
  await actAs('U0ANA00001')
  await type('general', '/incident checkout is down')
  const form = dialog('Declare an incident')
  await form.getByLabel('What is happening').fill('Card payments fail for one in three since 12:10')
  await choose(/^Severity/, 'SEV1 Critical: most people cannot use it, or data is at risk')
  await choose(/^Urgency/, 'High: it gets much worse within the hour')
  await form.getByText('acknowledge in 5 min', { exact: false }).waitFor()
  await choose(/^Service/, 'Checkout and payments')
  await choose(/^Category/, 'Software')
  await choose(/^Subcategory/, 'Release or change')
  await form.getByRole('button', { name: 'Declare' }).click()
  await form.waitFor({ state: 'detached' })
  await goTo(war)
  await said(war).getByRole('button', { name: 'Acknowledge' }).click()
  await said(war).getByRole('button', { name: 'Acknowledge' }).waitFor({ state: 'detached' })

  await actAs('U0BEN00002')
  await goTo(war)
  await said(war).getByRole('button', { name: 'I’ll take command' }).click()
  await said(war).getByText('You are now Incident commander of INC-1', { exact: false }).waitFor()
  await said(war).getByRole('button', { name: 'Investigate' }).click()
  await said(war).getByRole('button', { name: 'Update' }).click()
  const update = dialog('Update INC-1')
  await update.getByRole('button', { name: 'Send' }).click()
  await update.getByText('Please complete this required field.').first().waitFor()
  await update.getByLabel('Where things stand').fill('The payment provider times out; we are failing over.')
  await update.getByLabel('Impact').fill('Card payments fail for one in three')
  await update.getByLabel('Workaround').fill('Pay by invoice')
  await update.getByRole('button', { name: 'Send' }).click()
  await update.waitFor({ state: 'detached' })
  await said(war).getByText('Pay by invoice').waitFor()
  await mkdir(pictures, { recursive: true })
  await page.screenshot({ path: `${pictures}/incident-channel.png` })

  await actAs('U0CHLOE003')
  await goTo('support')
  await said('support').getByText('What to tell them').waitFor()
  await said('support').getByText('Pay by invoice').waitFor()
  expect(await said('support').getByText('failing over').count()).toBe(0)

  await page.getByRole('button', { name: '+30 min' }).click()
  await page.getByRole('button', { name: '+5 min' }).click()
  await said('support').getByText('Posted automatically by Sitrep', { exact: false }).waitFor()

  await actAs('U0BEN00002')
  await goTo(war)
  await type(war, '/incident resolve')
  const resolve = dialog('Resolve INC-1')
  await resolve.getByLabel('What fixed it').fill('Rolled back the release')
  await resolve.getByRole('button', { name: 'Resolve' }).click()
  await resolve.waitFor({ state: 'detached' })
  await type(war, '/incident close')
  await said(war).getByText('INC-1 is closed.', { exact: false }).waitFor()
  await type(war, '/incident review')
  await said(war)
    .getByText(/INC-1-review-\d+\.md/)
    .first()
    .waitFor()
  await page.screenshot({ path: `${pictures}/review.png` })
  expect(problems).toEqual([])
  expect(elsewhere).toEqual([])
}, 120_000)
