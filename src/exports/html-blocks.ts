import type { Block, Figure, Table } from '../domain/review.ts'
import { type Inline, inlinesOf, minute, momentText, plain, type Text } from '../domain/review-text.ts'
import { escapeXml } from './escape-xml.ts'
import { pictureSvg } from './picture-svg.ts'

/** A text in HTML: moments as `<time>`, references as links. */
export function html(text: Text): string {
  return inlinesOf(text).map(inline).join('')
}

function inline(part: Inline): string {
  if (typeof part === 'string') return escapeXml(part)
  if (part.kind === 'moment')
    return `<time datetime="${part.at.toISOString()}" data-shown="${part.shown}">${momentText(part)}</time>`
  return link(part.href, part.text)
}

/** A link, if the address is one of the web; else only its words. */
export function link(href: string, text: string): string {
  if (!/^https?:\/\//i.test(href)) return escapeXml(text)
  return `<a href="${escapeXml(href)}" rel="noreferrer">${escapeXml(text)}</a>`
}

/** `name` is what a block is called where its content alone does not say it. */
export function renderBlock(block: Exclude<Block, { kind: 'transcript' }>, name: string): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${html(block.text)}</p>`
    case 'list':
      return renderList(block.items)
    case 'table':
      return renderTable(block, name)
    case 'prompt':
      return `<p class="prompt">${escapeXml(block.text)}</p>`
    case 'written':
      return `<div class="written"><p>${escapeXml(block.text)}</p><p class="by">${escapeXml(block.by)}, ${html(minute(block.at))}</p></div>`
    case 'figure':
      return renderFigure(block, name)
  }
}

function renderList(items: readonly Text[]): string {
  return `<ul>${items.map(item => `<li>${html(item)}</li>`).join('')}</ul>`
}

/** Two columns are names and their values; in every other table, the first row heads the columns. */
function renderTable({ columns, rows }: Table, name: string): string {
  const isPairs = columns.length === 2 && columns[0] === 'What' && columns[1] === 'Value'
  const head = isPairs
    ? ''
    : `<thead><tr>${columns.map(column => `<th scope="col">${escapeXml(column)}</th>`).join('')}</tr></thead>`
  const body = rows.map(cells => {
    const shown = columns.map((_, index) => {
      const content = html(cells[index] ?? '')
      return isPairs && index === 0 ? `<th scope="row">${content}</th>` : `<td>${content}</td>`
    })
    return `<tr>${shown.join('')}</tr>`
  })
  return `<div class="table" role="region" tabindex="0" aria-label="${escapeXml(name)}"><table>${head}<tbody>${body.join('')}</tbody></table></div>`
}

function renderFigure({ title, picture, sentences, table }: Figure, name: string): string {
  const svg = pictureSvg(picture, { title, description: sentences.map(plain).join(' '), id: 'picture' })
  return [
    `<figure><div class="scroll" role="region" tabindex="0" aria-label="${escapeXml(name)}">${svg}</div>`,
    `<figcaption>${escapeXml(title)}</figcaption></figure>`,
    `<details><summary>The picture in words</summary>${renderList(sentences)}</details>`,
    `<details><summary>The picture as a table</summary>${renderTable(table, `${title}, as a table`)}</details>`,
  ].join('')
}
