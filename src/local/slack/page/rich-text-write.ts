import type { RichTextBlock, RichTextElement } from '@slack/types'
import type { DocBlock, Inline } from './doc.ts'
import { parseMrkdwn } from './mrkdwn.ts'

type Part = RichTextBlock['elements'][number]

interface Style {
  readonly bold?: boolean
  readonly italic?: boolean
  readonly strike?: boolean
  readonly code?: boolean
}

/** Typed markup (`*bold*`, `- item`, `> quote`) as the rich_text block that Slack's editor would send. */
export function writeRichText(typed: string): RichTextBlock {
  const escaped = typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const linked = escaped.replace(/\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/g, '<$2|$1>')
  return { type: 'rich_text', elements: parseMrkdwn(linked).flatMap(block => writePart(block, 0)) }
}

function writePart(block: DocBlock, indent: number): Part[] {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return [{ type: 'rich_text_section', elements: writeRuns(block.children) }]
    case 'quote':
      return [{ type: 'rich_text_quote', elements: block.children.flatMap((child, at) => runsOf(child, at > 0)) }]
    case 'code':
      return [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: block.text }] }]
    case 'list':
      return [
        {
          type: 'rich_text_list',
          style: block.ordered ? 'ordered' : 'bullet',
          indent,
          elements: block.items.map(item => ({
            type: 'rich_text_section',
            elements: item.flatMap(child => runsOf(child, false)),
          })),
        },
      ]
    case 'table':
    case 'rule':
      return []
  }
}

function runsOf(block: DocBlock, isAfterAnother: boolean): RichTextElement[] {
  const runs = 'children' in block && block.type !== 'quote' ? writeRuns(block.children) : []
  return isAfterAnother ? [{ type: 'text', text: '\n' }, ...runs] : runs
}

function writeRuns(runs: readonly Inline[], style: Style = {}): RichTextElement[] {
  return runs.flatMap(run => writeRun(run, style))
}

function writeRun(run: Inline, style: Style): RichTextElement[] {
  const styled = Object.keys(style).length > 0 ? { style } : {}
  switch (run.type) {
    case 'text':
      return [{ type: 'text', text: run.text, ...styled }]
    case 'code':
      return [{ type: 'text', text: run.text, style: { ...style, code: true } }]
    case 'bold':
    case 'italic':
    case 'strike':
    case 'underline':
      return writeRuns(run.children, { ...style, [run.type]: true })
    case 'link':
      return [{ type: 'link', url: run.url, text: textOf(run.children), ...styled }]
    case 'emoji':
      return [{ type: 'emoji', name: run.name }]
    case 'color':
      return [{ type: 'color', value: run.value }]
    case 'user':
      return [{ type: 'user', user_id: run.id, ...styled }]
    case 'channel':
      return [{ type: 'channel', channel_id: run.id, ...styled }]
    case 'usergroup':
      return [{ type: 'usergroup', usergroup_id: run.id, ...styled }]
    case 'broadcast':
      return [{ type: 'text', text: `@${run.range}`, ...styled }]
    case 'date':
      return [{ type: 'text', text: run.fallback, ...styled }]
  }
}

function textOf(runs: readonly Inline[]): string {
  return runs.map(run => ('text' in run ? run.text : 'children' in run ? textOf(run.children) : '')).join('')
}

/** How what has no plain form of its own is typed. */
export interface Typing {
  readonly user: (id: string) => string
  readonly channel: (id: string) => string
  readonly usergroup: (id: string) => string
  readonly link: (url: string, text: string) => string
}

const typedInForms: Typing = {
  user: id => `<@${id}>`,
  channel: id => `<#${id}>`,
  usergroup: id => `<!subteam^${id}>`,
  link: (url, text) => `[${text}](${url})`,
}

/** A rich_text block as its author would type it. */
export function typeRichText(block: RichTextBlock, typing: Typing = typedInForms): string {
  return block.elements.map(part => typePart(part, typing)).join('\n')
}

function typePart(part: Part, typing: Typing): string {
  switch (part.type) {
    case 'rich_text_list': {
      const inset = '  '.repeat(part.indent ?? 0)
      return part.elements
        .map((item, at) => {
          const mark = part.style === 'ordered' ? `${at + 1}.` : '-'
          return `${inset}${mark} ${typeRuns(item.elements, typing)}`
        })
        .join('\n')
    }
    case 'rich_text_quote':
      return typeRuns(part.elements, typing)
        .split('\n')
        .map(line => `> ${line}`)
        .join('\n')
    case 'rich_text_preformatted':
      return `\`\`\`\n${typeRuns(part.elements, typing)}\n\`\`\``
    default:
      return typeRuns(part.elements ?? [], typing).replace(/\n$/, '')
  }
}

const marks = { code: '`', strike: '~', italic: '_', bold: '*' } as const

function typeRuns(elements: readonly RichTextElement[], typing: Typing): string {
  return elements
    .map(element => {
      let text = typeRun(element, typing)
      const style: Style = ('style' in element ? element.style : undefined) ?? {}
      for (const name of ['code', 'strike', 'italic', 'bold'] as const) {
        if (style[name] && text.trim())
          text = text.replace(/^(\s*)([\s\S]*?)(\s*)$/, `$1${marks[name]}$2${marks[name]}$3`)
      }
      return text
    })
    .join('')
}

function typeRun(element: RichTextElement, typing: Typing): string {
  switch (element.type) {
    case 'text':
      return element.text
    case 'link':
      return element.text && element.text !== element.url ? typing.link(element.url, element.text) : element.url
    case 'emoji':
      return `:${element.name}:`
    case 'user':
      return typing.user(element.user_id)
    case 'channel':
      return typing.channel(element.channel_id)
    case 'usergroup':
      return typing.usergroup(element.usergroup_id)
    case 'broadcast':
      return `@${element.range}`
    case 'color':
      return element.value
    case 'date':
      return element.fallback ?? ''
    default:
      return ''
  }
}
