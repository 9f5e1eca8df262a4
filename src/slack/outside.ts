import type { MessageView } from './blocks.ts'

declare const outside: unique symbol
/** A message that may leave the incident’s channel: its words come from what was disclosed, never from an incident. */
export interface OutsideView extends MessageView {
  readonly [outside]: true
}

/** Only for views that take nothing but what the gate gave; the architecture test names them. */
export function forOutside(view: MessageView): OutsideView {
  return view as OutsideView
}

declare const cleared: unique symbol
/** The incident’s own channel, found fit for its words at this moment. */
export interface InsidePlace {
  readonly channel: string
  readonly [cleared]: 'inside'
}
/** Any other place, cleared at this moment: a person’s direct messages, an audience’s channel, the announcements. */
export interface OutsidePlace {
  readonly channel: string
  readonly [cleared]: 'outside'
}

/** Only `clearance.ts` says so, after asking. */
export function asInside(channel: string): InsidePlace {
  return { channel } as InsidePlace
}

export function asOutside(channel: string): OutsidePlace {
  return { channel } as OutsidePlace
}
