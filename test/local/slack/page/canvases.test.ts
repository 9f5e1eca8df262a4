import { describe, expect, test } from 'vitest'
import { expectAccessible } from './axe.ts'
import { ben, lunchPage } from './lunch-page.ts'

const { page, control, web, reopen, composer, actAs } = lunchPage()

const pane = () => page().getByRole('complementary', { name: 'Canvas' })
const text = () => pane().getByRole('textbox', { name: 'Canvas text in Markdown' })

async function appWrites(markdown: string): Promise<void> {
  await web().conversations.canvases.create({
    channel_id: 'C0GENERAL1',
    title: 'The menu',
    document_content: { type: 'markdown', markdown },
  })
}

describe('a channel’s canvas', () => {
  test('is read beside the channel', async () => {
    await appWrites(
      '# Today\n\n- **Soup** by ![](@U0BEN00002)\n- [ ] Bread\n\n| dish | left |\n|---|--:|\n| soup | 3 |',
    )
    await page().getByRole('button', { name: 'Canvas The menu' }).click()
    await pane().getByRole('heading', { name: 'Today' }).waitFor()
    await pane().locator('.mention', { hasText: '@ben' }).waitFor()
    await pane().getByText('☐ Bread').waitFor()
    await pane().getByRole('cell', { name: 'soup' }).waitFor()
    await page().reload()
    await pane().getByRole('heading', { name: 'Today' }).waitFor()
  })

  test('is begun and changed by its members', async () => {
    await page().getByRole('button', { name: 'Add a canvas' }).click()
    await pane().getByText('Nothing is written here yet.').waitFor()
    await pane().getByRole('button', { name: 'Edit' }).click()
    await pane().getByRole('textbox', { name: 'Canvas title' }).fill('Plan')
    await text().fill('*Who* brings bread?')
    await pane().getByRole('button', { name: 'Save' }).click()
    await pane().locator('em', { hasText: 'Who' }).waitFor()
    await actAs(ben)
    await page().getByRole('button', { name: 'Canvas Plan' }).click()
    await pane()
      .getByText(/Changed today at .* by Ana Sample/)
      .waitFor()
  })

  test.each([
    ['dark', 1280],
    ['light', 380],
  ] as const)('can be read and written by everybody, %s and %i pixels wide', async (colorScheme, width) => {
    await reopen({ colorScheme, viewport: { width, height: 800 } })
    await appWrites('# Today\n\n- [ ] **Soup**, see `kitchen`\n\n> quoted\n\n| dish | left |\n|---|--:|\n| soup | 3 |')
    await page().getByRole('button', { name: 'Canvas The menu' }).click()
    await pane().getByRole('heading', { name: 'Today' }).waitFor()
    await expectAccessible(page(), 'canvas')
    await pane().getByRole('button', { name: 'Edit' }).press('Enter')
    const focused = () => page().evaluate('document.activeElement?.getAttribute("aria-label")')
    await expect.poll(focused).toBe('Canvas text in Markdown')
    await expectAccessible(page(), 'canvas editor')
  })

  test('is not overwritten by somebody who began with an older version', async () => {
    await appWrites('Soup')
    await page().getByRole('button', { name: 'Canvas The menu' }).click()
    await pane().getByRole('button', { name: 'Edit' }).click()
    await text().fill('Soup and bread')
    const { channels } = await control('state')
    const canvas = channels.find((each: { id: string }) => each.id === 'C0GENERAL1').canvases[0].id
    await control('edit-canvas', { user: 'ben', canvas, markdown: 'Curry' })
    await text().press('Control+Enter')
    await page().getByText('Ben Sample changed the canvas meanwhile.').waitFor()
    expect(await text().inputValue()).toBe('Soup and bread')
    await pane().getByRole('button', { name: 'Cancel' }).click()
    await pane().getByText('Curry').waitFor()
  })

  test('is not for those outside of a private channel', async () => {
    const { canvas } = await control('create-canvas', { user: 'ana', channel: 'security-team', markdown: 'Secret' })
    expect(canvas).toMatch(/^F/)
    await actAs(ben)
    await composer().waitFor()
    const answer = await page().evaluate(
      `fetch('/_control/edit-canvas', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"user":"ben","canvas":"${canvas}","markdown":""}' }).then(answer => answer.status)`,
    )
    expect(answer).toBe(404)
    expect(
      await page()
        .getByRole('button', { name: /^Canvas/ })
        .count(),
    ).toBe(0)
  })
})
