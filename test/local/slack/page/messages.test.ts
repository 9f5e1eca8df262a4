import { describe, expect, test } from 'vitest'
import { ben, lunchPage } from './lunch-page.ts'

const { page, control, web, reopen, composer, write, sidebar, messages, articles, actAs } = lunchPage()

const menuItem = (name: string) => page().getByRole('menuitem', { name })

async function openMenu(): Promise<void> {
  await articles().first().hover()
  await articles().first().getByRole('button', { name: 'More actions' }).click()
}

describe('a message', () => {
  test('takes any emoji, found by what it is about, from the keyboard alone', async () => {
    await write('hello')
    await articles().getByRole('button', { name: 'Add reaction' }).press('Enter')
    await page().keyboard.type('celebrat')
    await page().getByRole('dialog', { name: 'Emoji' }).getByRole('button', { name: 'tada' }).waitFor()
    await page().keyboard.press('ArrowDown')
    await page().keyboard.press('Enter')
    const reaction = articles().locator('.reaction[aria-pressed=true]')
    await reaction.waitFor()
    await articles().getByRole('button', { name: 'Add another reaction' }).click()
    await page().keyboard.type('flag-fr')
    await page().keyboard.press('Enter')
    await articles().getByRole('button', { name: 'flag-fr, 1: Ana Sample' }).waitFor()
    await reaction.first().click()
    await expect.poll(() => reaction.count()).toBe(1)
  })

  test('is pinned for everybody, and unpinned', async () => {
    await write('hello')
    await openMenu()
    await menuItem('Pin to this conversation').click()
    await articles().getByText('📌 Pinned').waitFor()
    await actAs(ben)
    await articles().getByText('📌 Pinned').waitFor()
    await openMenu()
    await menuItem('Unpin from this conversation').click()
    await articles().getByText('📌 Pinned').waitFor({ state: 'detached' })
  })

  test('has a link that leads back to it', async () => {
    await page().context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await write('hello')
    await openMenu()
    await menuItem('Copy link').click()
    await page().getByText('The link to the message is copied.').waitFor()
    const link = await page().evaluate<string>('navigator.clipboard.readText()')
    await sidebar().getByRole('button', { name: 'random' }).click()
    await page().goto(link)
    await page().locator('.message.found', { hasText: 'hello' }).waitFor()
  })

  test('is marked as unread for later', async () => {
    await write('hello')
    await openMenu()
    await menuItem('Mark unread').click()
    await sidebar().getByRole('button', { name: 'random' }).click()
    await sidebar().getByRole('button', { name: 'general, unread' }).click()
    await messages().getByText('hello').waitFor()
    await sidebar().getByRole('button', { name: 'random' }).click()
    await composer('Message #random').waitFor()
    expect(await sidebar().getByRole('button', { name: 'general, unread' }).count()).toBe(0)
  })

  test('is edited by pressing the up arrow in an empty composer', async () => {
    await write('first')
    await write('secnd')
    await messages().getByText('secnd').waitFor()
    await composer().press('ArrowUp')
    await page().getByRole('textbox', { name: 'Edit message' }).fill('second')
    await page().keyboard.press('Enter')
    await messages().getByText('second').waitFor()
    await messages().getByText('first').waitFor()
    await composer().fill('not empty')
    await composer().press('ArrowUp')
    expect(await page().getByRole('textbox', { name: 'Edit message' }).count()).toBe(0)
  })

  test('is edited as it was typed', async () => {
    const typed = 'ask *@ben* & @on-call in #general\n- <https://a.example|one>\n- two\n> `x < y`'
    await composer().fill(typed)
    await composer().press('Enter')
    await articles().getByRole('listitem').first().waitFor()
    await composer().press('ArrowUp')
    const editor = page().getByRole('textbox', { name: 'Edit message' })
    expect(await editor.inputValue()).toBe(typed)
    await editor.press('End')
    await editor.pressSequentially('!')
    await editor.press('Enter')
    await articles().getByText('(edited)').waitFor()
    expect(await articles().getByRole('listitem').count()).toBe(2)
    expect(await articles().locator('.mention').count()).toBe(3)
  })

  test('is dismissed where only one person sees it', async () => {
    await write('/lunch menu')
    await messages().getByText('Soup is out.').waitFor()
    await messages().getByRole('button', { name: 'Dismiss' }).click()
    await messages().getByText('Soup is out.').waitFor({ state: 'detached' })
    await page().reload()
    await composer().waitFor()
    expect(await messages().getByText('Soup is out.').count()).toBe(0)
  })

  test('leaves its thread behind when it is deleted', async () => {
    const { ts } = await control('message', { channel: 'general', user: 'ana', text: 'Who is in?' })
    await control('message', { channel: 'general', user: 'ben', text: 'Me', thread_ts: ts })
    await openMenu()
    await menuItem('Delete message').click()
    await page().getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    const left = messages().getByRole('article', { name: 'Deleted message' })
    await left.getByText('This message was deleted.').waitFor()
    await left.getByRole('button', { name: /^1 reply/ }).click()
    await page().getByRole('complementary', { name: 'Thread' }).getByText('Me', { exact: true }).waitFor()
  })

  test('in a thread also goes to the channel where that is ticked', async () => {
    await write('Who is in?')
    await articles().hover()
    await articles().getByRole('button', { name: 'Reply in thread' }).click()
    const thread = page().getByRole('complementary', { name: 'Thread' })
    await thread.getByLabel('Also send to #general').check()
    await thread.getByRole('textbox', { name: 'Reply' }).fill('Everybody')
    await page().keyboard.press('Enter')
    await messages().getByText('Everybody').waitFor()
    await messages().getByText('replied to a thread:').waitFor()
    expect(await thread.getByLabel('Also send to #general').isChecked()).toBe(false)
  })
})

