/** A no-break space: shows as a space, and neither indents, ends a line nor collapses. */
const hardSpace = '\u00a0'

/**
 * Text as part of one line of Markdown: it shows exactly as typed and does nothing else, in CommonMark and with
 * GitHub's extensions (https://spec.commonmark.org/0.31.2/, https://github.github.com/gfm/). Readers that look for
 * addresses in the finished text may still link a bare one to itself.
 */
export function escapeLine(text: string): string {
  return (
    text
      // Control characters show as nothing and may be taken for anything.
      .replace(/(?!\t)\p{Cc}/gu, '\ufffd')
      .replaceAll('\t', hardSpace.repeat(4))
      .replace(/^ +| +$| {2,}/g, spaces => hardSpace.repeat(spaces.length))
      .replace(/[\\`*[\]<~|$@]/g, '\\$&')
      // Inside a word an underscore means nothing, and many names have one.
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
      .replace(/&(?=#?\w+;)/g, '\\&')
      .replace(/:(?=\/\/)/g, '\\:')
      .replace(/(?<=\bwww)\./gi, '\\.')
      // What opens a block at the start of a line, and the closing marks of a heading.
      .replace(/^[>+=:-]|(?:^|(?<=[ \u00a0]))#/g, '\\$&')
      .replace(/^(\d{1,9})([.)])/, '$1\\$2')
  )
}

export function splitLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/)
}

/** Lines of text that stay lines; `indent` goes in front of all but the first. */
export function escapeLines(text: string, indent = ''): string {
  return splitLines(text)
    .map(line => escapeLine(line) || hardSpace)
    .join(`\\\n${indent}`)
}

/** Text in a cell of a table, where a line break can only be written as HTML. */
export function escapeCell(text: string): string {
  return splitLines(text).map(escapeLine).join('<br>')
}
