import type { App } from '@slack/bolt'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Guide, type Play, startWorkspace } from '../../../../src/local/slack/index.ts'
import { launchBrowser } from '../../../helpers/browser.ts'
import type { Answer } from '../playground.ts'
import { openPage, pageDir, requireBuiltPage } from './open-page.ts'
import { lunchSeed, startLunchApp } from './sample-app.ts'

const guide: Guide = {
  title: 'Order lunch',
  steps: [
    {
      text: 'Type /lunch',
      detail: 'In any channel.',
      doneWhen: { kind: 'did', call: 'command', with: { command: '/lunch', text: '' } },
    },
    { text: 'Order a dish', doneWhen: { kind: 'did', call: 'submit' } },
    { text: 'Look into #random as Ben', doneWhen: { kind: 'looks', in: 'random', as: 'ben' } },
  ],
}
const lunch: Play = {
  name: 'lunch',
  title: 'Lunch for two',
  invitation: 'Watch how lunch is ordered',
  about: 'Two people and a dish.',
  ending: 'Enjoy your meal.',
  steps: [
    { as: 'ben', do: 'message', in: '#random', text: 'Hungry', say: 'Ben is hungry.', forMs: 60_000 },
    { as: 'ana', do: 'command', in: '#general', text: '/lunch', say: 'Ana opens the form.', forMs: 200 },
    { as: 'ana', do: 'fill', values: { dish: 'curry' }, say: 'She chooses.', forMs: 60_000 },
    { as: 'ana', do: 'submit', forMs: 100 },
    { as: 'ben', do: 'look', in: '#general', for: 'curry', say: 'Ben reads it.', forMs: 100 },
  ],
}

let workspace: Awaited<ReturnType<typeof startWorkspace>>
let app: App
let browser: Browser
let opened: Awaited<ReturnType<typeof openPage>>
let page: Page

beforeAll(async () => {
  requireBuiltPage()
  workspace = await startWorkspace({ seed: lunchSeed(), pageDir, guide, plays: [lunch] })
  app = await startLunchApp(workspace.url)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await app?.stop()
  await workspace?.stop()
})
beforeEach(async () => {
  await workspace.reset()
  opened = await openPage(browser, workspace.url)
  page = opened.page
})
afterEach(() => opened.close())

const strip = (name: string) => page.getByRole('region', { name })
const step = (text: string) => strip('Guide').getByRole('listitem').filter({ hasText: text })
const write = async (text: string) => {
  await page.getByRole('textbox', { name: 'Message #general' }).fill(text)
  await page.keyboard.press('Enter')
}
const actingAs = () => page.getByLabel('Act as').locator('option:checked').textContent()

describe('the guide', () => {
  it('is there at the first visit, stays away once closed, and comes back when asked for', async () => {
    await strip('Guide').getByRole('heading', { name: 'Order lunch' }).waitFor()
    await strip('Guide').getByText('In any channel.').waitFor()
    await strip('Guide').getByRole('button', { name: 'Close the guide' }).click()
    await page.reload()
    await page.getByRole('button', { name: 'New here? Open the guide' }).waitFor()
    expect(await strip('Guide').count()).toBe(0)
    await page.getByRole('button', { name: 'Guide', exact: true }).click()
    await strip('Guide').waitFor()
  })

  it('ticks off what really happened, and remembers it', async () => {
    await step('Type /lunch').waitFor()
    await write('/lunch menu')
    await page.getByText('Soup is out.').waitFor()
    expect(await strip('Guide').getByText('(done)').count()).toBe(0)
    await write('/lunch')
    await step('Type /lunch').getByText('(done)').waitFor({ state: 'attached' })
    const form = page.getByRole('dialog', { name: 'Order lunch' })
    await form.getByRole('button', { name: 'Order' }).click()
    await form.getByText('Please complete this required field.').waitFor()
    expect(await step('Order a dish').getByText('(done)').count()).toBe(0)
    await form.getByLabel('Dish').fill('rice')
    await form.getByRole('button', { name: 'Order' }).click()
    await step('Order a dish').getByText('(done)').waitFor({ state: 'attached' })
    await page.getByRole('navigation', { name: 'Conversations' }).getByText('random').click()
    expect(await step('Look into #random').getByText('(done)').count()).toBe(0)
    await page.getByLabel('Act as').selectOption('U0BEN00002')
    await strip('Guide').getByText('That was the main job.', { exact: false }).waitFor()
    await page.reload()
    await expect.poll(() => strip('Guide').getByText('(done)').count()).toBe(3)
  })
})

