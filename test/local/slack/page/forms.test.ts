import { describe, expect, test } from 'vitest'
import { lunchPage } from './lunch-page.ts'

const { page, control, write, dialog, messages } = lunchPage()
const form = () => dialog('Everything to fill in')
const receipt = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from('paid') })

async function openForm(): Promise<void> {
  await write('/lunch form')
  await form().waitFor()
}

/** What the app was told when the form was sent. */
async function entered() {
  await messages().getByText('Filled in by @ana').waitFor()
  const { messages: posted } = await control('messages/general')
  const payload = posted.at(-1).metadata.event_payload
  return JSON.parse(payload.entered)
}

describe('a form', () => {
  test('tells the app everything that was entered in it', async () => {
    await openForm()
    await form().getByRole('combobox', { name: 'Restaurant' }).fill('an')
    await page().getByRole('option', { name: 'Canteen' }).click()
    await form().getByRole('combobox', { name: 'Guests' }).click()
    await page().getByText('Kitchen').waitFor()
    await page().getByRole('option', { name: 'Friend' }).click()
    await page().keyboard.press('Escape')
    await form().getByLabel('Note').fill('*no* onions')
    await form().locator('input[type=file]').setInputFiles(receipt('receipt.txt'))
    await form().getByText('receipt.txt').waitFor()
    await form().getByLabel('How many').fill('3')
    await form().getByLabel('Email').fill('ana@acme.example')
    await form().getByLabel('Website').fill('https://acme.example/')
    await form().getByLabel('When').fill('2026-07-01T14:30')
    await form().getByLabel('Latest').fill('15:45')
    await form().getByLabel('Vegan').check()
    await form().getByLabel('Window').check()
    await form().getByRole('button', { name: 'Send' }).click()
    expect(await entered()).toMatchObject({
      restaurant: { selected_option: { value: 'canteen' } },
      guests: { selected_options: [{ value: 'friend' }] },
      note: {
        rich_text_value: {
          elements: [{ elements: [{ text: 'no', style: { bold: true } }, { text: ' onions' }] }],
        },
      },
      receipt: { files: [{ id: expect.stringMatching(/^F/) }] },
      number: { value: '3' },
      email: { value: 'ana@acme.example' },
      url: { value: 'https://acme.example/' },
      // Half past two in Lisbon's summer is half past one in UTC.
      when: { selected_date_time: Date.UTC(2026, 6, 1, 13, 30) / 1000 },
      hour: { selected_time: '15:45' },
      diet: { selected_options: [{ value: 'vegan' }] },
      seat: { selected_option: { value: 'window' } },
    })
  })

  test('begins where the app says, and is sent by Ctrl and Enter', async () => {
    await openForm()
    await expect.poll(() => page().evaluate('document.activeElement?.labels?.[0]?.textContent')).toContain('Email')
    await page().keyboard.type('ana@acme.example')
    await page().keyboard.press('Control+Enter')
    expect(await entered()).toMatchObject({ email: { value: 'ana@acme.example' } })
  })

  test('asks the app for options only once enough is typed, and says so', async () => {
    await openForm()
    const { entries: before } = await control('log')
    await form().getByRole('combobox', { name: 'Restaurant' }).click()
    await page().getByText('Type to search.').waitFor()
    await page().keyboard.type('zz')
    await page().getByRole('option', { name: 'No match' }).waitFor()
    const { entries } = await control(`log?since=${before.at(-1).n}`)
    const asked = entries.filter((each: { request?: { type?: string } }) => each.request?.type === 'block_suggestion')
    expect(asked.map((each: { request: { value: string } }) => each.request.value)).toEqual(['zz'])
  })

  test('offers the conversations that a select asks for, and no others', async () => {
    await control('open-dm', { user: 'ana', with: ['ben'] })
    await openForm()
    const offered = async (field: string) => {
      await form().getByRole('combobox', { name: field }).click()
      const names = await page().getByRole('option').allTextContents()
      await page().keyboard.press('Escape')
      return names
    }
    const isPublic = await offered('Where')
    expect(isPublic).toContain('#general')
    expect(isPublic).not.toContain('#security-team')
    expect(await offered('Tell')).toEqual(expect.arrayContaining(['#security-team', 'Ben Sample']))
    expect(await offered('Tell')).not.toContain('#general')
    const all = ['#general', '#security-team', 'Ben Sample']
    expect(await offered('Ping')).toEqual(expect.arrayContaining(all))
  })

  test('shows formatted text as it will read', async () => {
    await openForm()
    await form().getByLabel('Note').fill('milk')
    await form().getByLabel('Note').press('Control+a')
    await form().getByRole('button', { name: 'Bold' }).click()
    await form().locator('.rich-text-preview strong', { hasText: 'milk' }).waitFor()
    expect(await form().getByLabel('Note').inputValue()).toBe('*milk*')
  })

  test('takes only the files that the app wants', async () => {
    await openForm()
    await form().locator('input[type=file]').setInputFiles(receipt('receipt.exe'))
    await form().getByText('receipt.exe is not one of .txt, .pdf.').waitFor()
    await form()
      .locator('input[type=file]')
      .setInputFiles([receipt('a.txt'), receipt('b.txt'), receipt('c.txt')])
    await form().getByText('Only 2 can be added here.').waitFor()
    await form().getByRole('button', { name: 'Remove a.txt' }).click()
    expect(await form().locator('.chip').allTextContents()).toEqual([expect.stringContaining('b.txt')])
  })

  test('keeps what was entered over a reload, until it is closed', async () => {
    await openForm()
    await form().getByLabel('Email').fill('half@')
    await form().getByLabel('Note').fill('half a _note_')
    await page().reload()
    await form().waitFor()
    expect(await form().getByLabel('Email').inputValue()).toBe('half@')
    expect(await form().getByLabel('Note').inputValue()).toBe('half a _note_')
    await form().getByRole('button', { name: 'Cancel' }).click()
    await form().waitFor({ state: 'detached' })
    expect(await page().evaluate('Object.keys(sessionStorage)')).toEqual([])
  })

  test('says at the field what Slack itself refuses', async () => {
    await openForm()
    await form().getByLabel('How many').fill('21')
    await form().getByLabel('Email').fill('nobody')
    await form().getByRole('button', { name: 'Send' }).click()
    for (const [label, text] of [
      ['How many', 'Must be at most 20.'],
      ['Email', 'Enter a valid email address.'],
    ] as const) {
      await form().getByText(text).waitFor()
      const describedBy = await form().getByLabel(label).getAttribute('aria-describedby')
      expect(await page().locator(`[id="${describedBy}"]`).textContent()).toBe(text)
    }
  })

  test('waits for the app, then says in Slack’s words that it did not answer', async () => {
    await openForm()
    await form().getByLabel('How many').fill('13')
    await form().getByRole('button', { name: 'Send' }).click()
    await form().locator('button[aria-busy=true]', { hasText: 'Send' }).waitFor()
    await form().getByRole('alert').getByText('We had some trouble connecting. Try again?').waitFor()
    expect(await form().getByLabel('How many').inputValue()).toBe('13')
    await form().locator('button[aria-busy=true]').waitFor({ state: 'detached' })
  })
})

describe('newer blocks', () => {
  test('are shown with what they say and can do', async () => {
    await write('/lunch newer')
    const message = messages()
      .getByRole('article', { name: /^Lunch/ })
      .first()
    await message.getByText('Soup of the day').waitFor()
    await message.getByRole('img', { name: 'Complete' }).waitFor()
    await message.getByRole('cell', { name: 'Leek soup' }).waitFor()
    for (const [button, told] of [
      ['Reserve', 'Pressed card_button'],
      ['Bad', 'Pressed feedback: bad'],
      ['Throw away', 'Pressed bin'],
    ] as const) {
      await message.getByRole('button', { name: button }).click()
      await messages().getByText(told).waitFor()
    }
  })
})
