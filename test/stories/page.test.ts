import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { openPageStory, type PageStory, tellPageStory } from '../helpers/page-story.ts'
import type { Story } from '../helpers/story.ts'

const war = 'inc-1-checkout-is-down'

let story: Story
let browser: Browser
let at: PageStory

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())
beforeEach(async () => {
  story = await tellPageStory()
  at = await openPageStory(browser, story.url)
})
afterEach(async () => {
  await at?.close()
  await story?.end()
})

it('takes an incident from declaration to its review, by clicking and typing as three people', async () => {
  const { page, actAs, goTo, type, choose, said, dialog } = at
  await actAs('ana')
  await type('general', '/incident checkout is down')
  const form = dialog('Declare an incident')
  await form.getByLabel('Title').fill('')
  await form.getByRole('button', { name: 'Declare' }).click()
  await form.getByText('Please complete this required field.').waitFor()
  expect(await form.getByLabel('Title').getAttribute('aria-invalid')).toBe('true')
  await form.getByLabel('Title').fill('checkout is down')
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

  await actAs('ben')
  await goTo(war)
  await said(war).getByRole('button', { name: 'I’ll take command' }).click()
  await said(war).getByText('You are now Incident commander of INC-1', { exact: false }).waitFor()
  await type(war, '/incident role communications @chloe')
  await said(war).getByText('Communications lead', { exact: false }).first().waitFor()
  await said(war).getByRole('button', { name: 'Investigate' }).click()
  await said(war).getByRole('button', { name: 'Update' }).click()
  const update = dialog('Update INC-1')
  await update.getByRole('button', { name: 'Preview' }).click()
  await update.getByText('Please complete this required field.').first().waitFor()
  await update.getByLabel('Where things stand').fill('The payment provider times out; we are failing over.')
  await update.getByLabel('Impact').fill('Card payments fail for one in three')
  await update.getByLabel('Workaround').fill('Pay by invoice')
  await update.getByRole('button', { name: 'Preview' }).click()
  const preview = dialog('Preview INC-1')
  await preview.getByLabel('Words for Support').waitFor()
  await preview.getByRole('button', { name: 'Send' }).click()
  await preview.waitFor({ state: 'detached' })
  await said(war).getByText('Pay by invoice').first().waitFor()

  await actAs('chloe')
  await goTo('support')
  await said('support').getByText('What to tell them').waitFor()
  await said('support').getByText('Pay by invoice').waitFor()
  expect(await said('support').getByText('failing over').count()).toBe(0)

  await page.getByRole('button', { name: '+30 min' }).click()
  await page.getByRole('button', { name: '+5 min' }).click()
  await said('support').getByText('sent automatically', { exact: false }).waitFor()

  await actAs('ben')
  await goTo(war)
  await type(war, '/incident resolve')
  const resolve = dialog('Resolve INC-1')
  await resolve.getByLabel('What fixed it').fill('Rolled back the release')
  await resolve.getByRole('button', { name: 'Preview' }).click()
  await dialog('Preview INC-1').getByRole('button', { name: 'Resolve' }).click()
  await dialog('Preview INC-1').waitFor({ state: 'detached' })
  await type(war, '/incident close')
  await said(war).getByText('INC-1 is closed.', { exact: false }).waitFor()
  await type(war, '/incident review')
  await said(war)
    .getByRole('button', { name: /^Open .*INC-1/ })
    .first()
    .click()
  const review = page.getByRole('dialog', { name: /INC-1/ }).frameLocator('iframe')
  await review.getByText('Rolled back the release').first().waitFor()
  await review.getByText('checkout is down', { exact: false }).first().waitFor()
}, 120_000)

it('keeps a private incident from everybody who is not in it, wherever they look', async () => {
  const { page, actAs, type, said, dialog, sidebar } = at
  const canary = 'canary-breach'
  await actAs('ana')
  await type('general', `/incident ${canary}`)
  const form = dialog('Declare an incident')
  await form.getByText('Private incident').click()
  await form.getByRole('button', { name: 'Declare' }).click()
  await form.waitFor({ state: 'detached' })
  await sidebar().getByRole('button', { name: 'inc-1, private' }).click()
  await said('inc-1').getByText(canary).first().waitFor()
  const address = page.url()

  await actAs('emi')
  await page.getByRole('textbox', { name: 'Message #general' }).waitFor()
  expect(await sidebar().getByText('inc-1').count()).toBe(0)
  await page.goto(address)
  const composer = page.getByRole('textbox', { name: 'Message #general' })
  await composer.pressSequentially('see #in')
  await page.getByRole('option', { name: '#incidents' }).waitFor()
  expect(await page.getByRole('option', { name: /inc-1/ }).count()).toBe(0)
  await composer.fill('')
  for (const name of ['incidents', 'leadership', 'customer-updates'])
    await sidebar()
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .click()
  await sidebar().getByRole('button', { name: 'Home' }).click()
  await page.getByRole('heading', { name: 'Sitrep home' }).waitFor()
  expect(await page.getByText(canary).count()).toBe(0)
  await page.getByRole('button', { name: 'Inspector' }).click()
  await page.getByText('for everybody: private channels and direct messages too', { exact: false }).waitFor()
}, 60_000)

it('goes on after a restart with a form half filled', async () => {
  const { page, actAs, type, choose, said, dialog, sidebar } = at
  await actAs('ana')
  await type('general', '/incident checkout is down')
  const form = dialog('Declare an incident')
  await form.getByLabel('What is happening').fill('Card payments fail')
  await choose(/^Severity/, 'SEV1 Critical: most people cannot use it, or data is at risk')
  await form.getByText('P2', { exact: false }).first().waitFor()
  await story.restart()
  await page.reload()
  expect(await page.getByLabel('Act as').inputValue()).toBe('U0ANA00001')
  expect(await form.getByLabel('Title').inputValue()).toBe('checkout is down')
  expect(await form.getByLabel('What is happening').inputValue()).toBe('Card payments fail')
  await page.getByText('is not connected', { exact: false }).waitFor({ state: 'detached' })
  await form.getByRole('button', { name: 'Declare' }).click()
  await form.waitFor({ state: 'detached' })
  await sidebar().getByText(war).click()
  await said(war).getByText('Card payments fail').first().waitFor()
  await said(war).getByText('SEV1', { exact: false }).first().waitFor()
}, 60_000)
