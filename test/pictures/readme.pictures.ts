import { mkdir, stat } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { it } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { openPageStory, type PageStory, tellPageStory } from '../helpers/page-story.ts'
import type { Story } from '../helpers/story.ts'

const folder = 'docs/images'
const war = 'inc-1-checkout-is-down'
const mostBytes = 200_000

it('takes the pictures from a story that is played for them', async () => {
  await mkdir(folder, { recursive: true })
  const story = await tellPageStory()
  // Emoji need an installed browser with a font that has them.
  const browser = await launchBrowser()
  const wide = { viewport: { width: 1280, height: 880 } }
  try {
    await tellWhatHappened(story)
    const light = await openPageStory(browser, story.url, { ...wide, colorScheme: 'light' })
    await prepare(light)
    await light.actAs('ben')
    await light.goTo(war)
    await light.said(war).getByRole('button', { name: 'Update' }).first().waitFor()
    await light.page.evaluate(`document.querySelector('[role=log]').scrollTop = 0`)
    await light.page.getByRole('button', { name: 'Jump to latest' }).waitFor()
    await take(light.page, 'sandbox')
    await light.said(war).getByRole('button', { name: 'Update' }).first().click()
    await light
      .dialog('Update INC-1')
      .getByLabel('Where things stand')
      .fill('The new release is rolled back on two of three nodes.')
    await take(light.page, 'update')
    await light.page.keyboard.press('Escape')
    await light.close()

    const dark = await openPageStory(browser, story.url, { ...wide, colorScheme: 'dark' })
    await prepare(dark)
    await dark.actAs('chloe')
    await dark.goTo('support')
    await dark.said('support').getByText('What to tell them').first().waitFor()
    await take(dark.page, 'stakeholders-dark')
    await dark.actAs('ben')
    await dark.goTo(war)
    await dark.page
      .getByRole('button', { name: /^Open .*INC-1/ })
      .first()
      .click()
    await dark.page.getByRole('dialog', { name: /INC-1/ }).waitFor()
    await take(dark.page, 'review-dark')
    await dark.close()

    const narrow = await openPageStory(browser, story.url, {
      viewport: { width: 390, height: 760 },
      colorScheme: 'light',
    })
    await prepare(narrow)
    await narrow.actAs('ana')
    await narrow.type('general', '/incident')
    await narrow.dialog('Declare an incident').getByLabel('Title').fill('Search is slow')
    await take(narrow.page, 'declare-narrow')
    await narrow.close()
  } finally {
    await browser.close()
    await story.end()
  }
})

async function tellWhatHappened(story: Story): Promise<void> {
  const say = (user: string, channel: string, text: string) => story.post('message', { user, channel, text })
  const wait = (minutes: number) => story.post('advance', { minutes })
  await say('chloe', 'support', 'Three shops write that card payments fail. Is something wrong?')
  await wait(2)
  await say('ana', 'general', 'Looking. Payments fail for one in three since 12:10, I will declare it.')
  await story.command('ana', 'general', 'checkout is down')
  await story.submit('ana', {
    title: 'checkout is down',
    summary: 'Card payments fail for one in three since 12:10',
    severity: 'SEV1',
    urgency: 'high',
    service: 'checkout',
    category: 'software',
  })
  await story.settle()
  await wait(1)
  await story.command('ana', war, 'ack')
  await story.command('ben', war, 'role commander @ben')
  await story.command('ben', war, 'role communications @chloe')
  await wait(1)
  await story.command('ben', war, 'investigating')
  await story.settle()
  await wait(3)
  await say('ana', war, 'The errors begin with release 4.12. :eyes:')
  await wait(1)
  await say('ben', war, '@ana can you roll it back? I keep `#support` posted.')
  await wait(2)
  await story.command('ben', war, 'update')
  await story.submit('ben', {
    state: 'We are rolling back release 4.12, which broke card payments.',
    impact: 'Card payments fail for one in three',
    workaround: 'Pay by invoice',
    next: '30',
    skip: ['skip'],
  })
  await story.settle()
  await wait(9)
  await say('ana', war, 'Two of three nodes are back on 4.11, errors fall. :tada:')
  await wait(3)
  await story.command('ben', war, 'review')
  await story.settle()
}

/** What a first visitor is told stands in every picture otherwise. */
async function prepare({ page }: PageStory): Promise<void> {
  await page.getByRole('button', { name: 'Close the guide' }).click()
  await page.getByRole('button', { name: 'Dismiss hint' }).click()
}

async function take(page: Page, name: string): Promise<void> {
  const path = `${folder}/${name}.png`
  await page.mouse.move(0, 0)
  await page.evaluate('document.fonts.ready')
  await page.screenshot({ path, animations: 'disabled' })
  const { size } = await stat(path)
  if (size > mostBytes) throw new Error(`${path} has ${size} bytes: show less in it, ${mostBytes} is the most.`)
}
