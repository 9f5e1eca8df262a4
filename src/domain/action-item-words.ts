import { utcMinute } from './utc.ts'

/** What a follow-up is to achieve. */
export const ITEM_KINDS = ['prevent', 'mitigate', 'detect', 'process'] as const
export type ItemKind = (typeof ITEM_KINDS)[number]

export const ITEM_KIND_LABEL: Record<ItemKind, string> = {
  prevent: 'Prevent: it does not happen again',
  mitigate: 'Mitigate: it hurts less',
  detect: 'Detect: it is noticed sooner',
  process: 'Process: we handle it better',
}

/** `moved`: it goes on elsewhere, such as in a ticket. `withdrawn`: it was made by mistake. */
export type ItemOutcome = 'done' | 'moved' | 'dropped' | 'withdrawn'
export type ItemState = 'open' | Exclude<ItemOutcome, 'withdrawn'>

export const ITEM_STATE_LABEL: Record<ItemState, string> = {
  open: 'Open',
  done: 'Done',
  moved: 'Moved',
  dropped: 'Won’t do',
}

/** Goes between who did it and the follow-up’s text. */
export const ITEM_ENDED: Record<ItemOutcome, string> = {
  done: 'finished a follow-up',
  moved: 'moved a follow-up elsewhere',
  dropped: 'decided against a follow-up',
  withdrawn: 'took back a follow-up',
}

/** What can be changed of a follow-up; null takes the owner or the kind away. */
export interface ItemChange {
  readonly text?: string
  readonly kind?: ItemKind | null
  readonly owner?: string | null
  readonly dueAt?: Date
  /** Of its ticket. */
  readonly link?: string | null
}

/** What became different, in words. */
export function describeItemChange(
  { to, reason }: { readonly to: ItemChange; readonly reason?: string },
  user: (id: string) => string,
): string {
  const parts = [
    to.text === undefined ? '' : `it is “${to.text}”`,
    to.kind === undefined ? '' : `its kind is ${to.kind ?? 'open'}`,
    to.owner === undefined ? '' : to.owner === null ? 'nobody owns it' : `${user(to.owner)} owns it`,
    to.dueAt === undefined ? '' : `it is due ${utcMinute(to.dueAt)}`,
    to.link === undefined ? '' : to.link === null ? 'it has no ticket' : `its ticket is ${to.link}`,
  ]
  const said = parts.filter(part => part !== '').join(', ')
  return reason === undefined ? said : `${said} (${reason})`
}
