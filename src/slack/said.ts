/** What else than its text an app's message says; outside input, of any shape. */
interface Parts {
  readonly text?: string | undefined
  readonly blocks?: unknown
  readonly attachments?: unknown
}

/** All that a message says, as Slack's mrkdwn: alerts often say it in attachments, and some in blocks alone. */
export function saidIn({ text, blocks, attachments }: Parts): string {
  const own = text || wordsIn(blocks).join('\n')
  const attached = list(attachments).flatMap(one => attachmentWords(one).filter(words => words !== '' && words !== own))
  return [own, ...attached].filter(Boolean).join('\n')
}

/** What Slack shows below a link that somebody sent is the linked page's, not theirs. */
function attachmentWords(given: unknown): string[] {
  if (!isRecord(given) || typeof given.from_url === 'string' || given.is_msg_unfurl === true) return []
  const { pretext, title, text, fields, blocks, fallback } = given
  const said = [
    ...[pretext, title, text].filter(isText),
    ...list(fields).flatMap(field => (isRecord(field) ? [[field.title, field.value].filter(isText).join(': ')] : [])),
    ...wordsIn(blocks),
  ]
  return said.length > 0 ? said : [fallback].filter(isText)
}

/** Buttons and menus ask something and say nothing. */
const CONTROLS = new Set(['actions', 'context_actions', 'input', 'button', 'overflow', 'static_select'])

/** The words of blocks, in their order, a line for each text. */
function wordsIn(given: unknown): string[] {
  if (Array.isArray(given)) return given.flatMap(wordsIn)
  if (!isRecord(given) || CONTROLS.has(String(given.type))) return []
  if (given.type === 'rich_text_section' || given.type === 'rich_text_preformatted' || given.type === 'rich_text_quote')
    return [list(given.elements).map(richWord).join('')]
  if (isText(given.text)) return [given.text]
  return ['title', 'text', 'fields', 'elements', 'rows', 'child_blocks'].flatMap(part => wordsIn(given[part]))
}

function richWord(given: unknown): string {
  if (!isRecord(given)) return ''
  const { text, user_id, channel_id, url, name, type } = given
  if (isText(user_id)) return `<@${user_id}>`
  if (isText(channel_id)) return `<#${channel_id}>`
  if (isText(url)) return isText(text) ? `<${url}|${text}>` : `<${url}>`
  if (type === 'emoji' && isText(name)) return `:${name}:`
  // Outside of rich text Slack escapes these three itself.
  return isText(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : ''
}

function list(given: unknown): readonly unknown[] {
  return Array.isArray(given) ? given : []
}

function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null && !Array.isArray(given)
}

function isText(given: unknown): given is string {
  return typeof given === 'string' && given !== ''
}
