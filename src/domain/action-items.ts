import { UserError } from '../errors.ts'
import { defaultDueAt } from './action-item-policy.ts'
import type { ItemChange, ItemKind, ItemState } from './action-item-words.ts'
import { type Incident, record } from './incident.ts'
import type { Policy } from './policy.ts'
import { type Fact, isFact, type Stamp } from './timeline.ts'
import { withoutCopies } from './withheld.ts'

/** A follow-up of our own, the review's action item. What is promised to readers is in follow-ups.ts. */
export interface ActionItem {
  /** 1 for the first one of this incident, written A1; a withdrawn one keeps its number. */
  readonly number: number
  readonly state: ItemState
  readonly text: string
  readonly kind?: ItemKind
  readonly owner?: string
  readonly dueAt: Date
  /** Of its ticket. */
  readonly link?: string
  readonly added: Fact<'action-added'>
  /** The last fact that says when it is due, or whose it is. */
  readonly setBy: Fact<'action-added' | 'action-changed' | 'action-reopened'>
  /** How it ended, where it is over. */
  readonly ended?: Fact<'action-ended'>
}

/** “A1”: the number of a follow-up beside those of promises. */
export function itemNumber({ number }: Pick<ActionItem, 'number'>): string {
  return `A${number}`
}

/** All that were not taken back, oldest first. */
export function actionItems(incident: Pick<Incident, 'timeline'>): ActionItem[] {
  const { timeline } = withoutCopies(incident)
  return timeline
    .filter(isFact('action-added'))
    .map((added, index) => itemOf(added, index + 1, timeline))
    .filter(({ ended }) => ended?.outcome !== 'withdrawn')
}

function itemOf(added: Fact<'action-added'>, number: number, timeline: Incident['timeline']): ActionItem {
  const { kind, owner, dueAt, text } = added
  const first: ActionItem = {
    ...{ number, state: 'open', text, dueAt, added, setBy: added },
    ...(kind ? { kind } : {}),
    ...(owner ? { owner } : {}),
  }
  return timeline.reduce<ActionItem>(
    (item, fact) => ('item' in fact && fact.item === added.seq ? after(item, fact) : item),
    first,
  )
}

function after(item: ActionItem, fact: Fact<'action-changed' | 'action-ended' | 'action-reopened'>): ActionItem {
  if (fact.type === 'action-changed') {
    const { kind, owner, link, ...rest } = item
    const { to } = fact
    const keep = <Value>(was: Value | undefined, is: Value | null | undefined) =>
      is === undefined ? was : (is ?? undefined)
    const next = { kind: keep(kind, to.kind), owner: keep(owner, to.owner), link: keep(link, to.link) }
    return {
      ...rest,
      ...(to.text === undefined ? {} : { text: to.text }),
      ...(to.dueAt === undefined ? {} : { dueAt: to.dueAt }),
      ...(next.kind === undefined ? {} : { kind: next.kind }),
      ...(next.owner === undefined ? {} : { owner: next.owner }),
      ...(next.link === undefined ? {} : { link: next.link }),
      setBy: to.dueAt === undefined && to.owner === undefined ? item.setBy : fact,
    }
  }
  const { ended: _, ...rest } = item
  if (fact.type === 'action-reopened') return { ...rest, state: 'open', setBy: fact }
  const { link, outcome } = fact
  // What was taken back is in no list, so its state is nobody's to read.
  return {
    ...rest,
    state: outcome === 'withdrawn' ? 'dropped' : outcome,
    ...(link === undefined ? {} : { link }),
    ended: fact,
  }
}

export function openItems(incident: Pick<Incident, 'timeline'>): ActionItem[] {
  return actionItems(incident).filter(({ state }) => state === 'open')
}

/** Whoever owns something that is open; '' stands for what nobody owns. */
export function itemOwners(incident: Pick<Incident, 'timeline'>): string[] {
  return [...new Set(openItems(incident).map(({ owner }) => owner ?? ''))]
}

export interface NewItem {
  readonly text: string
  readonly kind?: ItemKind | undefined
  readonly owner?: string | undefined
  readonly dueAt?: Date | undefined
  /** The message that it was taken from, by its `ts`. */
  readonly message?: string | undefined
  readonly policy: Policy
}

/** Adds a follow-up; the same message is the same one, as long as it was not taken back. */
export function addItem(incident: Incident, input: NewItem, stamp: Stamp): Incident {
  const { text, kind, owner, message, policy } = input
  if (message !== undefined && itemOfMessage(incident, message)) return incident
  if (input.dueAt) requireFuture(input.dueAt, stamp)
  const dueAt = input.dueAt ?? defaultDueAt(incident, policy, stamp.at)
  return record(incident, stamp, {
    type: 'action-added',
    text,
    dueAt,
    ...(kind ? { kind } : {}),
    ...(owner ? { owner } : {}),
    ...(message === undefined ? {} : { message }),
  })
}

