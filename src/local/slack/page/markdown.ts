import type { Align, DocBlock } from './doc.ts'
import { parseMarkdownInline } from './markdown-inline.ts'

/** Parses a Markdown document: the everyday part of GitHub's flavour, without raw HTML. */
export function parseMarkdown(text: string): DocBlock[] {
  return parseLines(text.replace(/\r\n?/g, '\n').replaceAll('\t', '    ').split('\n'))
}

interface Taken {
  readonly block: DocBlock | null
  /** How many lines the block took. */
  readonly count: number
}

function parseLines(lines: readonly string[]): DocBlock[] {
  const blocks: DocBlock[] = []
  let at = 0
  while (at < lines.length) {
    const taken = takeBlock(lines.slice(at))
    if (taken.block) blocks.push(taken.block)
    at += taken.count
  }
  return blocks
}

const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/
const fence = /^ {0,3}(`{3,}|~{3,})/
const rule = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/
const quote = /^ {0,3}> ?/
const item = /^( {0,3})([-*+]|\d{1,9}[.)])( +)(?=\S)/
const tableRule = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/

function takeBlock(lines: readonly string[]): Taken {
  const [first = '', second = ''] = lines
  if (!first.trim() || /^\s*<!--.*-->\s*$/.test(first)) return { block: null, count: 1 }
  const title = heading.exec(first)
  if (title) {
    const children = parseMarkdownInline(title[2] ?? '')
    return { block: { type: 'heading', level: title[1]?.length ?? 1, children }, count: 1 }
  }
  if (fence.test(first)) return takeCode(lines)
  if (rule.test(first)) return { block: { type: 'rule' }, count: 1 }
  if (quote.test(first)) return takeQuote(lines)
  if (item.test(first)) return takeList(lines)
  if (first.includes('|') && second.includes('-') && tableRule.test(second)) return takeTable(lines)
  return takeParagraph(lines)
}

function takeCode(lines: readonly string[]): Taken {
  const mark = fence.exec(lines[0] ?? '')?.[1] ?? '```'
  const close = lines.findIndex((line, index) => index > 0 && line.trim().startsWith(mark))
  const end = close === -1 ? lines.length : close
  return { block: { type: 'code', text: lines.slice(1, end).join('\n') }, count: end + 1 }
}

function takeQuote(lines: readonly string[]): Taken {
  const end = endOf(lines, line => !quote.test(line))
  const inside = lines.slice(0, end).map(line => line.replace(quote, ''))
  return { block: { type: 'quote', children: parseLines(inside) }, count: end }
}

function takeParagraph(lines: readonly string[]): Taken {
  const end = endOf(
    lines,
    line =>
      !line.trim() ||
      [heading, fence, rule, quote].some(start => start.test(line)) ||
      /^ {0,3}(?:[-*+]|1[.)]) /.test(line),
  )
  const text = lines
    .slice(0, end)
    .map(line => line.trimStart().replace(/(?: {2,}|\\)$/, '<br>'))
    .join(' ')
    .replaceAll('<br> ', '<br>')
    .replace(/<br>$/, '')
  return { block: { type: 'paragraph', children: parseMarkdownInline(text.trimEnd()) }, count: end }
}

/** The items of one list: each takes its own line and what is indented under it. */
function takeList(lines: readonly string[]): Taken {
  const firstMark = item.exec(lines[0] ?? '')?.[2] ?? '-'
  const ordered = /\d/.test(firstMark)
  const items: DocBlock[][] = []
  let at = 0
  while (at < lines.length) {
    const mark = item.exec(lines[at] ?? '')
    if (!mark || /\d/.test(mark[2] ?? '') !== ordered) break
    const indent = mark[0].length
    const rest = lines.slice(at + 1)
    const length = 1 + endOf(rest, (line, index) => endsItem(line, rest[index + 1], indent), 0)
    const own = lines
      .slice(at, at + length)
      .map((line, index) => (index === 0 ? line.slice(indent) : dedent(line, indent)))
    items.push(parseLines(own.map((line, index) => (index === 0 ? taskMark(line) : line))))
    at += length
    while (at < lines.length && !lines[at]?.trim() && item.test(lines[at + 1] ?? '')) at += 1
  }
  return { block: { type: 'list', ordered, start: Number.parseInt(firstMark, 10) || 1, items }, count: at }
}

function endsItem(line: string, next: string | undefined, indent: number): boolean {
  if (line.trim()) return item.test(line) ? indentOf(line) < indent : indentOf(line) < 2 && isBlockStart(line)
  return !next?.trim() || indentOf(next) < Math.min(indent, 2)
}

function isBlockStart(line: string): boolean {
  return [heading, fence, rule, quote].some(start => start.test(line))
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

function dedent(line: string, indent: number): string {
  return line.slice(Math.min(indent, indentOf(line)))
}

function taskMark(line: string): string {
  return line.replace(/^\[ \] /, '☐ ').replace(/^\[[xX]\] /, '☑ ')
}

function takeTable(lines: readonly string[]): Taken {
  const [head = '', ruler = ''] = lines
  const end = endOf(lines, line => !line.includes('|'))
  const align = cellsOf(ruler).map(readAlign)
  const rows = lines.slice(2, Math.max(2, end)).map(line => cellsOf(line).map(parseMarkdownInline))
  return {
    block: { type: 'table', align, header: cellsOf(head).map(parseMarkdownInline), rows },
    count: Math.max(2, end),
  }
}

function cellsOf(line: string): string[] {
  const inside = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
  return inside.split(/(?<!\\)\|/).map(cell => cell.trim().replaceAll('\\|', '|'))
}

function readAlign(ruler: string): Align {
  if (!ruler.endsWith(':')) return 'left'
  return ruler.startsWith(':') ? 'center' : 'right'
}

/** How many lines come before the first that ends the block; at least `least`. */
function endOf(lines: readonly string[], ends: (line: string, index: number) => boolean, least = 1): number {
  const end = lines.findIndex((line, index) => index >= least && ends(line, index))
  return end === -1 ? lines.length : end
}
