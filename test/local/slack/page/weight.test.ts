import type { Browser } from 'playwright-core'
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleSeed, startWorkspace } from '../../../../src/local/slack/index.ts'
import { launchBrowser } from '../../../helpers/browser.ts'
import { sampleApp } from '../sample-app.ts'
import { openPage, pageDir, requireBuiltPage } from './open-page.ts'

let workspace: Awaited<ReturnType<typeof startWorkspace>>
let browser: Browser

beforeAll(async () => {
  requireBuiltPage()
  workspace = await startWorkspace({ seed: sampleSeed(sampleApp), pageDir })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await workspace?.stop()
})

/** The bytes that go over the wire to a browser. */
async function weigh(url: string): Promise<number> {
  const { body } = await request(url, { headers: { 'accept-encoding': 'gzip, br' } })
  return (await body.arrayBuffer()).byteLength
}

describe('the page', () => {
  test('loads less than 300 kB before it can be used', async () => {
    const { page, close } = await openPage(browser, workspace.url)
    await page.getByRole('textbox', { name: 'Message #general' }).waitFor()
    const loaded = await page.evaluate<string[]>(
      `['navigation', 'resource'].flatMap(type => performance.getEntriesByType(type)).map(entry => entry.name)`,
    )
    const files = loaded.filter(url => !url.includes('/_control/') && url.startsWith('http'))
    expect(files.length).toBeGreaterThanOrEqual(3)
    const weights = await Promise.all(files.map(async url => [url, await weigh(url)] as const))
    expect(weights.every(([, bytes]) => bytes > 0)).toBe(true)
    const sum = weights.reduce((all, [, bytes]) => all + bytes, 0)
    expect(sum, JSON.stringify(weights)).toBeLessThan(300_000)
    await close()
  })

  test('runs no script but its own files, and reaches nothing but its workspace', async () => {
    const page = await browser.newPage()
    await page.goto(workspace.url)
    await page.getByRole('textbox', { name: 'Message #general' }).waitFor()
    const refused = await page.evaluate<string[]>(`new Promise(done => {
      const seen = []
      document.addEventListener('securitypolicyviolation', event => {
        seen.push(event.effectiveDirective)
        if (seen.length === 4) done(seen.sort())
      })
      const add = (name, properties) => document.body.append(Object.assign(document.createElement(name), properties))
      add('script', { textContent: 'window.wasRun = true' })
      add('img', { src: 'https://elsewhere.example/a.png' })
      add('iframe', { src: 'https://elsewhere.example/' })
      fetch('https://elsewhere.example/').catch(() => {})
    })`)
    expect(refused).toEqual(['connect-src', 'frame-src', 'img-src', 'script-src-elem'])
    expect(await page.evaluate('window.wasRun')).toBeUndefined()
    await page.close()
  })

  test('has no inline script to begin with, and cannot be framed', async () => {
    const { headers, body } = await request(`${workspace.url}/`)
    expect(headers['content-security-policy']).toContain("default-src 'self'")
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|https?:/)
    const html = await body.text()
    expect(html.match(/<script(?![^>]*\bsrc=)|\son\w+=|<style/gi)).toBeNull()
  })
})