export interface ItemEdit {
  readonly number: number
  readonly to: ItemChange
  readonly reason?: string | undefined
}

/** Changes what is different from what it is; of one that is over nothing. To put it off takes a reason. */
export function changeItem(incident: Incident, { number, to, reason }: ItemEdit, stamp: Stamp): Incident {
  const item = openItem(incident, number)
  if (to.dueAt && to.dueAt.getTime() !== item.dueAt.getTime()) requireFuture(to.dueAt, stamp)
  if (to.dueAt && to.dueAt > item.dueAt && !reason)
    throw new UserError(
      'why-later',
      `Say why it comes later: ${itemNumber(item)} stays in the review with the reason.`,
      {
        field: 'reason',
      },
    )
  const isNew = ([field, value]: [string, unknown]) => {
    if (value === undefined) return false
    const was = item[field as keyof ItemChange]
    return value instanceof Date && was instanceof Date ? value.getTime() !== was.getTime() : value !== (was ?? null)
  }
  const changed: ItemChange = Object.fromEntries(Object.entries(to).filter(isNew))
  if (Object.keys(changed).length === 0) return incident
  const { text: was, added } = item
  return record(incident, stamp, {
    type: 'action-changed',
    item: added.seq,
    was,
    to: changed,
    ...(reason ? { reason } : {}),
  })
}

export interface ItemEnd {
  readonly number: number
  readonly outcome: 'done' | 'moved' | 'dropped'
  readonly reason?: string | undefined
  readonly link?: string | undefined
}

/** Ends a follow-up. Whoever does not finish it says why, or where it goes on. */
export function endItem(incident: Incident, { number, outcome, reason, link }: ItemEnd, stamp: Stamp): Incident {
  const item = requireItem(incident, number)
  if (item.state === outcome) return incident
  requireOpen(incident, item)
  if (outcome !== 'done' && !reason)
    throw new UserError('why-not', `Say why: ${itemNumber(item)} stays in the review with the reason.`, {
      field: 'reason',
    })
  return record(incident, stamp, {
    type: 'action-ended',
    item: item.added.seq,
    text: item.text,
    outcome,
    ...(reason ? { reason } : {}),
    ...(link ? { link } : {}),
  })
}

export function reopenItem(incident: Incident, { number }: { readonly number: number }, stamp: Stamp): Incident {
  const item = requireItem(incident, number)
  if (item.state === 'open') return incident
  return record(incident, stamp, { type: 'action-reopened', item: item.added.seq, text: item.text })
}

/** Takes back what the same person made of a message, unless somebody else has worked on it since. */
export function takeBackItem(incident: Incident, { message }: { readonly message: string }, stamp: Stamp): Incident {
  const item = itemOfMessage(incident, message)
  if (!item) return incident
  const { seq, by } = item.added
  const isOwn =
    by === stamp.by && !incident.timeline.some(fact => 'item' in fact && fact.item === seq && fact.by !== by)
  if (!isOwn || item.state !== 'open') return incident
  return record(incident, stamp, { type: 'action-ended', item: seq, text: item.text, outcome: 'withdrawn' })
}

/** The one that was made of a message. */
export function itemOfMessage(incident: Incident, message: string): ActionItem | undefined {
  return actionItems(incident).find(({ added }) => added.message === message)
}

/** Throws UserError where there is none of this number. */
export function requireItem(incident: Incident, number: number): ActionItem {
  const item = actionItems(incident).find(one => one.number === number)
  if (item) return item
  throw new UserError(
    'no-such-item',
    `${incident.id} has no follow-up A${number}. \`/incident followup\` lists what there is.`,
  )
}

function openItem(incident: Incident, number: number): ActionItem {
  return requireOpen(incident, requireItem(incident, number))
}

function requireOpen(incident: Incident, item: ActionItem): ActionItem {
  if (item.state === 'open') return item
  const name = itemNumber(item)
  throw new UserError(
    'item-over',
    `${name} of ${incident.id} is over. If it is not, reopen it first: \`/incident followup reopen ${name}\`.`,
  )
}

function requireFuture(dueAt: Date, stamp: Stamp): void {
  if (dueAt > stamp.at) return
  throw new UserError('due-in-the-past', 'That day is over. Choose one that is still to come.', { field: 'dueAt' })
}
