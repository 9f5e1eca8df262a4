/** Shows as a space and does not collapse. By name, because some readers drop the character itself. */
const hardSpace = '&nbsp;'

/**
 * Text as part of one line of Markdown: it shows exactly as typed and does nothing else, in CommonMark and with
 * GitHub's extensions (https://spec.commonmark.org/0.31.2/, https://github.github.com/gfm/). Readers that look for
 * addresses in the finished text may still link a bare one to itself.
 */
export function escapeLine(text: string): string {
  return (
    text
      .trimEnd()
      .replaceAll('\t', '    ')
      // Control characters show as nothing and may be taken for anything.
      .replace(/\p{Cc}/gu, '\ufffd')
      .replace(/[\\`*[\]<~|$@]/g, '\\$&')
      // Inside a word an underscore means nothing, and many names have one.
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
      .replace(/&(?=#?\w+;)/g, '\\&')
      // Addresses that would become links: https://…, www.…
      .replace(/:(?=\/\/)|(?<=www)\./gi, '\\$&')
      // What opens a block at the start of a line, and the closing marks of a heading.
      .replace(/^[>+=:-]|(?<!\S)#/g, '\\$&')
      .replace(/^(\d{1,9})([.)])/, '$1\\$2')
      .replace(/^\s+|(?<= ) +|\u00a0/g, spaces => hardSpace.repeat(spaces.length))
  )
}

export function splitLines(text: string): string[] {
  return text.split(/\r\n|[\r\n\u2028\u2029]/)
}

/** Lines of text that stay lines; `indent` goes in front of all but the first. */
export function escapeLines(text: string, indent = ''): string {
  return splitLines(text.trimEnd())
    .map(line => escapeLine(line) || hardSpace)
    .join(`\\\n${indent}`)
}

/** Text in a cell of a table, where a line break can only be written as HTML. */
export function escapeCell(text: string): string {
  return splitLines(text.trimEnd()).map(escapeLine).join('<br>')
}
