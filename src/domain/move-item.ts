import { UserError } from '../errors.ts'
import { changeItem, endItem } from './action-items.ts'
import type { Incident } from './incident.ts'
import type { Stamp } from './timeline.ts'

export interface ItemMove {
  readonly number: number
  readonly reason: string
  /** The day to which it is put off; without one it goes on where `link` leads, and is over here. */
  readonly dueAt?: Date | undefined
  readonly link?: string | undefined
}

/** Moves a follow-up to another day, or to another place. */
export function moveItem(incident: Incident, { number, reason, dueAt, link }: ItemMove, stamp: Stamp): Incident {
  if (dueAt) return changeItem(incident, { number, to: { dueAt, ...(link ? { link } : {}) }, reason }, stamp)
  if (link) return endItem(incident, { number, outcome: 'moved', reason, link }, stamp)
  throw new UserError('move-where', 'Choose the new day, or give the address where it goes on.', { field: 'dueAt' })
}
