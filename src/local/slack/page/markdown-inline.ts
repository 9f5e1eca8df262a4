import { type Inline, pushText } from './doc.ts'

const token =
  /\\([!-/:-@[-`{-~])|(`+)([\s\S]*?[^`])\2(?!`)|!?\[((?:[^[\]]|\[[^\]]*\])*)\]\(\s*<?([^\s)>]*)>?(?:\s+"[^"]*")?\s*\)|<(https?:[^>\s]+|mailto:[^>\s]+)>|(https?:\/\/[^\s<>)]+)|:([a-z0-9_+-]+):|<br\s*\/?>|(\*\*|__|~~|\*|_)/gi

const styles = { '**': 'bold', __: 'bold', '*': 'italic', _: 'italic', '~~': 'strike' } as const

/** Parses the text of one Markdown paragraph, heading or cell. */
export function parseMarkdownInline(text: string): Inline[] {
  const runs: Inline[] = []
  let at = 0
  for (;;) {
    token.lastIndex = at
    const match = token.exec(text)
    if (!match) break
    pushText(runs, text.slice(at, match.index))
    const step = readToken(text, match)
    if (typeof step.run === 'string') pushText(runs, step.run)
    else runs.push(step.run)
    at = step.end
  }
  pushText(runs, text.slice(at))
  return runs
}

function readToken(text: string, match: RegExpExecArray): { run: Inline | string; end: number } {
  const [whole, escaped, , code, label, target, autolink, bare, emoji, mark] = match
  const end = match.index + whole.length
  if (escaped) return { run: escaped, end }
  if (code !== undefined) return { run: { type: 'code', text: code.trim() || code }, end }
  if (target !== undefined) return { run: readLink(whole, label ?? '', target), end }
  if (autolink) return { run: linkTo(autolink), end }
  if (bare) {
    const url = bare.replace(/[.,;:!?'"*_~]+$/, '')
    return { run: linkTo(url), end: match.index + url.length }
  }
  if (emoji) return { run: { type: 'emoji', name: emoji }, end }
  if (mark) return readStyle(text, match.index, mark) ?? { run: mark, end: match.index + mark.length }
  return { run: '\n', end }
}

function readLink(whole: string, label: string, target: string): Inline {
  // A canvas mentions people and channels as pictures of them: `![](@U0123)`, `![](#C0123)`.
  const mention = /^!.*\(([@#])([A-Z0-9]+)\)$/.exec(whole)
  if (mention?.[2]) return { type: mention[1] === '@' ? 'user' : 'channel', id: mention[2] }
  // Pictures are named and linked; the page fetches nothing from elsewhere.
  const children = whole.startsWith('!') ? [{ type: 'text' as const, text: `🖼 ${label}` }] : parseMarkdownInline(label)
  return { type: 'link', url: target, children }
}

function linkTo(url: string): Inline {
  return { type: 'link', url, children: [{ type: 'text', text: url.replace(/^mailto:/, '') }] }
}

function readStyle(text: string, from: number, mark: string): { run: Inline; end: number } | null {
  const style = isStyle(mark) ? styles[mark] : null
  const inWord = (at: number) => /[\p{L}\p{N}]/u.test(text[at] ?? ' ')
  const start = from + mark.length
  if (!style || /\s/.test(text[start] ?? ' ') || (mark.includes('_') && inWord(from - 1))) return null
  for (let to = text.indexOf(mark, start + 1); to !== -1; to = text.indexOf(mark, to + 1)) {
    if (/\s/.test(text[to - 1] ?? ' ') || (mark.includes('_') && inWord(to + mark.length))) continue
    // A lone star does not close on half of a double one.
    if (mark === '*' && (text[to + 1] === '*' || text[to - 1] === '*')) {
      if (text[to + 1] === '*') to += 1
      continue
    }
    return { run: { type: style, children: parseMarkdownInline(text.slice(start, to)) }, end: to + mark.length }
  }
  return null
}

function isStyle(mark: string): mark is keyof typeof styles {
  return mark in styles
}
