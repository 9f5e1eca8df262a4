import { addMinutes } from '../domain/duration.ts'
import { utcMinute } from '../domain/utc.ts'
import { UserError } from '../errors.ts'
import type { App } from './app.ts'

interface Turn {
  readonly at: Date
  readonly gesture: string | undefined
}

/** Whoever has been silent longest is forgotten first. */
const mostPeople = 5_000

const turns = new WeakMap<App, Map<string, Turn[]>>()

/**
 * Counts what one person does within an hour, and refuses what is more than the policy allows. The same gesture once
 * more is no second one. Each process counts for itself: this is against accidents and abuse, not an account.
 */
export function requireTurn(
  app: App,
  {
    what,
    by,
    atMost,
    gesture,
  }: { what: keyof typeof INSTEAD; by: string; atMost: number; gesture: string | undefined },
): void {
  const people = turns.get(app) ?? new Map<string, Turn[]>()
  turns.set(app, people)
  const now = app.now()
  const key = `${what}/${by}`
  const own = (people.get(key) ?? []).filter(turn => turn.at > addMinutes(now, -60))
  const isRepeat = gesture !== undefined && own.some(turn => turn.gesture === gesture)
  people.delete(key)
  people.set(key, own)
  if (isRepeat) return
  const [oldest] = own
  if (oldest && own.length >= atMost)
    throw new UserError('too-many', INSTEAD[what](own.length, utcMinute(addMinutes(oldest.at, 60))))
  own.push({ at: now, gesture })
  const [longest] = people.keys()
  if (people.size > mostPeople && longest !== undefined) people.delete(longest)
}

const INSTEAD = {
  declare: (many: number, again: string) =>
    `You declared ${many} incidents within an hour, and the next one is possible at ${again}. Is this part of one that is open? \`/incident list\` shows them. If not, ask somebody else to declare it.`,
  ask: (many: number, again: string) =>
    `You asked ${many} questions within an hour, and the next one is possible at ${again}. The answers come to you as direct messages.`,
} as const
