import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeReview } from '../../src/domain/compose-review.ts'
import type { Message, Transcript } from '../../src/domain/review.ts'
import { html } from '../../src/exports/html.ts'
import {
  longIncident,
  nineDays,
  type SampleReview,
  shortIncident,
  transcriptOfSample,
} from '../domain/sample-reviews.ts'
import { launchBrowser } from '../helpers/browser.ts'
import { contentOf } from '../helpers/rendered.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const samples = { shortIncident, longIncident, nineDays }

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** A picture of one pixel. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

async function rendered(sample: SampleReview, more: Partial<Transcript> = {}): Promise<string> {
  return contentOf(html.render(composeReview(sample.input), { ...transcriptOfSample(sample), ...more }))
}

async function opened(
  content: string,
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<{ page: Page; asked: string[]; errors: string[] }> {
  const page = await browser.newPage({ timezoneId: 'Asia/Tokyo', ...options })
  const asked: string[] = []
  const errors: string[] = []
  page.on('request', request => asked.push(request.url()))
  page.on('pageerror', error => errors.push(error.message))
  page.on('console', message => message.type() === 'error' && errors.push(message.text()))
  await page.route('https://review.example/', route => route.fulfill({ body: content, contentType: html.mediaType }))
  await page.goto('https://review.example/')
  return { page, asked, errors }
}

describe('the HTML review', () => {
  it.each(Object.entries(samples))(
    'of %s has nothing that axe finds fault with, and asks for nothing',
    async (_, make) => {
      const { page, asked, errors } = await opened(await rendered(make()), { bypassCSP: true })
      await page.evaluate(axe)
      const found = await page.evaluate('axe.run()')
      const { violations } = found as { violations: { id: string; nodes: { html: string }[] }[] }
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
      expect(asked).toEqual(['https://review.example/'])
      expect(errors).toEqual([])
      await page.close()
    },
  )

  it('has nothing in the dark that axe finds fault with, and is printed on white', async () => {
    const { page } = await opened(await rendered(longIncident()), { bypassCSP: true, colorScheme: 'dark' })
    const paper = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
    expect(await paper()).toBe('rgb(20, 24, 31)')
    await page.evaluate(axe)
    const found = await page.evaluate('axe.run({ runOnly: ["color-contrast"] })')
    expect((found as { violations: unknown[] }).violations).toEqual([])
    await page.emulateMedia({ media: 'print' })
    expect(await paper()).toBe('rgb(255, 255, 255)')
    expect(await page.getByRole('navigation').isVisible()).toBe(false)
    await page.close()
  })

  it.each([
    ['a desktop, beside its contents', { width: 1280, height: 900 }, '#summary p', true],
    ['a phone, below contents that unfold', { width: 390, height: 844 }, '#glance dd', false],
  ])('says on the first screen of %s what happened and how bad it was', async (_, viewport, wanted, isOpen) => {
    const { page } = await opened(await rendered(nineDays()), { viewport })
    expect(
      await page.evaluate(`document.querySelectorAll('${wanted}')[2].getBoundingClientRect().bottom`),
    ).toBeLessThan(viewport.height)
    const link = page.getByRole('link', { name: 'Root cause' })
    expect(await link.isVisible()).toBe(isOpen)
    if (!isOpen) await page.getByText('Contents', { exact: true }).click()
    expect(await link.isVisible()).toBe(true)
    await page.close()
  })

  it('sets what is written from right to left at the right', async () => {
    const { input, messages } = shortIncident()
    const said = messages.map((message, nth) => (nth === 0 ? { ...message, text: 'התשלומים נכשלים' } : message))
    const { page } = await opened(await rendered({ input, messages: said }))
    const gap = (nth: number) =>
      page.evaluate(`(() => {
        const said = document.querySelectorAll('.said')[${nth}]
        const words = document.createRange()
        words.selectNodeContents(said)
        return said.getBoundingClientRect().right - words.getBoundingClientRect().right
      })()`)
    expect(await gap(0)).toBeLessThan(1)
    expect(await gap(1)).toBeGreaterThan(100)
    await page.close()
  })

  it('is the same for the same input', async () => {
    expect(await rendered(shortIncident())).toBe(await rendered(shortIncident()))
  })

  it('shows times in UTC, and in the reader’s zone at the press of a button', async () => {
    const { page } = await opened(await rendered(shortIncident()))
    const declared = page.locator('#glance time').first()
    expect(await declared.textContent()).toBe('2026-03-03 14:02 UTC')
    await page.getByRole('button', { name: /Asia\/Tokyo/ }).click()
    expect(await declared.textContent()).toBe('2026-03-03 23:02')
    await page.getByRole('button', { name: /Asia\/Tokyo/ }).click()
    expect(await declared.textContent()).toBe('2026-03-03 14:02 UTC')
    await page.close()
  })

  it('names the day where what was on one day in UTC was on two for the reader', async () => {
    const { page } = await opened(await rendered(longIncident()), { timezoneId: 'Atlantic/Cape_Verde' })
    const times = page
      .locator('#communications tr:has(time[datetime="2026-03-05T01:05:00.000Z"])')
      .first()
      .locator('time')
    expect(await times.allTextContents()).toEqual(['2026-03-05 01:05 UTC', '00:58 UTC', '00:58 UTC'])
    await page.getByRole('button', { name: /Cape_Verde/ }).click()
    expect(await times.allTextContents()).toEqual(['2026-03-05 00:05', '2026-03-04 23:58', '23:58'])
    await page.close()
  })

  it('filters the transcript by who wrote, words, threads and files', async () => {
    const { page } = await opened(await rendered(longIncident()))
    const count = page.locator('#filters output')
    const shown = async () => Number(/\d+/.exec((await count.textContent()) ?? '')?.[0])
    expect(await shown()).toBe(180)
    await page.getByLabel('Written by').selectOption('Chloé')
    await expect.poll(shown).toBe(30)
    await page.getByLabel('Containing').fill('146: MESSAGE')
    await expect.poll(shown).toBe(1)
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect.poll(shown).toBe(180)
    await page.getByLabel('Threads').selectOption('without replies')
    await expect.poll(shown).toBe(160)
    await page.getByLabel('with files').check()
    await expect.poll(shown).toBe(1)
    await page.close()
  })

  it('keeps with “only threads” the message that each thread is about', async () => {
    const { input, messages } = shortIncident()
    const said = messages.map((one, index) => (index === 3 ? { ...one, threadTs: messages[1]!.ts } : one))
    const { page } = await opened(await rendered({ input, messages: said }))
    await page.getByLabel('Threads').selectOption('only threads')
    await expect.poll(() => page.locator('#filters output').textContent()).toBe('2 of 6 messages')
    expect(await page.locator('.transcript > li:visible .said').allTextContents()).toEqual([
      'Looking. The new index went live at 13:50 & queries scan now.',
      'Rolling back.',
    ])
    await page.close()
  })

  it('says who reacted', async () => {
    expect(await rendered(shortIncident())).toContain('<p class="marks">:eyes: × 2 (Ana, Ben)</p>')
  })

  it('hides what Sitrep itself posted, when asked to', async () => {
    const { input, messages } = longIncident()
    const ours = messages.map((message, index) => (index % 3 === 0 ? { ...message, isOwn: true } : message))
    const { page } = await opened(await rendered({ input, messages: ours }))
    await page.getByLabel('without Sitrep’s own').check()
    await expect.poll(() => page.locator('#filters output').textContent()).toBe('120 of 180 messages')
    await page.close()
  })

  it('shows all of it where no scripts run', async () => {
    const { page } = await opened(await rendered(longIncident()), { javaScriptEnabled: false })
    expect(await page.locator('.transcript > li').count()).toBe(180)
    expect(await page.locator('#filters').isVisible()).toBe(false)
    expect(await page.locator('#times').isVisible()).toBe(false)
    await page.close()
  })

  it('lets addresses be followed that people wrote', async () => {
    const { input, messages } = shortIncident()
    const text = 'See https://wiki.example/Pool_(db)?a=1&amp;b=2, or (https://y.example/x). Not http://'
    const { page } = await opened(await rendered({ input, messages: [{ ...messages[0]!, text }] }))
    const said = page.locator('.said').first()
    expect(await said.textContent()).toBe(text.replace('&amp;', '&'))
    const hrefs = await Promise.all((await said.locator('a').all()).map(one => one.getAttribute('href')))
    expect(hrefs).toEqual(['https://wiki.example/Pool_(db)?a=1&b=2', 'https://y.example/x'])
    await page.close()
  })

  it('shows what was typed and lets it do nothing', async () => {
    const hostile = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>"'&amp;\u0007</li></ol>`
    const sample = shortIncident()
    const { page, asked, errors } = await opened(
      await rendered({
        input: { ...sample.input, incident: { ...sample.input.incident, title: hostile, summary: hostile } },
        messages: sample.messages.map(
          (message): Message => ({
            ...message,
            text: hostile.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
            permalink: 'javascript:window.hacked=1',
          }),
        ),
      }),
    )
    expect(await page.locator('h1').textContent()).toBe(hostile.replace('\u0007', '\ufffd'))
    expect(await page.locator('.said').first().textContent()).toContain('<script>window.hacked=1</script>')
    expect(await page.evaluate('window.hacked')).toBeUndefined()
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0)
    expect([asked.length, errors]).toEqual([1, []])
    await page.close()
  })

  it('would not run a script that came in all the same', async () => {
    const content = (await rendered(shortIncident())).replace(
      '</main>',
      '<script>window.hacked=1</script><p onclick="1" id="x"></p></main>',
    )
    const { page, errors } = await opened(content)
    expect(await page.evaluate('window.hacked')).toBeUndefined()
    expect(errors.join()).toContain('Content Security Policy')
    await page.close()
  })

  it('holds the pictures of the transcript, and names those that are too large', async () => {
    const { input, messages } = shortIncident()
    const file = { id: 'F1', name: 'p95.png', mediaType: 'image/png', sha256: 'a'.repeat(64) }
    const files = [
      { ...file, bytes: pixel.length },
      { ...file, name: 'huge.png', bytes: 9_000_000 },
      { ...file, name: 'run.svg', mediaType: 'image/svg+xml', bytes: 10 },
    ]
    const said = messages.map((message, index) => (index === 0 ? { ...message, files } : message))
    const { page } = await opened(await rendered({ input, messages: said }, { attachment: async () => pixel }))
    expect(await page.locator('.transcript img').count()).toBe(1)
    expect(await page.evaluate('document.querySelector(".transcript img").naturalWidth')).toBe(1)
    expect(await page.locator('.transcript > li').first().textContent()).toContain(
      'huge.png, too large to be shown in this file',
    )
    await page.close()
  })

  it('shows the picture of a message that was put on the timeline, with its name for those who do not see it', async () => {
    const { page } = await opened(await rendered(longIncident()))
    const picture = page.locator('#timeline td img')
    expect(await picture.count()).toBe(1)
    expect(await picture.getAttribute('alt')).toBe('error-rate.png')
    expect(await page.evaluate('document.querySelector("#timeline td img").naturalWidth')).toBe(160)
    await page.close()
  })

  it('names a picture of the timeline that is too large, or not kept any more', async () => {
    const sample = longIncident()
    const gone = await rendered(sample, { attachment: async () => undefined })
    expect(gone).toMatch(/Message 90: [^<]* \(error-rate\.png\) <a [^>]*>In Slack<\/a><\/td>/)
    const { talk } = sample.input
    const curated = talk.curated.map(one => ({ ...one, files: one.files.map(file => ({ ...file, bytes: 9_000_000 })) }))
    const large = await rendered({ ...sample, input: { ...sample.input, talk: { ...talk, curated } } })
    expect(large).toContain('(error-rate.png) too large to be shown in this file')
  })

  it.each([
    ['a desktop', 1280, []],
    ['a phone', 390, ['many']],
  ] as const)(
    'is no wider than %s: only tables of many columns are moved sideways, in themselves',
    async (_, width, moved) => {
      const { page } = await opened(await rendered(nineDays()), { viewport: { width, height: 900 } })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      const wide = await page.evaluate(
        '[...document.querySelectorAll(".table")].filter(one => one.offsetParent && one.scrollWidth > one.clientWidth + 1).map(one => one.classList[1])',
      )
      expect([...new Set(wide as string[])]).toEqual(moved)
      await page.close()
    },
  )
})
