import type { LogEntry } from './model.ts'

/** What a request or delivery was about: a method, a command, a kind of interaction or event. */
export function describeEntry({ direction, method, type, request }: LogEntry): string {
  if (direction !== 'delivery') return method ?? type ?? direction
  const about = fieldOf(request, 'command') ?? fieldOf(fieldOf(request, 'event'), 'type') ?? fieldOf(request, 'type')
  return typeof about === 'string' && about !== type ? `${type} ${about}` : (type ?? direction)
}

/** Whether the answer was Slack's `ok: false`. */
export function isRefused(response: unknown): boolean {
  return fieldOf(response, 'ok') === false
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([key]) => key === name)?.[1]
}
