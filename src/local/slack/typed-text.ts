import type { RichTextInline } from './blocks/rich-text.ts'
import type { Channel } from './entities.ts'
import type { World } from './world.ts'

export type Style = NonNullable<(RichTextInline & { readonly type: 'text' })['style']>

/** Part of a typed line: as elements of rich text, and as Slack stores it. */
export interface TypedInline {
  readonly elements: readonly RichTextInline[]
  readonly text: string
}

const styles = {
  '*': { bold: true },
  _: { italic: true },
  '~': { strike: true },
} as const satisfies Readonly<Record<string, Style>>

const mention = /(?<![\w@#/])@[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?/
const channelName = /(?<![\w@#/&])#[\p{L}\p{N}_-]+/u
/** In the order in which they are tried: code first, for nothing in it counts as mark-up. */
const patterns = {
  code: /`[^`\n]+`/,
  ready: /<(?:[@#!][^<>\n]+|(?:https?|mailto):[^<>\n]+)>/,
  labelled: /\[[^\]\n]+\]\(https?:\/\/[^\s()]+\)/,
  address: /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)\]'"*_~]/,
  email: /[\w.+-]+@[a-z\d-]+(?:\.[a-z\d-]+)+/,
  mention,
  channel: channelName,
  emoji: /(?<![\w:]):[a-z0-9_+'-]*[a-z+][a-z0-9_+'-]*(?:::skin-tone-[2-6])?:(?![\w:])/,
  marked: /(?<![\w*_~])(?<sign>[*_~])(?=[^\s*_~`])[^\n]*?(?<=\S)\k<sign>(?![\w*_~])/,
} as const
type Kind = keyof typeof patterns
const kinds = Object.keys(patterns) as readonly Kind[]
const markup = new RegExp(kinds.map(kind => `(?<${kind}>${patterns[kind].source})`).join('|'), 'giu')

/** `&`, `<` and `>` as entities: Slack reads them as control characters. */
export function escapeText(text: string): string {
  return text.replace(/[&<>]/g, sign => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign)
}

/** One line of what a person typed. */
export function readTypedLine(world: World, line: string, style: Style = {}): TypedInline {
  const found: TypedInline[] = []
  let at = 0
  for (const match of line.matchAll(markup)) {
    const inline = readMarkup(world, match, style)
    if (!inline) continue
    found.push(plain(line.slice(at, match.index), style), inline)
    at = match.index + match[0].length
  }
  found.push(plain(line.slice(at), style))
  return { elements: found.flatMap(one => one.elements), text: found.map(one => one.text).join('') }
}

function plain(text: string, style: Style): TypedInline {
  return { elements: text === '' ? [] : [{ type: 'text', text, ...styled(style) }], text: escapeText(text) }
}

function styled<T extends Style>(style: T): { style?: T } {
  return Object.keys(style).length > 0 ? { style } : {}
}

/** Undefined when it only looks like mark-up: a mention of nobody, a channel that does not exist. */
function readMarkup(world: World, match: RegExpExecArray, style: Style): TypedInline | undefined {
  const [given] = match
  const kind = kinds.find(name => match.groups?.[name] !== undefined)
  switch (kind) {
    case 'code': {
      const code = given.slice(1, -1)
      return { elements: [{ type: 'text', text: code, style: { ...style, code: true } }], text: escapeText(given) }
    }
    case 'ready':
      return readToken(world, given, style)
    case 'labelled': {
      const [, label = '', url = ''] = /^\[(.+)\]\((.+)\)$/.exec(given) ?? []
      return linkTo({ url, label, style })
    }
    case 'address':
      return linkTo({ url: given, style })
    case 'email':
      return linkTo({ url: `mailto:${given}`, label: given, style })
    case 'mention': {
      const token = mentionOf(world, given.slice(1))
      return token === undefined ? undefined : readToken(world, token, style)
    }
    case 'channel': {
      const channel = publicChannel(world, given.slice(1))
      return channel && readToken(world, `<#${channel.id}>`, style)
    }
    case 'emoji':
      return { elements: [{ type: 'emoji', name: given.slice(1, -1), ...styled(style) }], text: given }
    case 'marked':
      return readMarked(world, given, style)
    case undefined:
      return undefined
  }
}

function readMarked(world: World, given: string, style: Style): TypedInline | undefined {
  const sign = given.charAt(0)
  if (sign !== '*' && sign !== '_' && sign !== '~') return undefined
  const inner = readTypedLine(world, given.slice(1, -1), { ...style, ...styles[sign] })
  return { elements: inner.elements, text: `${sign}${inner.text}${sign}` }
}

interface Link {
  readonly url: string
  readonly label?: string
  readonly style: Style
}

function linkTo({ url, label, style }: Link): TypedInline {
  return {
    elements: [{ type: 'link', url, ...(label === undefined ? {} : { text: label }), ...styled(style) }],
    text: `<${escapeText(url)}${label === undefined ? '' : `|${escapeText(label)}`}>`,
  }
}

/** What stands between angle brackets in stored text. */
function readToken(world: World, token: string, style: Style): TypedInline | undefined {
  const [target = '', label] = token.slice(1, -1).split('|')
  if (/^(?:https?|mailto):/.test(target)) return linkTo({ url: target, ...(label ? { label } : {}), style })
  const element = mentionElement(world, target)
  if (!element) return undefined
  return { elements: [{ ...element, ...styled(style) }], text: `<${target}>` }
}

function mentionElement(world: World, target: string): RichTextInline | undefined {
  const range = (['here', 'channel', 'everyone'] as const).find(name => target === `!${name}`)
  if (range) return { type: 'broadcast', range }
  const group = target.startsWith('!subteam^') ? target.slice('!subteam^'.length) : undefined
  if (group !== undefined) return world.usergroups.has(group) ? { type: 'usergroup', usergroup_id: group } : undefined
  const id = target.slice(1)
  if (target.startsWith('@') && world.users.has(id)) return { type: 'user', user_id: id }
  return target.startsWith('#') && world.channels.has(id) ? { type: 'channel', channel_id: id } : undefined
}

const names = new RegExp(
  `${patterns.ready.source}|${patterns.address.source}|${mention.source}|${channelName.source}|[&<>]`,
  'giu',
)

/** `@ana` and `#general` as ids with names, `&`, `<` and `>` as entities, for a command that asks for escaping. */
export function escapeCommandText(world: World, text: string): string {
  return text.replace(names, found => {
    if (found.startsWith('@')) return mentionOf(world, found.slice(1), { withName: true }) ?? found
    const channel = found.startsWith('#') ? publicChannel(world, found.slice(1)) : undefined
    if (channel) return `<#${channel.id}|${channel.name}>`
    return found.startsWith('<') && found.length > 1 ? found : escapeText(found)
  })
}

function mentionOf(world: World, name: string, { withName = false } = {}): string | undefined {
  const lower = name.toLowerCase()
  if (['here', 'channel', 'everyone'].includes(lower)) return `<!${lower}>`
  const user = [...world.users.values()].find(u => u.name === lower)
  if (user) return withName ? `<@${user.id}|${user.name}>` : `<@${user.id}>`
  const group = [...world.usergroups.values()].find(g => g.handle === lower)
  return group ? `<!subteam^${group.id}${withName ? `|@${group.handle}` : ''}>` : undefined
}

function publicChannel(world: World, name: string): Channel | undefined {
  return [...world.channels.values()].find(c => c.kind === 'channel' && c.name === name)
}
