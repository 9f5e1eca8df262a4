import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { openPageStory, type PageStory, tellPageStory } from '../helpers/page-story.ts'
import type { Story } from '../helpers/story.ts'

const war = 'inc-1-checkout-is-down'

let story: Story
let browser: Browser
let at: PageStory

beforeAll(async () => {
  story = await tellPageStory()
  browser = await launchBrowser()
  at = await openPageStory(browser, story.url)
})
afterAll(async () => {
  await at?.close()
  await browser?.close()
  await story?.end()
})

interface Focused {
  readonly name: string
  readonly isSeen: boolean
}

/** What has the focus, and whether a person can see that it has. */
const focused = `(() => {
  const element = document.activeElement
  const name = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent
  const shows = at => {
    const style = getComputedStyle(at)
    return (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none'
  }
  const { width, height } = element.getBoundingClientRect()
  const around = [element, element.parentElement, element.parentElement?.parentElement].filter(Boolean)
  // Between the last stop and the first the page as a whole has the focus.
  const isSeen = element === document.body || (width > 0 && height > 0 && around.some(shows))
  return { name: name.trim(), isSeen }
})()`

/** Goes on with a key until something has the focus; each stop on the way is to be seen. */
async function goTo(name: RegExp, key = 'Tab'): Promise<void> {
  const passed: string[] = []
  for (let steps = 0; steps < 80; steps++) {
    const { name: now, isSeen } = await at.page.evaluate<Focused>(focused)
    if (steps > 0) expect(isSeen, `the focus on “${now}” can be seen`).toBe(true)
    if (name.test(now)) return
    passed.push(now.slice(0, 40))
    await at.page.keyboard.press(key)
  }
  throw new Error(`The key ${key} never leads to ${name}. It leads to: ${passed.join(' | ')}`)
}

async function press(name: RegExp, key = 'Tab'): Promise<void> {
  await goTo(name, key)
  await at.page.keyboard.press('Enter')
}

it('declares, updates and resolves an incident by keyboard alone', async () => {
  const { page, dialog, said } = at
  const { keyboard } = page
  await page.getByRole('textbox', { name: 'Message #general' }).waitFor()
  await goTo(/^Message #general/)
  await keyboard.type('/incident checkout is down')
  await keyboard.press('Enter')
  await dialog('Declare an incident').waitFor()
  await goTo(/^What is happening/)
  await keyboard.type('Card payments fail')
  await goTo(/^Severity/)
  await keyboard.press('ArrowDown')
  await keyboard.press('ArrowUp')
  await keyboard.press('Enter')
  await press(/^Declare$/)
  await dialog('Declare an incident').waitFor({ state: 'detached' })

  await at.sidebar().getByText(war).waitFor()
  await press(new RegExp(`^${war}`), 'Shift+Tab')
  await page.getByRole('textbox', { name: `Message #${war}` }).waitFor()
  await said(war).getByRole('button', { name: 'Update' }).first().waitFor()
  await goTo(/^Acknowledge$/)
  await story.command('ben', war, 'severity SEV2')
  await story.settle()
  await said(war).getByText('SEV2').first().waitFor()
  expect(await page.evaluate<Focused>(focused), 'what is drawn anew keeps the focus').toEqual({
    name: 'Acknowledge',
    isSeen: true,
  })
  await keyboard.press('Enter')
  await said(war).getByRole('button', { name: 'Acknowledge' }).waitFor({ state: 'detached' })
  const { name } = await page.evaluate<Focused>(focused)
  expect(name, 'where a button is gone the next one has the focus').toMatch(/^(?!Acknowledge).{2,30}$/)
  await press(/^Update$/)
  await dialog('Update INC-1').waitFor()
  await goTo(/^Where things stand/)
  await keyboard.type('The provider times out')
  await goTo(/^Impact/)
  await keyboard.type('One in three payments fails')
  await press(/^Preview$/)
  await dialog('Preview INC-1').waitFor()
  await press(/^Send$/)
  await dialog('Preview INC-1').waitFor({ state: 'detached' })
  await said(war).getByText('The provider times out').first().waitFor()

  await goTo(new RegExp(`^Message #${war}`))
  await keyboard.type('/incident resolve')
  await keyboard.press('Enter')
  await dialog('Resolve INC-1').waitFor()
  await goTo(/^What fixed it/)
  await keyboard.type('Rolled back')
  await press(/^Preview$/)
  await dialog('Preview INC-1').waitFor()
  await press(/^Resolve$/)
  await dialog('Preview INC-1').waitFor({ state: 'detached' })
  await story.settle()
  expect((await story.incident()).status).toBe('resolved')
}, 90_000)
