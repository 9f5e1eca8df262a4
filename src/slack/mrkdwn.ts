import { type Moment, type Said, spread } from '../domain/moments.ts'

/** Text in Slack's mrkdwn whose user-supplied parts are already escaped. Only this file makes one. */
export interface Mrkdwn {
  readonly mrkdwn: string
}

/** Slack's page on formatting: exactly these three characters, and nothing else. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Template tag: what is written in the source is mrkdwn, what is put in is escaped unless it is Mrkdwn itself. */
export function md(strings: TemplateStringsArray, ...values: readonly (string | number | Mrkdwn)[]): Mrkdwn {
  const parts = strings.map((part, index) => {
    const value = values[index]
    if (value === undefined) return part
    return part + (typeof value === 'object' ? value.mrkdwn : escapeText(String(value)))
  })
  return { mrkdwn: parts.join('') }
}

export function join(parts: readonly Mrkdwn[], separator = '\n'): Mrkdwn {
  return { mrkdwn: parts.map(part => part.mrkdwn).join(separator) }
}

/** A mention of a person, a user group, or plain “Sitrep” for itself. */
export function mention(id: string): Mrkdwn {
  if (/^[UW][A-Z0-9]+$/.test(id)) return { mrkdwn: `<@${id}>` }
  if (/^S[A-Z0-9]+$/.test(id)) return { mrkdwn: `<!subteam^${id}>` }
  return { mrkdwn: id === 'sitrep' ? 'Sitrep' : escapeText(id) }
}

export function channelLink(id: string): Mrkdwn {
  return { mrkdwn: `<#${id}>` }
}

/** Where somebody reads: a channel, a person or a user group. Only where a mention calls nobody. */
export function placeLink(id: string): Mrkdwn {
  return /^[CG]/.test(id) ? channelLink(id) : mention(id)
}

export function link(url: string, text: string): Mrkdwn {
  return {
    mrkdwn: `<${url.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E')}|${escapeText(text).replaceAll('|', '¦')}>`,
  }
}

/** A moment in the reader's own time zone, with UTC for clients that cannot. */
export function when(at: Date): Mrkdwn {
  const seconds = Math.floor(at.getTime() / 1000)
  return { mrkdwn: `<!date^${seconds}^{date_short_pretty} {time}|${utc(at)}>` }
}

/** “5 minutes ago”, as Slack counts it whenever somebody looks, with UTC for clients that cannot. */
export function ago(at: Date): Mrkdwn {
  const seconds = Math.floor(at.getTime() / 1000)
  return { mrkdwn: `<!date^${seconds}^{ago}|${utc(at)}>` }
}

/** How Slack is to show a moment to each reader. */
export function dateFormat({ isDay = false }: Moment): string {
  return isDay ? '{date_short}' : '{date_short_pretty} {time}'
}

/** Words, each moment in them in the reader’s own time zone. */
export function spoken(said: Said): Mrkdwn {
  return join(
    spread(said).map(part => {
      if (typeof part === 'string') return md`${part}`
      const seconds = Math.floor(part.at.getTime() / 1000)
      return { mrkdwn: `<!date^${seconds}^${dateFormat(part)}|${escapeText(part.words).replaceAll('|', '¦')}>` }
    }),
    '',
  )
}

/** The same without the time of day. */
export function day(at: Date): Mrkdwn {
  const seconds = Math.floor(at.getTime() / 1000)
  return { mrkdwn: `<!date^${seconds}^{date_short_pretty}|${at.toISOString().slice(0, 10)}>` }
}

/** `2026-03-01 11:00 UTC`. */
export function utc(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** At most `max` UTF-16 units, cut between graphemes and marked with an ellipsis. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text
  const cut = segmenter.segment(text).containing(max - 1)?.index ?? 0
  return `${text.slice(0, cut).trimEnd()}…`
}

/** The same for mrkdwn: what was escaped and what stands between `<` and `>` is kept whole or left out. */
export function truncateMrkdwn({ mrkdwn }: Mrkdwn, max: number): string {
  if (mrkdwn.length <= max) return mrkdwn
  const whole = truncate(mrkdwn, max)
    .slice(0, -1)
    .replace(/(?:&[a-z]*|<[^>]*)$/, '')
  return `${whole.trimEnd()}…`
}
