import { type DocBlock, type Inline, pushText } from './doc.ts'

/** Parses Slack's mrkdwn (docs.slack.dev/messaging/formatting-message-text). */
export function parseMrkdwn(text: string): DocBlock[] {
  const blocks: DocBlock[] = []
  const fences = text.split(/```\n?([\s\S]+?)\n?```/)
  fences.forEach((part, index) => {
    if (index % 2 === 1) blocks.push({ type: 'code', text: plainOf(part) })
    else blocks.push(...parseLines(trimLineBreaks(part, index > 0, index < fences.length - 1)))
  })
  return blocks
}

/** Parses a plain_text object's text: only emoji shortcodes mean anything there. */
export function parsePlain(text: string): Inline[] {
  const runs: Inline[] = []
  let rest = text
  while (rest) {
    const emoji = /:([a-z0-9_+-]+):/.exec(rest)
    if (!emoji?.[1]) break
    pushText(runs, rest.slice(0, emoji.index))
    runs.push({ type: 'emoji', name: emoji[1] })
    rest = rest.slice(emoji.index + emoji[0].length)
  }
  pushText(runs, rest)
  return runs
}

/** Undoes the escaping of the three characters that Slack escapes. */
export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

function trimLineBreaks(text: string, afterFence: boolean, beforeFence: boolean): string {
  const trimmed = afterFence ? text.replace(/^\n/, '') : text
  return beforeFence ? trimmed.replace(/\n$/, '') : trimmed
}

const quoteLine = /^(?:>|&gt;) ?(?!(?:>|&gt;))/
const quoteRest = /^(?:>|&gt;){3}\s?/
const bulletLine = /^\s*[•◦▪-]\s+/
const numberLine = /^\s*(\d{1,3})\.\s+/

type LineKind = 'quote' | 'bullet' | 'number' | 'text'

function kindOf(line: string): LineKind {
  if (quoteLine.test(line)) return 'quote'
  if (bulletLine.test(line)) return 'bullet'
  return numberLine.test(line) ? 'number' : 'text'
}

function parseLines(text: string): DocBlock[] {
  if (!text) return []
  const blocks: DocBlock[] = []
  const lines = text.split('\n')
  let at = 0
  while (at < lines.length) {
    const first = lines[at] ?? ''
    if (quoteRest.test(first)) {
      const rest = lines.slice(at).join('\n').replace(quoteRest, '')
      blocks.push({ type: 'quote', children: parseLines(rest) })
      break
    }
    const kind = kindOf(first)
    const end = lines.findIndex((line, index) => index > at && (kindOf(line) !== kind || quoteRest.test(line)))
    const group = lines.slice(at, end === -1 ? lines.length : end)
    at += group.length
    const block = groupOf(kind, group)
    if (block) blocks.push(block)
  }
  return blocks
}

function groupOf(kind: LineKind, lines: readonly string[]): DocBlock | null {
  switch (kind) {
    case 'quote':
      return { type: 'quote', children: parseLines(lines.map(line => line.replace(quoteLine, '')).join('\n')) }
    case 'bullet':
    case 'number': {
      const marker = kind === 'bullet' ? bulletLine : numberLine
      return {
        type: 'list',
        ordered: kind === 'number',
        start: Number(numberLine.exec(lines[0] ?? '')?.[1] ?? 1),
        items: lines.map(line => [{ type: 'paragraph', children: parseInline(line.replace(marker, '')) }]),
      }
    }
    case 'text': {
      const text = lines.join('\n')
      return text.trim() ? { type: 'paragraph', children: parseInline(text) } : null
    }
  }
}

const styles = { '*': 'bold', _: 'italic', '~': 'strike' } as const
const token = /<([^<>\n]+)>|`([^`\n]+)`|:([a-z0-9_+-]+):|(https?:\/\/[^\s<>|]+)|([*_~])/g

/** Parses one run of mrkdwn that has no quotes, lists or fences in it. */
export function parseInline(text: string): Inline[] {
  const runs: Inline[] = []
  let at = 0
  token.lastIndex = 0
  for (;;) {
    token.lastIndex = at
    const match = token.exec(text)
    if (!match) break
    const step = readToken(text, match)
    const from = match.index
    pushText(runs, unescapeText(text.slice(at, step ? from : from + 1)))
    if (step) runs.push(step.run)
    at = step ? step.end : from + 1
  }
  pushText(runs, unescapeText(text.slice(at)))
  return runs
}

function readToken(text: string, match: RegExpExecArray): { run: Inline; end: number } | null {
  const [whole, angle, code, emoji, url, mark] = match
  const end = match.index + whole.length
  if (angle) return { run: readAngle(angle), end }
  if (code) return { run: { type: 'code', text: plainOf(code) }, end }
  if (emoji) return { run: { type: 'emoji', name: emoji }, end }
  if (url) {
    const bare = url.replace(/[.,;:!?)\]}'"*_~]+$/, '')
    const shown = unescapeText(bare)
    return {
      run: { type: 'link', url: shown, children: [{ type: 'text', text: shown }] },
      end: match.index + bare.length,
    }
  }
  if (mark === '*' || mark === '_' || mark === '~') return readStyle(text, match.index, mark)
  return null
}

function readStyle(text: string, from: number, mark: keyof typeof styles): { run: Inline; end: number } | null {
  if (/[\p{L}\p{N}]/u.test(text[from - 1] ?? ' ') || /\s/.test(text[from + 1] ?? ' ')) return null
  for (let to = text.indexOf(mark, from + 2); to !== -1; to = text.indexOf(mark, to + 1)) {
    const inside = text.slice(from + 1, to)
    if (inside.includes('\n')) return null
    if (/\s$/.test(inside) || /[\p{L}\p{N}]/u.test(text[to + 1] ?? ' ')) continue
    if ((inside.match(/`/g)?.length ?? 0) % 2 === 1 || inside.lastIndexOf('<') > inside.lastIndexOf('>')) continue
    return { run: { type: styles[mark], children: parseInline(inside) }, end: to + 1 }
  }
  return null
}

function readAngle(inner: string): Inline {
  const bar = inner.indexOf('|')
  const target = bar === -1 ? inner : inner.slice(0, bar)
  const label = bar === -1 ? undefined : unescapeText(inner.slice(bar + 1))
  const named = label ? { label } : {}
  if (/^@[UW]/.test(target)) return { type: 'user', id: target.slice(1), ...named }
  if (/^#[CGD]/.test(target)) return { type: 'channel', id: target.slice(1), ...named }
  if (target.startsWith('!subteam^')) return { type: 'usergroup', id: target.slice('!subteam^'.length), ...named }
  if (target.startsWith('!date^')) return readDate(target, label ?? '')
  if (target.startsWith('!')) return { type: 'broadcast', range: label ?? target.slice(1) }
  const url = unescapeText(target)
  return { type: 'link', url, children: [{ type: 'text', text: label || url.replace(/^mailto:/, '') }] }
}

function readDate(target: string, fallback: string): Inline {
  const [, unix = '', format = '', url] = target.split('^')
  if (!/^\d+$/.test(unix) || !format) return { type: 'text', text: fallback }
  return { type: 'date', unix: Number(unix), format: unescapeText(format), fallback, ...(url ? { url } : {}) }
}

/** Code shows what a link or mention says, without its brackets. */
function plainOf(text: string): string {
  return unescapeText(
    text.replace(/<(https?:[^|>]+)(?:\|([^>]*))?>/g, (_, url: string, label?: string) => label ?? url),
  )
}
