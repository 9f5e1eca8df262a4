import { describe, expect, test } from 'vitest'
import { expectAccessible } from './axe.ts'
import { lunchPage } from './lunch-page.ts'
import { overflow } from './page-checks.ts'

const lunch = lunchPage()
const { page, composer, write, dialog, sidebar, messages, web } = lunch

const looks = [
  { look: 'light', colorScheme: 'light', width: 1280 },
  { look: 'dark', colorScheme: 'dark', width: 1280 },
  { look: 'light and narrow', colorScheme: 'light', width: 340 },
] as const

describe.each(looks)('in a window that is $look', ({ colorScheme, width }) => {
  const isNarrow = width < 760
  const open = async () => await lunch.reopen({ colorScheme, viewport: { width, height: 800 } })
  const check = async (surface: string) => {
    await expectAccessible(page(), surface)
    expect(await page().evaluate<number>(overflow), `${surface} is wider than the window`).toBeLessThanOrEqual(0)
  }
  const goTo = async (name: string | RegExp) => {
    if (isNarrow) await page().getByRole('button', { name: 'Conversations' }).click()
    await sidebar().getByRole('button', { name }).first().click()
  }
  const closePane = async (name: string) =>
    await page()
      .getByRole('button', { name: `Close ${name}` })
      .click()

  test('axe finds nothing serious where people read and write', async () => {
    await open()
    await page().getByRole('region', { name: 'Guide' }).waitFor()
    await check('guide')
    await write('/lunch everything')
    await messages().getByText('Hot plate').waitFor()
    await write('/lunch newer')
    await write('/lunch menu')
    await messages().getByText('Only visible to you').waitFor()
    await write('*bold* _italic_ `code` ~gone~ :tada: @ben https://a.example')
    await messages().getByText('bold').last().waitFor()
    await check('channel')
    await messages().press('Home')
    await check('channel, scrolled up')

    await composer().pressSequentially('ask @b')
    await page().getByRole('listbox', { name: 'Suggestions' }).waitFor()
    await check('completion')
    await page().keyboard.press('Escape')
    await composer().fill('')

    const article = lunch.articles().last()
    await article.hover()
    await article.getByRole('button', { name: 'More actions' }).click()
    await page().getByRole('menu', { name: 'More actions' }).waitFor()
    await check('message menu')
    await page().keyboard.press('Escape')
    await article.getByRole('button', { name: 'Add reaction' }).click()
    await check('emoji')
    await page().keyboard.press('Escape')
  })

  test('axe finds nothing serious in forms and dialogs', async () => {
    await open()
    await write('/lunch')
    await dialog('Order lunch').getByRole('button', { name: 'Order' }).click()
    await dialog('Order lunch').getByText('Please complete this required field.').waitFor()
    await check('modal with an error')
    await dialog('Order lunch').getByLabel('Dish').fill('curry')
    await dialog('Order lunch').getByRole('combobox', { name: 'Size' }).click()
    await page().getByRole('listbox').waitFor()
    await check('open select')
    await page().keyboard.press('Escape')
    await dialog('Order lunch').getByRole('button', { name: 'Order' }).click()
    await messages().getByText('curry').waitFor()
    await messages().getByRole('button', { name: 'Eaten' }).click()
    await page().getByRole('alertdialog', { name: 'All of it?' }).waitFor()
    await check('question')
    await page().getByRole('alertdialog').getByRole('button', { name: 'No' }).click()
    await messages().getByRole('button', { name: 'Details' }).click()
    await dialog('One').getByRole('button', { name: 'Next' }).click()
    await dialog('Two').waitFor()
    await check('stacked modal')
    await dialog('Two').getByRole('button', { name: 'Close', exact: true }).click()
    await dialog('Two').waitFor({ state: 'detached' })
    await write('/lunch form')
    await dialog('Everything to fill in').waitFor()
    await check('every field')
    await page().keyboard.press('Escape')
  })

  test('axe finds nothing serious beside the conversation and elsewhere', async () => {
    await open()
    await write('/lunch')
    await dialog('Order lunch').getByLabel('Dish').fill('curry')
    await dialog('Order lunch').getByRole('button', { name: 'Order' }).click()
    await messages()
      .getByRole('button', { name: /^1 reply/ })
      .click()
    await page().getByRole('complementary', { name: 'Thread' }).getByText('The kitchen has it.').waitFor()
    await check('thread')
    await closePane('thread')
    const target = { channel: 'general', user: 'ana' }
    await lunch.control('set-topic', { ...target, topic: 'Lunch is at *noon*' })
    await lunch.control('add-bookmark', { ...target, title: 'Menu', link: 'https://menu.example/' })
    await page()
      .getByRole('button', { name: /members/ })
      .click()
    await page().getByRole('complementary', { name: 'Details' }).waitFor()
    await check('details')
    await closePane('details')
    await page().getByRole('button', { name: 'Inspector' }).click()
    await page().getByRole('list', { name: 'Traffic' }).getByText('chat.postMessage').first().click()
    await page().getByText('Faults', { exact: true }).click()
    await check('inspector')
    await closePane('inspector')
    await goTo('Home')
    await page().getByRole('heading', { name: 'Your orders' }).waitFor()
    await check('home')
    await goTo(/^Lunch messages/)
    await check('conversation with the app')
    await page().getByRole('button', { name: 'Workspace actions' }).click()
    await check('workspace menu')
    await page().keyboard.press('Escape')
    if (isNarrow) await page().getByRole('button', { name: 'Conversations' }).click()
    await check('sidebar')
    await sidebar().getByRole('button', { name: 'Create a channel' }).click()
    await dialog('Create a channel').waitFor()
    await check('new channel')
    await page().keyboard.press('Escape')
  })

  test('axe finds nothing serious around files', async () => {
    await web().filesUploadV2({
      channel_id: 'C0INCIDNT3',
      filename: 'review.md',
      title: 'The review',
      content:
        '# What happened\n\n| when | what |\n|---|---|\n| now | it **broke** |\n\n```js\nconst a = 1 // why\n```',
    })
    await open()
    await goTo(/^incidents/)
    await page().getByRole('button', { name: 'Open The review' }).waitFor()
    await check('file in a message')
    await page().getByRole('button', { name: 'Open The review' }).click()
    await dialog('The review').getByRole('heading', { name: 'What happened' }).waitFor()
    await check('open file')
  })
})

