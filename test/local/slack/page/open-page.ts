import { existsSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'

/** Where `npm run build` puts the page. */
export const pageDir = 'dist/local/slack/page'

export function requireBuiltPage(): void {
  if (!existsSync(`${pageDir}/index.html`)) throw new Error('The page is not built: run "npm run build:page" first.')
}

export interface OpenPage {
  readonly page: Page
  readonly close: () => Promise<void>
}

/** Opens the workspace's page as a new browser would; closing it fails on errors and on requests to elsewhere. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const elsewhere: string[] = []
  const problems: string[] = []
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('request', request => {
    if (!request.url().startsWith(`${new URL(url).origin}/`) && !/^(?:data|blob):/.test(request.url()))
      elsewhere.push(request.url())
  })
  page.on('pageerror', error => problems.push(error.message))
  page.on('console', message => {
    if (/Content.Security.Policy/i.test(message.text())) problems.push(message.text())
  })
  await page.goto(url)
  return {
    page,
    async close() {
      await context.close()
      expect(elsewhere, 'requests that left the origin').toEqual([])
      expect(problems, 'errors in the browser').toEqual([])
    },
  }
}
