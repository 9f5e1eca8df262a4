import { escapeXml } from '../domain/escape-xml.ts'
import { type Block, type Figure, isPairs, type Table } from '../domain/review.ts'
import {
  type Image,
  type Inline,
  inlinesOf,
  isImage,
  minute,
  momentText,
  plain,
  type Text,
} from '../domain/review-text.ts'
import type { Images } from './images.ts'
import { isOfWeb } from './web-address.ts'

/** A text in HTML: moments as `<time>`, references as links, pictures by their names. */
export function html(text: Text): string {
  return inlinesOf(text).map(inline).join('')
}

/** An address, with what is in brackets in it; the full stop or the bracket behind it belongs to the sentence. */
const address = /https?:\/\/(?:[^\s<>"'()]|\([^\s<>"'()]*\))*[^\s<>"'().,;:!?…]/gi

/** What people wrote: it shows as typed, and addresses of the web can be followed. */
export function written(text: string): string {
  const links = [...text.matchAll(address)]
  const parts = links.map(({ 0: href, index }, nth) => {
    const before = links[nth - 1]
    return `${escapeXml(text.slice(before ? before.index + before[0].length : 0, index))}${link(href, href)}`
  })
  const last = links.at(-1)
  return `${parts.join('')}${escapeXml(text.slice(last ? last.index + last[0].length : 0))}`
}

function inline(part: Inline): string {
  if (typeof part === 'string') return written(part)
  if (part.kind === 'image') return escapeXml(plain(part))
  if (part.kind === 'moment')
    return `<time datetime="${part.at.toISOString()}" data-shown="${part.shown}">${momentText(part)}</time>`
  return link(part.href, part.text)
}

/** A link, if the address is one of the web; else only its words. */
export function link(href: string, text: string): string {
  if (!isOfWeb(href)) return escapeXml(text)
  return `<a href="${escapeXml(href)}" rel="noreferrer">${escapeXml(text)}</a>`
}

/** A picture inside the page, so that it needs nothing from elsewhere. */
export function picture(content: Uint8Array, { name, mediaType }: Pick<Image, 'name' | 'mediaType'>): string {
  return `<img src="data:${mediaType};base64,${Buffer.from(content).toString('base64')}" alt="${escapeXml(name)}">`
}

/** As `html`, and with its pictures. */
async function illustrated(text: Text, images: Images): Promise<string> {
  const parts: string[] = []
  for (const part of inlinesOf(text)) {
    const shown = isImage(part) ? await images.read(part) : {}
    const why = 'why' in shown && shown.why ? ` ${escapeXml(shown.why)}` : ''
    parts.push(isImage(part) && 'content' in shown ? picture(shown.content, part) : `${inline(part)}${why}`)
  }
  return parts.join('')
}

/** `name` is what a block is called where its content alone does not say it. */
export async function renderBlock(
  block: Exclude<Block, { kind: 'transcript' }>,
  { name, images }: { name: string; images: Images },
): Promise<string> {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${html(block.text)}</p>`
    case 'list':
      return renderList(block.items)
    case 'table':
      return renderTable(block, { name, cells: await cellsOf(block, text => illustrated(text, images)) })
    case 'prompt':
      return `<p class="prompt">${escapeXml(block.text)}</p>`
    case 'written':
      return `<div class="written"><p>${written(block.text)}</p><p class="by">${escapeXml(block.by)}, ${html(minute(block.at))}</p></div>`
    case 'figure':
      return renderFigure(block, name)
  }
}

async function cellsOf(
  { columns, rows }: Table,
  render: (text: Text) => string | Promise<string>,
): Promise<string[][]> {
  const cells: string[][] = []
  for (const row of rows) {
    const shown: string[] = []
    for (const index of columns.keys()) shown.push(await render(row[index] ?? ''))
    cells.push(shown)
  }
  return cells
}

function renderList(items: readonly Text[]): string {
  return `<ul>${items.map(item => `<li>${html(item)}</li>`).join('')}</ul>`
}

function renderTable({ columns }: Table, { name, cells }: { name: string; cells: readonly string[][] }): string {
  if (isPairs({ columns })) return renderPairs(cells)
  const head = `<thead><tr>${columns.map(column => `<th scope="col">${escapeXml(column)}</th>`).join('')}</tr></thead>`
  const body = cells.map(row => `<tr>${row.map(content => `<td>${content}</td>`).join('')}</tr>`)
  return `<div class="table${columns.length > 3 ? ' many' : ''}" role="region" tabindex="0" aria-label="${escapeXml(name)}"><table>${head}<tbody>${body.join('')}</tbody></table></div>`
}

function renderPairs(cells: readonly string[][]): string {
  const pairs = cells.map(([what = '', value = '']) => `<div><dt>${what}</dt><dd>${value}</dd></div>`)
  return `<dl class="pairs">${pairs.join('')}</dl>`
}

async function renderFigure({ title, picture: drawn, sentences, table }: Figure, name: string): Promise<string> {
  const { pictureSvg } = await import('./picture-svg.ts')
  const svg = pictureSvg(drawn, { title, description: sentences.map(plain).join(' '), id: 'picture' })
  return [
    `<figure><div class="scroll" role="region" tabindex="0" aria-label="${escapeXml(name)}">${svg}</div>`,
    `<figcaption>${escapeXml(title)}</figcaption></figure>`,
    `<details><summary>The picture in words</summary>${renderList(sentences)}</details>`,
    `<details><summary>The picture as a table</summary>${renderTable(table, { name: `${title}, as a table`, cells: await cellsOf(table, html) })}</details>`,
  ].join('')
}
