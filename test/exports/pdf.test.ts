import { extractImages, extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import { composeReview } from '../../src/domain/compose-review.ts'
import type { Transcript } from '../../src/domain/review.ts'
import { transcriptOf } from '../../src/domain/transcript.ts'
import { pdf } from '../../src/exports/pdf.ts'
import {
  longIncident,
  nineDays,
  type SampleReview,
  shortIncident,
  transcriptOfSample,
} from '../domain/sample-reviews.ts'
import { pngWith } from '../helpers/png.ts'
import { bytesOf } from '../helpers/rendered.ts'

const render = (sample: SampleReview, more: Partial<Transcript> = {}) =>
  bytesOf(pdf.render(composeReview(sample.input), { ...transcriptOfSample(sample), ...more }))

/** The text of each page, with single spaces. */
async function pagesOf(bytes: Uint8Array): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)))
  return text.map(one => one.replace(/\s+/gu, ' '))
}

describe('the PDF review', () => {
  it.each([
    ['of twenty minutes', shortIncident, 7],
    ['of four hours', longIncident, 18],
    ['of nine days', nineDays, 36],
  ] as const)('%s has its pages, numbered, each with head and foot', async (_, make, most) => {
    const pages = await pagesOf(await render(make()))
    expect(pages.length).toBeGreaterThan(most / 2)
    expect(pages.length).toBeLessThanOrEqual(most)
    for (const [index, text] of pages.entries()) {
      expect(text).toContain(`Page ${index + 1}`)
      expect(text).toContain(`INC-${make().input.incident.number}: ${make().input.incident.title}`)
      expect(text).toContain('All times are UTC')
    }
  })

  it('has a bookmark for each section, and says in its own words what it is', async () => {
    const sample = longIncident()
    const document = await getDocumentProxy(new Uint8Array(await render(sample)))
    const outline = (await document.getOutline()) as { title: string }[]
    expect(outline.map(({ title }) => title)).toEqual([
      ...composeReview(sample.input).sections.map(({ heading }) => heading),
      'Appendix: the picture as a table',
    ])
    expect((await document.getMetadata()).info).toMatchObject({ Title: 'INC-42: Checkout is down', Creator: 'Sitrep' })
  })

  it('holds every message, fact and label of the picture', async () => {
    const all = (await pagesOf(await render(longIncident()))).join(' ')
    for (let index = 0; index < 180; index += 7) expect(all).toContain(`Message ${index}: the error rate`)
    for (const words of [
      'First update: missed',
      'UPDATES DUE AND SENT',
      'missed: automatic',
      'Reported by Ana on 2026-03-04 21:40 UTC',
    ])
      expect(all).toContain(words)
  })

  it('breaks no word of a table that has room', async () => {
    const all = (await pagesOf(await render(longIncident()))).join(' ')
    expect(all.match(/Responders/g)?.length).toBeGreaterThan(9)
    expect(all).not.toMatch(/Responder s|Automati c/)
  })

  it('needs no head above names and their values', async () => {
    const [first = ''] = await pagesOf(await render(shortIncident()))
    expect(first).toContain('At a glance Status Closed')
    expect(first).not.toContain('What Value')
  })

  it('breaks no clock time where a day and a time are too wide for one line', async () => {
    const document = await getDocumentProxy(new Uint8Array(await render(nineDays())))
    const { text } = await extractText(document)
    const log = text.filter(page => page.includes('Promised')).join('\n')
    expect(log).toContain('09:05 UTC')
    expect(log).not.toMatch(/\d\d:\d\d\s*\n\s*UTC/)
  })

  it('sets at the right what is written from right to left', async () => {
    const { input, messages } = shortIncident()
    const said = messages.map((one, nth) => (nth === 0 ? { ...one, text: 'שלום עולם' } : one))
    const document = await getDocumentProxy(new Uint8Array(await render({ input, messages: said })))
    const ends: number[] = []
    for (let number = 1; number <= document.numPages; number++) {
      const { items } = await (await document.getPage(number)).getTextContent()
      for (const item of items)
        if ('str' in item && /[א-ת]/u.test(item.str)) ends.push(Math.round(item.transform[4] + item.width))
    }
    expect(Math.max(...ends)).toBe(547)
  })

  it('ends a very long transcript with how many messages it leaves out, and where they are', async () => {
    const messages = Array.from({ length: 5_002 }, (_, nth) => ({
      ...{ ts: `1772445600.${String(nth).padStart(6, '0')}`, user: 'U0BEN', text: `said ${nth}` },
      ...{ isEdited: false, isSystem: false, files: [], reactions: [] },
    }))
    const sections = [{ id: 'transcript', heading: 'All', blocks: [{ kind: 'transcript' as const }] }]
    const review = { id: 'INC-1', title: 'Long', builtAt: new Date(0), sections }
    const names = { user: (id: string) => id, channel: (id: string) => id }
    const document = await getDocumentProxy(
      new Uint8Array(await bytesOf(pdf.render(review, transcriptOf(messages, names)))),
    )
    const last = await (await document.getPage(document.numPages)).getTextContent()
    const text = last.items.map((item: object) => ('str' in item ? item.str : '')).join(' ')
    expect(text).toContain('said 4999')
    expect(text).not.toContain('said 5000')
    expect(text.replace(/\s+/gu, ' ')).toContain('These are the first 5,000 of 5,002 messages.')
  })

  it('repeats the head of a table on each page that it goes on to', async () => {
    const pages = await pagesOf(await render(nineDays()))
    expect(
      pages.filter(text => text.includes('Audience Where Promised Written Sent Kind By In time')).length,
    ).toBeGreaterThan(2)
  })

  const reviewOf = (...texts: string[]) => ({
    ...{ id: 'INC-1', title: texts[0] ?? '', builtAt: new Date(0) },
    sections: [{ id: 'all', heading: 'All', blocks: texts.map(text => ({ kind: 'paragraph' as const, text })) }],
  })
  const nobody = transcriptOf([], { user: id => id, channel: id => id })

  it.each([
    ['Greek and Cyrillic', 'Ärger, Ёлка, Ωμέγα'],
    ['Japanese', '決済が失敗しています'],
    ['Korean', '결제가 실패합니다'],
    ['Chinese', '支付失败，請查看日誌'],
    ['emoji', 'on fire 🔥, done ✅'],
  ])('writes %s', async (_, words) => {
    const pages = await pagesOf(await bytesOf(pdf.render(reviewOf('Title', words), nobody)))
    expect(pages.join(' ')).toContain(words)
    expect(pages.join(' ')).not.toContain('none of its fonts')
  })

  it('has room for a line of wide letters, and goes on with the next', async () => {
    const words = '決済が失敗'.repeat(40)
    const pages = await pagesOf(await bytesOf(pdf.render(reviewOf('Title', words), nobody)))
    expect(pages.join('').replace(/\s/gu, '')).toContain(words)
    expect(pages.join('').match(/決済[^\s]*/gu)?.length).toBeGreaterThan(2)
  })

  it('goes on after the end of a page in the letters in which it began', async () => {
    const review = {
      ...{ id: 'INC-1', title: 'Title', builtAt: new Date(0) },
      sections: [{ id: 'all', heading: 'All', blocks: [{ kind: 'list' as const, items: ['word '.repeat(1_500)] }] }],
    }
    const document = await getDocumentProxy(new Uint8Array(await bytesOf(pdf.render(review, nobody))))
    expect(document.numPages).toBe(2)
    for (const page of [1, 2]) {
      const { items } = await (await document.getPage(page)).getTextContent()
      const words = (items as { str?: string; height: number }[]).filter(({ str }) => str?.startsWith('word'))
      expect([...new Set(words.map(({ height }) => height))]).toEqual([9.5])
    }
  })

  it('says in place which characters none of its fonts has, and at the end how many', async () => {
    const pages = await pagesOf(await bytesOf(pdf.render(reviewOf('Title', 'before สวัสดี, ก after'), nobody)))
    expect(pages.join(' ')).toContain('before [4 characters not in this font], [U+0E01] after')
    expect(pages.join(' ')).toContain('none of its fonts has: 5. They stand as their numbers')
  })

  it('goes on after a cell that is longer than a page', async () => {
    const sample = shortIncident()
    const { incident } = sample.input
    const timeline = incident.timeline.map(fact =>
      fact.type === 'noted' ? { ...fact, text: 'word '.repeat(4_000) } : fact,
    )
    const pages = await pagesOf(
      await render({ ...sample, input: { ...sample.input, incident: { ...incident, timeline } } }),
    )
    expect(pages.join(' ').match(/\bword\b/g)?.length).toBeGreaterThan(3_990)
    expect(pages.join(' ')).toContain('closed the incident')
  })

  it('is the same for the same input', async () => {
    expect(Buffer.compare(await render(shortIncident()), await render(shortIncident()))).toBe(0)
  })

  it('leads from what was put on the timeline, from each kept file and each message, to where it stands in Slack', async () => {
    const sample = longIncident()
    const document = await getDocumentProxy(new Uint8Array(await render(sample)))
    const leads: string[] = []
    for (let page = 1; page <= document.numPages; page++) {
      const found = (await (await document.getPage(page)).getAnnotations()) as { url?: string; rect: number[] }[]
      for (const { url = '', rect } of found) {
        leads.push(url)
        const [left = 0, bottom = 0, right = 0, top = 0] = rect
        expect([left > 40, right < 560, right - left > 10, top - bottom > 5]).toEqual([true, true, true, true])
      }
    }
    const { talk } = sample.input
    const curated = talk.curated.flatMap(({ permalink = '' }) => permalink)
    const files = talk.withFiles.flatMap(({ permalink = '' }) => permalink)
    const all = sample.messages.map(({ permalink = '' }) => permalink)
    expect(curated.length).toBeGreaterThan(2)
    expect(leads.filter(url => url.includes('slack.example')).toSorted()).toEqual(
      [...curated, ...files, ...all].toSorted(),
    )
  })

  it('makes no link of an address that is none of the web', async () => {
    const sample = shortIncident()
    const messages = sample.messages.map(message => ({ ...message, permalink: 'javascript:alert(1)' }))
    const bytes = await render({ ...sample, messages })
    const document = await getDocumentProxy(new Uint8Array(bytes))
    const found = await Promise.all(
      Array.from({ length: document.numPages }, async (_, index) =>
        (await document.getPage(index + 1)).getAnnotations(),
      ),
    )
    expect(JSON.stringify(found)).not.toContain('javascript')
    expect(Buffer.from(bytes).toString('latin1')).not.toContain('javascript:')
  })

  /** Width, height and the first two colours of each picture. */
  async function picturesOf(bytes: Uint8Array) {
    const document = await getDocumentProxy(new Uint8Array(bytes))
    const found = []
    for (let page = 1; page <= document.numPages; page++) found.push(...(await extractImages(document, page)))
    return found.map(({ width, height, data }) => ({ width, height, colours: [...new Set(data)].slice(0, 4) }))
  }

  it('shows the picture of a message that was put on the timeline, on white', async () => {
    const bytes = await render(longIncident())
    expect(await picturesOf(bytes)).toEqual([{ width: 160, height: 60, colours: [255, 192, 57, 43] }])
    expect(Buffer.compare(bytes, await render(longIncident()))).toBe(0)
  })

  it('names a picture that is damaged, and goes on', async () => {
    const damaged = pngWith({ width: 20, height: 20 }, Buffer.from('no image'))
    const pages = await pagesOf(await render(longIncident(), { attachment: async () => damaged }))
    expect(pages.join(' ')).toContain('(error-rate.png) cannot be shown in a PDF; the HTML review has it In Slack')
    expect(pages.join(' ')).toContain('Message 175: the error rate')
  })
})
