import type { Names } from './describe-event.ts'
import { utcMinute } from './utc.ts'

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' }

function unescapeText(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (whole, name: string) => ENTITIES[name] ?? whole)
}

/**
 * A message's text as people read it: tokens such as `<@U…>` become names, `&amp;` becomes `&`
 * (https://docs.slack.dev/messaging/formatting-message-text).
 */
export function plainText(text: string, names: Names): string {
  // One pass over both, so that what was escaped is never taken for a token and nothing is unescaped twice.
  return text.replace(/<([^<>]*)>|&(?:amp|lt|gt);/g, (whole, token: string | undefined) =>
    token === undefined ? unescapeText(whole) : readToken(token, names),
  )
}

function readToken(token: string, names: Names): string {
  const bar = token.indexOf('|')
  const target = unescapeText(bar === -1 ? token : token.slice(0, bar))
  const label = bar === -1 ? '' : unescapeText(token.slice(bar + 1))
  if (target.startsWith('@')) return `@${names.user(target.slice(1))}`
  if (target.startsWith('#')) return label ? `#${label}` : names.channel(target.slice(1))
  if (target.startsWith('!')) return readCommand(target.slice(1), { label, names })
  const shown = target.replace(/^mailto:/, '')
  return label === '' || label === shown || `http://${label}` === shown || `https://${label}` === shown
    ? shown
    : `${label} (${shown})`
}

function readCommand(command: string, { label, names }: { label: string; names: Names }): string {
  const [word = '', argument = ''] = command.split('^')
  if (word === 'here' || word === 'channel' || word === 'everyone') return `@${word}`
  if (word === 'subteam') return label || names.user(argument).replace(/^@?/, '@')
  if (word === 'date') {
    const at = new Date(Number(argument) * 1000)
    if (/^\d+$/.test(argument) && !Number.isNaN(at.getTime())) return utcMinute(at)
  }
  return label || command
}

/** The ids of the people that a message's text mentions. */
export function mentionedUsers(text: string): string[] {
  return [...text.matchAll(/<@([UW][A-Z0-9]+)[|>]/g)].flatMap(match => match[1] ?? [])
}
