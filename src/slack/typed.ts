import { plainText } from '../domain/plain-text.ts'

/** Slack sends `@ana` as `<@U…|ana>` and `&` as `&amp;`; what is kept reads as it was typed. */
export function asTyped(text: string): string {
  const tokens = text.matchAll(/<[@#]([A-Z0-9]+)\|([^>]+)>/g)
  const labels = new Map([...tokens].map(([, id = '', label = '']) => [id, label]))
  const names = { user: (id: string) => labels.get(id) ?? id, channel: (id: string) => `#${labels.get(id) ?? id}` }
  // Only what Slack itself makes is read: a typed “<b>” stays what it is.
  return text.replace(/<(?:[@#!]|https?:|mailto:)[^<>]*>|&(?:amp|lt|gt);/g, token => plainText(token, names))
}
