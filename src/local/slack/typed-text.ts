import type { World } from './world.ts'

const ready = /<(?:[@#!][^<>]+|(?:https?|mailto):[^<>]+)>/
const address = /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"]/
const mention = /(?<![\w@#/])@([a-z0-9][a-z0-9._-]*)/i
const channelName = /(?<![\w@#/&])#([\p{L}\p{N}_-]+)/u
const parts = new RegExp(`${ready.source}|${address.source}|${mention.source}|${channelName.source}|[&<>]`, 'giu')

/** Text as Slack stores what a person typed: escaped, with mentions and addresses as links. */
export function typedText(world: World, text: string): string {
  return text.replace(parts, found => {
    if (found.startsWith('<') && found.length > 1) return found
    if (found.startsWith('http')) return `<${found.replaceAll('&', '&amp;')}>`
    if (found.startsWith('@')) return mentionOf(world, found.slice(1)) ?? found
    if (found.startsWith('#')) return channelLink(world, found.slice(1)) ?? found
    return { '&': '&amp;', '<': '&lt;', '>': '&gt;' }[found] ?? found
  })
}

/** `@ana` and `#general` as ids with names, for a command that asks for escaping. */
export function escapeCommandText(world: World, text: string): string {
  return text.replace(parts, found => {
    if (found.startsWith('@')) return mentionOf(world, found.slice(1), { withName: true }) ?? found
    if (found.startsWith('#')) return channelLink(world, found.slice(1)) ?? found
    return found
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

function channelLink(world: World, name: string): string | undefined {
  const channel = [...world.channels.values()].find(c => c.kind === 'channel' && c.name === name)
  return channel ? `<#${channel.id}|${channel.name}>` : undefined
}