describe('a shared file', () => {
  test.each([
    ['table.csv', 'dish,left\n"soup, hot",3', 'cell', 'soup, hot'],
    ['notes.md', '# What happened', 'heading', 'What happened'],
  ] as const)('%s opens in place as what it is', async (filename, content, role, name) => {
    await web().filesUploadV2({ channel_id: 'C0GENERAL1', filename, title: filename, content })
    await page()
      .getByRole('button', { name: `Open ${filename}` })
      .click()
    await page().getByRole('dialog', { name: filename }).getByRole(role, { name }).waitFor()
  })

  test('of JSON is laid out and coloured', async () => {
    const content = '{"dish":"soup","left":3}'
    await web().filesUploadV2({ channel_id: 'C0GENERAL1', filename: 'left.json', title: 'left.json', content })
    await page().getByRole('button', { name: 'Open left.json' }).click()
    const code = page().getByRole('dialog', { name: 'left.json' }).locator('pre')
    await code.locator('.hljs-attr', { hasText: 'dish' }).waitFor()
    expect(await code.textContent()).toBe('{\n  "dish": "soup",\n  "left": 3\n}')
  })

  test('that is a web page neither runs nor reaches out', async () => {
    const content = '<p id="said">Safe</p><script>document.getElementById("said").textContent = "Ran"</script>'
    await web().filesUploadV2({ channel_id: 'C0GENERAL1', filename: 'page.html', title: 'page.html', content })
    const opened = page().waitForResponse(/_control\/files\/F/)
    await page().getByRole('button', { name: 'Open page.html' }).click()
    const frame = page().getByRole('dialog', { name: 'page.html' }).frameLocator('iframe')
    await frame.getByText('Safe').waitFor()
    expect(await frame.getByText('Ran').count()).toBe(0)
    const policy = (await (await opened).allHeaders())['content-security-policy']
    expect(policy).toContain("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
  })

  test('is attached, taken back, pasted and sent with a message', async () => {
    const chosen = { name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from('at 12:00 it broke') }
    await page().getByLabel('Files to attach').setInputFiles(chosen)
    await page().getByRole('button', { name: 'Remove log.txt' }).click()
    await page().getByLabel('Files to attach').setInputFiles(chosen)
    await page().getByRole('button', { name: 'Remove log.txt' }).waitFor()
    await page().reload()
    await page().getByRole('list', { name: 'Attached files' }).getByText('log.txt').waitFor()
    await composer().focus()
    await page().evaluate(pastePicture)
    await page().getByRole('list', { name: 'Attached files' }).getByText('pasted.svg').waitFor()
    await write('Look')
    await articles().getByText('at 12:00 it broke').waitFor()
    await articles().getByRole('img', { name: 'pasted.svg' }).waitFor()
    expect(await page().getByRole('list', { name: 'Attached files' }).count()).toBe(0)
  })
})

describe('a draft', () => {
  test('waits for its author where it was written, over a reload', async () => {
    await composer().fill('half a')
    await sidebar().getByRole('button', { name: 'random' }).click()
    expect(await composer('Message #random').inputValue()).toBe('')
    await actAs(ben)
    expect(await composer('Message #random').inputValue()).toBe('')
    await sidebar().getByRole('button', { name: 'general' }).click()
    expect(await composer().inputValue()).toBe('')
    await actAs('Ana Sample (Site reliability engineer)')
    await page().reload()
    expect(await composer().inputValue()).toBe('half a')
  })

  test('is formatted by Ctrl and B', async () => {
    await composer().fill('big')
    await composer().press('Control+a')
    await composer().press('Control+b')
    expect(await composer().inputValue()).toBe('*big*')
  })

  test('has room on a narrow screen', async () => {
    await reopen({ viewport: { width: 380, height: 700 } })
    await page().getByRole('button', { name: 'Formatting' }).click()
    await composer().fill('hello')
    await page().getByRole('button', { name: 'Insert emoji' }).click()
    await page().getByRole('searchbox', { name: 'Search emoji' }).waitFor()
    expect(await page().evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0)
  })
})

const pastePicture = `(() => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
  const clipboardData = new DataTransfer()
  clipboardData.items.add(new File([svg], 'pasted.svg', { type: 'image/svg+xml' }))
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
})()`
