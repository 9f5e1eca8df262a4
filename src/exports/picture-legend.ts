import { escapeXml } from '../domain/escape-xml.ts'
import type { Picture } from '../domain/picture.ts'
import { INK, MARKS } from './picture-look.ts'
import { fitted, hour, margin, pictureWidth } from './picture-scale.ts'

/** What the shapes mean, and what the numbers stand for. */
export function legend(picture: Picture, top: number): { svg: string; end: number } {
  const used = picture.lanes.flatMap(({ marks }) => marks)
  const isDueShown = used.some(({ since }) => since !== undefined)
  const kinds = [...new Set([...used.map(({ kind }) => kind), ...(isDueShown ? (['due'] as const) : [])])]
  const parts: string[] = []
  let [x, y] = [20, top]
  for (const kind of kinds) {
    const { path, label, fill, line } = MARKS[kind]
    const width = 30 + label.length * 7
    if (x + width > pictureWidth - margin.right) [x, y] = [20, y + 20]
    parts.push(
      `<path d="${path}" transform="translate(${x},${y})" fill="${fill}" stroke="${line}" stroke-width="1.5"/>`,
    )
    parts.push(textAt({ x: x + 11, y: y + 4, size: 11, fill: INK.label }, label))
    x += width
  }
  if (kinds.length > 0) y += 24
  const half = Math.ceil(picture.events.length / 2)
  const column = (pictureWidth - 28) / 2
  for (const [index, { at, number, text }] of picture.events.entries()) {
    const left = 20 + (index >= half ? column : 0)
    const line = y + (index % half) * 19
    const words = `${hour(at, undefined, picture)}  ${text}`
    parts.push(`<circle cx="${left}" cy="${line}" r="7.5" fill="${INK.event}"/>`)
    parts.push(textAt({ x: left, y: line + 3.5, size: 9, fill: INK.paper, middle: true }, String(number)))
    parts.push(textAt({ x: left + 14, y: line + 4, size: 11, fill: INK.text }, fitted(words, column - 30, 11)))
  }
  return { svg: parts.join(''), end: y + half * 19 + 6 }
}

interface Place {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly fill: string
  readonly middle?: boolean
}

export function textAt({ x, y, size, fill, middle }: Place, text: string): string {
  const anchor = middle ? ' text-anchor="middle" font-weight="bold"' : ''
  return `<text x="${x}" y="${y}" fill="${fill}" font-size="${size}"${anchor}>${escapeXml(text)}</text>`
}
