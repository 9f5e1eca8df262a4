/** What canvases.sections.lookup can look for (docs.slack.dev/reference/methods/canvases.sections.lookup). */
export const sectionTypes = ['any_header', 'h1', 'h2', 'h3', 'list', 'table', 'blockquote', 'horizontal_line'] as const
export type SectionType = (typeof sectionTypes)[number]

const fence = /^ {0,3}(```+|~~~+)/
const heading = /^ {0,3}(#{1,6})\s/
const rule = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/

/** The Markdown of a document cut into its top-level blocks; joined by empty lines they are the document again. */
export function splitSections(markdown: string): readonly string[] {
  const sections: string[] = []
  let open: string[] = []
  let closes: string | undefined
  const close = () => {
    if (open.length > 0) sections.push(open.join('\n'))
    open = []
  }
  for (const line of markdown.replace(/\r\n?/g, '\n').split('\n')) {
    const mark = fence.exec(line)?.[1]
    if (closes !== undefined) {
      open.push(line)
      if (line.trim().startsWith(closes)) closes = undefined
    } else if (line.trim() === '') {
      close()
    } else if (heading.test(line) || rule.test(line)) {
      close()
      sections.push(line)
    } else {
      closes = mark
      open.push(line)
    }
  }
  close()
  return sections
}

/** What kinds of section a block is, most particular first; a paragraph is none of them. */
export function kindsOf(markdown: string): readonly SectionType[] {
  const level = heading.exec(markdown)?.[1]?.length
  if (level !== undefined) return [`h${Math.min(level, 3) as 1 | 2 | 3}`, 'any_header']
  if (rule.test(markdown)) return ['horizontal_line']
  if (/^ {0,3}>/.test(markdown)) return ['blockquote']
  if (/^ {0,3}([-*+]|\d{1,9}[.)])\s/.test(markdown)) return ['list']
  return countCells(markdown) > 0 ? ['table'] : []
}

/** How many cells a block has as a table, the head included; 0 when it is none. */
export function countCells(markdown: string): number {
  const [head = '', rule = '', ...rows] = markdown.split('\n')
  if (!head.includes('|') || !/^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(rule)) return 0
  const columns = head
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|').length
  return columns * (rows.length + 1)
}
