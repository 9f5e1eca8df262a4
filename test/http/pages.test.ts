import AxeBuilder from 'axe-core'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FilesOfIncident } from '../../src/app/kept-files.ts'
import type { ListedReview } from '../../src/app/review-shelf.ts'
import { disclose } from '../../src/domain/disclosure.ts'
import { resolve } from '../../src/domain/lifecycle.ts'
import { reviewState } from '../../src/domain/review-state.ts'
import { filesPage, gonePage } from '../../src/http/files-page.ts'
import { nothingPage } from '../../src/http/page.ts'
import { attachmentReply } from '../../src/http/reply.ts'
import { reviewsPage } from '../../src/http/reviews-page.ts'
import { launchBrowser } from '../helpers/browser.ts'
import { at, by, declared, policy } from '../helpers/incidents.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const titles = [
  'Checkout is down',
  `${'Zahlungsverkehrsunterbrechung'.repeat(12)} and a word`,
  'השירות לא זמין (503)',
  'توقف الدفع <b>now</b> & later',
]
const reviews = titles.map((title, index): ListedReview => {
  const incident = resolve(
    { ...declared({ title, isPrivate: index === 2 }), id: `INC-${40 + index}` },
    { resolution: 'done', policy },
    by('U0ANA', 60),
  )
  const formats = ['HTML', 'PDF', 'Markdown', 'JSON', 'Transcript as CSV'].map((label, nth) => ({
    label,
    path: `${incident.id}/review.${'abcde'[nth]}`,
  }))
  return {
    incident: disclose(incident, 'insider', policy),
    progress: reviewState(incident, policy),
    formats: index === 1 ? [] : formats,
    files: index === 0 ? 3 : index === 3 ? 1 : 0,
  }
})
const files: FilesOfIncident = {
  id: 'INC-42',
  title: titles[2]!,
  isPrivate: true,
  files: ['errors.png', `${'ein-sehr-langer-name'.repeat(20)}.txt`, 'קובץ (1).pdf'].map((name, index) => ({
    id: `F${index}`,
    name,
    bytes: 1_234_567 * index,
    sha256: `${index}`.repeat(64),
    sentAt: at(index),
    ...(index === 2 ? {} : { sentBy: 'בן', permalink: 'https://acme.example/p1' }),
    isOnlyHere: index === 2,
  })),
}
const sign = (path = '') => `https://sitrep.example/people/U0ANA/reviews/${path}?expires=1&signature=x`
const pages = {
  reviews: reviewsPage(reviews, sign),
  'no reviews': reviewsPage([], sign),
  files: filesPage(files, sign),
  'no files': filesPage({ ...files, files: [] }, sign),
  'a file that is gone': gonePage('It was deleted in Slack.', sign),
  nothing: nothingPage(),
}
const looks = {
  'a desk, in the light': { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  'a phone, in the dark': { viewport: { width: 360, height: 640 }, colorScheme: 'dark', hasTouch: true },
} as const satisfies Record<string, BrowserContextOptions>

async function opened(html: string, look: BrowserContextOptions, see: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext(look)
  try {
    const page = await context.newPage()
    await page.setContent(html)
    await see(page)
  } finally {
    await context.close()
  }
}

const seen = [
  ...(['reviews', 'files'] as const).map(which => [which, 'a desk, in the light'] as const),
  ...(Object.keys(pages) as (keyof typeof pages)[]).map(which => [which, 'a phone, in the dark'] as const),
]

it.each(seen)('%s on %s: nothing that axe finds fault with, and nothing beside the screen', async (which, name) => {
  await opened(pages[which], looks[name], async page => {
    await page.evaluate(AxeBuilder.source)
    const rules = { 'target-size': { enabled: true } }
    const found = await page.evaluate(
      `axe.run({ rules: ${JSON.stringify(rules)} }).then(({ violations, incomplete }) =>
        [...violations, ...incomplete].map(one => one.id + ' ' + one.nodes[0].html))`,
    )
    expect(found).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  })
})

describe('the list of reviews', () => {
  it('is gone through with the keyboard alone, link by link, each with a name of its own and to be seen', async () => {
    await opened(pages.reviews, {}, async page => {
      const links = await page.getByRole('link').count()
      const reached: string[] = []
      for (let nth = 0; nth < links; nth++) {
        await page.keyboard.press('Tab')
        const [label, outline] = await page.evaluate<[string, string]>(
          `[document.activeElement.getAttribute('aria-label'), getComputedStyle(document.activeElement).outlineStyle]`,
        )
        expect(outline).not.toBe('none')
        reached.push(label)
      }
      expect(reached.slice(0, 6)).toEqual([
        'HTML, INC-40',
        'PDF, INC-40',
        'Markdown, INC-40',
        'JSON, INC-40',
        'Transcript as CSV, INC-40',
        '3 files, INC-40',
      ])
      expect(new Set(reached).size).toBe(links)
    })
  })

  it('keeps the number before a title in Hebrew or Arabic, and the mark of a private one behind it', async () => {
    await opened(pages.reviews, {}, async page => {
      const heading = page.getByRole('heading', { name: /INC-42/ })
      const left = async (part: Locator) => (await part.boundingBox())?.x ?? Number.NaN
      const [start, title, mark] = [
        await left(heading),
        await left(heading.locator('bdi')),
        await left(heading.locator('.private')),
      ]
      expect(start).toBeLessThan(title)
      expect(title).toBeLessThan(mark)
    })
  })
})

describe('the list of files', () => {
  it('has a page that somebody sent saved under its name, and stays where it is', async () => {
    await opened(pages.files, {}, async page => {
      const content = (async function* () {})()
      const sent = { fileName: files.files[2]!.name, mediaType: 'application/octet-stream', bytes: 0, content }
      const { status, type, headers } = attachmentReply(sent)
      await page.route('https://sitrep.example/**', route =>
        route.fulfill({ status, contentType: type, headers: { ...headers }, body: '<script>opener</script>' }),
      )
      const saved = page.waitForEvent('download')
      await page.getByRole('link', { name: 'pdf' }).click()
      expect((await saved).suggestedFilename()).toBe('קובץ (1).pdf')
      expect(await page.title()).toBe('Files of INC-42')
    })
  })
})
