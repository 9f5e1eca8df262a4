import type { App } from '@slack/bolt'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { startWorkspace } from '../../../../src/local/slack/index.ts'
import { launchBrowser } from '../../../helpers/browser.ts'
import type { Answer } from '../playground.ts'
import { openPage, pageDir, requireBuiltPage } from './open-page.ts'
import { lunchSeed, startLunchApp } from './sample-app.ts'

/** A browser before the sample workspace, with the app that orders lunch; every test starts with both anew. */
export function lunchPage() {
  let workspace: Awaited<ReturnType<typeof startWorkspace>>
  let app: App
  let browser: Browser
  let opened: Awaited<ReturnType<typeof openPage>>

  const control = async (path: string, body?: Record<string, unknown>): Promise<Answer> => {
    const headers = { 'content-type': 'application/json' }
    const request = body ? { method: 'POST', headers, body: JSON.stringify(body) } : {}
    const answer = await (await fetch(`${workspace.url}/_control/${path}`, request)).json()
    expect(answer).toMatchObject({ ok: true })
    return answer
  }
  beforeAll(async () => {
    requireBuiltPage()
    workspace = await startWorkspace({ seed: lunchSeed(), pageDir })
    app = await startLunchApp(workspace.url)
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
    await workspace?.stop()
  })
  beforeEach(async () => {
    await control('reset', {})
    opened = await openPage(browser, workspace.url)
  })
  afterEach(async () => await opened.close())

  const page = (): Page => opened.page
  const composer = (name = 'Message #general') => page().getByRole('textbox', { name })
  return {
    page,
    control,
    web: () => app.client,
    reopen: async (options: BrowserContextOptions) => {
      await opened.close()
      opened = await openPage(browser, workspace.url, options)
    },
    composer,
    write: async (text: string, name?: string) => {
      await composer(name).pressSequentially(text)
      await page().keyboard.press('Enter')
    },
    dialog: (name: string) => page().getByRole('dialog', { name }),
    sidebar: () => page().getByRole('navigation', { name: 'Conversations' }),
    messages: (name = '#general') => page().getByRole('log', { name: `Messages in ${name}` }),
    articles: (author = 'Ana Sample') => page().getByRole('article', { name: new RegExp(`^${author}`) }),
    actAs: async (name: string) => void (await page().getByLabel('Act as').selectOption(name)),
  }
}

export const ben = 'Ben Sample (Backend engineer)'
