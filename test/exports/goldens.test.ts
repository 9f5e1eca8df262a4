import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import { composeReview } from '../../src/domain/compose-review.ts'
import { composeSanitised } from '../../src/domain/compose-sanitised.ts'
import type { ReviewFormat } from '../../src/domain/review.ts'
import { canvas } from '../../src/exports/canvas.ts'
import { html } from '../../src/exports/html.ts'
import { json } from '../../src/exports/json.ts'
import { markdown } from '../../src/exports/markdown.ts'
import { pdf } from '../../src/exports/pdf.ts'
import { pixelsOf } from '../../src/exports/picture-png.ts'
import { png } from '../../src/exports/png.ts'
import { csv, jsonl } from '../../src/exports/transcript-lines.ts'
import {
  longIncident,
  nineDays,
  type SampleReview,
  shortIncident,
  transcriptOfSample,
} from '../domain/sample-reviews.ts'
import { bytesOf, contentOf } from '../helpers/rendered.ts'

/** All that was said in the first two; of the 600 messages of the nine days, the first third. */
const saidAtMost = 200

function rendering({ input, messages }: SampleReview, format: ReviewFormat) {
  return format.render(composeReview(input), transcriptOfSample({ input, messages: messages.slice(0, saidAtMost) }))
}

/** The words of a page, a line for each block, with what opens and closes a section. */
function wordsOf(page: string): string {
  const content = page.slice(page.indexOf('<header>'), page.indexOf('<script>'))
  return content
    .replace(/<svg[\s\S]*?<\/svg>/g, '[picture]')
    .replace(/<img src="data:([^;]*);base64,[^"]*" alt="([^"]*)">/g, '[$1: $2]')
    .replace(/<section id="([^"]*)"/g, '\n\n[section $1]<x')
    .replace(/<\/(?:p|li|tr|dd|h1|h2|summary|figcaption|nav|ul|thead)>/g, '\n')
    .replace(/<\/(?:t[dh]|dt)>/g, ' | ')
    .replace(/<[^>]*>/g, '')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
}

/** The tags of a page with what names, describes and leads, a line each; of what is the same many times, the first few. */
function structureOf(page: string): string {
  const content = page.slice(page.indexOf('<body>'), page.indexOf('<script>'))
  const tags = content.replace(/<svg([^>]*)>[\s\S]*?<\/svg>/g, '<svg$1>').match(/<[a-z][^>]*>/g) ?? []
  const named = tags.map(tag => tag.replace(/(src="data:[^;]*;base64,)[^"]*/, '$1(picture)'))
  return `${named.filter(tag => / (?:id|class|href|alt|aria-[a-z]+|role|scope|data-[a-z]+|datetime|src)/.test(tag)).join('\n')}\n`
}

function sizeOf(file: Uint8Array): { width: number; height: number } {
  const head = Buffer.from(file)
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) }
}

async function pagesOf(bytes: Uint8Array): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)))
  return `${text.map((page, index) => `[page ${index + 1}]\n${page.trim()}`).join('\n\n')}\n`
}

describe.each(Object.entries({ shortIncident, longIncident, nineDays }))('the review of %s', (name, make) => {
  const golden = (end: string) => `../golden/review-${name}.golden.${end}`

  it('reads as agreed in Markdown', async () => {
    await expect(await contentOf(rendering(make(), markdown))).toMatchFileSnapshot(golden('md'))
  })

  it('reads as agreed in a canvas', async () => {
    await expect(await contentOf(rendering(make(), canvas))).toMatchFileSnapshot(golden('canvas.md'))
  })

  it('holds in JSON what was agreed', async () => {
    // With every fact, all seals after it change: what they are worth is tested beside `verify`.
    const content = (await contentOf(rendering(make(), json))).replace(/"[0-9a-f]{64}"/g, '"(seal)"')
    await expect(content).toMatchFileSnapshot(golden('json'))
  })

  it('has in HTML the sections and words that were agreed', async () => {
    await expect(wordsOf(await contentOf(rendering(make(), html)))).toMatchFileSnapshot(golden('html.txt'))
  })

  it('has in HTML the links, names and marks that were agreed', async () => {
    await expect(structureOf(await contentOf(rendering(make(), html)))).toMatchFileSnapshot(golden('html.tags.txt'))
  })

  it.each([csv, jsonl])('has the transcript as agreed, as $label', async format => {
    await expect(await contentOf(rendering(make(), format))).toMatchFileSnapshot(golden(format.extension))
  })

  it('reads as agreed, sanitised for customers', async () => {
    const review = composeSanitised('customers', make().input)
    const content = await contentOf(markdown.render(review, transcriptOfSample(make())))
    await expect(content).toMatchFileSnapshot(golden('customers.md'))
  })

  it('is a picture that decodes, the same each time', async () => {
    const [first, again] = [await bytesOf(rendering(make(), png)), await bytesOf(rendering(make(), png))]
    expect(Buffer.compare(first, again)).toBe(0)
    const { width, height, pixels } = await pixelsOf({ ...sizeOf(first), content: first, mediaType: 'image/png' }, 400)
    expect([width, height > 100, new Set(pixels).size > 50]).toEqual([400, true, true])
  })

  it('has in PDF the pages and words that were agreed', async () => {
    await expect(await pagesOf(await bytesOf(rendering(make(), pdf)))).toMatchFileSnapshot(golden('pdf.txt'))
  })
})