describe('a play', () => {
  it('takes the page along to who acts and where, also before an open form, and ends in its own words', async () => {
    await page.getByRole('button', { name: 'Watch how lunch is ordered' }).click()
    await strip('Play').getByText('Ben is hungry.').waitFor()
    await page.getByRole('log', { name: 'Messages in #random' }).waitFor()
    await expect.poll(actingAs).toContain('Ben Sample')
    await strip('Play').getByRole('button', { name: 'Skip' }).click()
    const form = page.getByRole('dialog', { name: 'Order lunch' })
    await form.getByText('She chooses.').waitFor()
    await expect.poll(actingAs).toContain('Ana Sample')
    await form.getByRole('button', { name: 'Pause' }).click()
    await form.getByRole('button', { name: 'Go on' }).click()
    await form.getByRole('button', { name: 'Skip' }).click()
    await strip('Play').getByText('Enjoy your meal.').waitFor()
    await page.getByRole('log', { name: 'Messages in #general' }).getByText('curry', { exact: false }).waitFor()
    await expect.poll(actingAs).toContain('Ben Sample')
    await strip('Play').getByRole('button', { name: 'Close' }).click()
    await strip('Guide').waitFor()
    expect(await strip('Guide').getByText('(done)').count()).toBe(0)
  })

  it('can be stopped, and says that what happened stays', async () => {
    await page.getByRole('button', { name: 'Watch how lunch is ordered' }).click()
    await strip('Play').getByRole('button', { name: 'Stop' }).click()
    await strip('Play').getByText('Stopped. What happened so far stays.').waitFor()
    await strip('Play').getByRole('button', { name: 'Play again' }).waitFor()
    await page.reload()
    await strip('Guide').waitFor()
    expect(await strip('Play').count()).toBe(0)
  })
})

describe('the clock', () => {
  it('moves to what the app does next, and says what came of it', async () => {
    const at = new Date(Date.now() + 20 * 60_000)
    let isDone = false
    workspace.setNextDue(async () => (isDone ? null : { at, label: 'Lunch is ready' }))
    workspace.onAdvance(async () => {
      if (isDone || workspace.now() < at.getTime()) return
      isDone = true
      await app.client.chat.postMessage({ channel: 'C0GENERAL1', text: 'Lunch is ready.' })
    })
    await page.getByRole('button', { name: 'Custom…' }).click()
    await page.getByText(/^Lunch is ready, at \d\d:\d\d, in (?:19|20) min$/).waitFor()
    await page.getByRole('button', { name: 'Move to the next due' }).click()
    await page.getByText('20 min later: 1 new message: #general 1.').waitFor()
    await page.getByRole('button', { name: 'Next due' }).click()
    await page.getByText('Nothing is due: the app waits for somebody to do something.').waitFor()
  })

  it('says what came where the acting person cannot look', async () => {
    const direct: Answer = await (
      await fetch(`${workspace.url}/_control/open-dm`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ user: 'ben' }),
      })
    ).json()
    workspace.onAdvance(async () => {
      await app.client.chat.postMessage({ channel: direct.channel, text: 'For Ben alone' })
    })
    await page.getByRole('button', { name: '+30 min' }).click()
    await page.getByText('30 min later: 1 new message: 1 where ana cannot look.').waitFor()
  })
})
