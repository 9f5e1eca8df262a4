import type { LogEntry } from './model.ts'

/** What a request or delivery was about: a method, a command, a kind of interaction or event. */
export function describeEntry({ direction, method, type, request }: LogEntry): string {
  if (direction !== 'delivery') return method ?? type ?? direction
  const about = fieldOf(request, 'command') ?? fieldOf(fieldOf(request, 'event'), 'type') ?? fieldOf(request, 'type')
  return typeof about === 'string' && about !== type ? `${type} ${about}` : (type ?? direction)
}

/** Whether an exchange went wrong: refused, failed or struck by a fault. */
export function isProblem({ response, status = 200, fault }: LogEntry): boolean {
  return isRefused(response) || status >= 400 || fault !== undefined
}

/** Why an exchange went wrong, in a word or two. */
export function problemOf({ response, status, fault }: LogEntry): string {
  if (fault) return fault.fault
  const error = fieldOf(response, 'error')
  return typeof error === 'string' ? error : `status ${status ?? 'unknown'}`
}

/** Whether an exchange is about these words: in its name or anywhere in what was sent and answered. */
export function isAbout(entry: LogEntry, words: string): boolean {
  if (words === '') return true
  const text = `${describeEntry(entry)} ${JSON.stringify([entry.request, entry.response, entry.fault?.fault])}`
  return text.toLowerCase().includes(words)
}

/** The call as a command line; the token is the reader's to fill in. */
export function asCurl({ method, request }: LogEntry, origin: string): string {
  const fields = Object.entries(isFields(request) ? request : {}).filter(([name]) => name !== 'token')
  const body = JSON.stringify(Object.fromEntries(fields)).replaceAll("'", String.raw`'\''`)
  return [
    `curl '${origin}/api/${method}'`,
    `  -H "Authorization: Bearer $SLACK_BOT_TOKEN"`,
    `  -H 'Content-Type: application/json; charset=utf-8'`,
    `  -d '${body}'`,
  ].join(' \\\n')
}

/** Whether the answer was Slack's `ok: false`. */
export function isRefused(response: unknown): boolean {
  return fieldOf(response, 'ok') === false
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([key]) => key === name)?.[1]
}