describe('whoever needs it otherwise', () => {
  test('sees no movement when they ask for none', async () => {
    await lunch.reopen({ reducedMotion: 'reduce' })
    await composer().waitFor()
    const moving = await page().evaluate<string[]>(`[...document.querySelectorAll('*')]
      .filter(element => [getComputedStyle(element), getComputedStyle(element, '::after')].some(style =>
        Number.parseFloat(style.transitionDuration) > 0 || Number.parseFloat(style.animationDuration) > 0 ||
        style.scrollBehavior === 'smooth'))
      .map(element => element.className)`)
    expect(moving).toEqual([])
  })

  test('has everything at hand at twice the size', async () => {
    // A window of 1280 × 800 at 200 % is one of 640 × 400 with twice the pixels.
    await lunch.reopen({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 })
    await write('/lunch')
    await dialog('Order lunch').getByLabel('Dish').fill('stew')
    await dialog('Order lunch').getByRole('button', { name: 'Order' }).click()
    await messages().getByText('stew').first().waitFor()
    expect(await page().evaluate<number>(overflow)).toBeLessThanOrEqual(0)
    const { height = 0 } = (await messages().boundingBox()) ?? {}
    expect(height).toBeGreaterThan(80)
  })

  test('finds headings, landmarks and the place they are at', async () => {
    await composer().waitFor()
    for (const role of ['banner', 'navigation', 'main'] as const) expect(await page().getByRole(role).count()).toBe(1)
    expect(await page().getByRole('heading', { level: 1 }).allTextContents()).toEqual(['#general'])
    expect(await sidebar().locator('[aria-current=page]').allTextContents()).toEqual(['#general'])
    expect(await page().title()).toContain('#general')
  })
})
