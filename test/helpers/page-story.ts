import { createServer } from 'node:net'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { type OpenPage, openPage } from '../local/slack/page/open-page.ts'
import { type Story, tellStory } from './story.ts'

const people = {
  ana: 'U0ANA00001',
  ben: 'U0BEN00002',
  chloe: 'U0CHLOE003',
  dev: 'U0DEV00004',
  emi: 'U0EMI00005',
} as const

/** A story whose address stays the same over a restart, as a browser's tab needs it. */
export async function tellPageStory(): Promise<Story> {
  return tellStory({ PORT: String(await freePort()) })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** The page as one person after the other uses it. */
export interface PageStory extends OpenPage {
  actAs(person: keyof typeof people): Promise<void>
  goTo(channel: string): Promise<void>
  type(channel: string, text: string): Promise<void>
  choose(label: RegExp, option: string | RegExp): Promise<void>
  said(channel: string): ReturnType<Page['getByRole']>
  dialog(name: string): ReturnType<Page['getByRole']>
  sidebar(): ReturnType<Page['getByRole']>
}

export async function openPageStory(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<PageStory> {
  const open = await openPage(browser, url, options)
  const { page } = open
  page.setDefaultTimeout(20_000)
  const sidebar = () => page.getByRole('navigation', { name: 'Conversations' })
  return {
    ...open,
    sidebar,
    said: channel => page.getByRole('log', { name: `Messages in #${channel}` }),
    dialog: name => page.getByRole('dialog', { name }),
    actAs: async person => void (await page.getByLabel('Act as').selectOption(people[person])),
    goTo: channel => sidebar().getByText(channel, { exact: true }).first().click(),
    async type(channel, text) {
      const composer = page.getByRole('textbox', { name: `Message #${channel}` })
      await composer.fill(text)
      await composer.press('Enter')
    },
    async choose(label, option) {
      await page.getByRole('dialog').getByRole('combobox', { name: label }).click()
      await page.getByRole('option', { name: option }).click()
    },
  }
}
