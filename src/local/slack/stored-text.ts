const token = /<(?:[@#!][^<>\n]*|[a-z][a-z\d+.-]*:[^<>\n]+)>/
const entity = /&(?:amp|lt|gt);/
const address = /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)\]'"*_~]/
const email = /[\w.+-]+@[a-z\d-]+(?:\.[a-z\d-]+)+/
const known = `${token.source}|${entity.source}`
const always = new RegExp(`${known}|[&<>]`, 'gi')
const linking = new RegExp(`${known}|${address.source}|${email.source}|[&<>]`, 'gi')
const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/**
 * The text of an app's message as Slack stores it: control characters that control nothing as entities, and, unless the
 * app says `parse: none`, addresses as links (docs.slack.dev/messaging/formatting-message-text).
 */
export function storedText(text: string, parse: string | undefined): string {
  return text.replace(parse === 'none' ? always : linking, found => {
    if (found.length > 1 && (found.startsWith('<') || found.startsWith('&'))) return found
    const sign = signs[found]
    if (sign) return sign
    const target = found.replace(/&(?!amp;|lt;|gt;)/g, '&amp;')
    return /^https?:/i.test(found) ? `<${target}>` : `<mailto:${target}|${target}>`
  })
}
