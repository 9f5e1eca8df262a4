import type { JustChanged, TimelinePlace } from '../app/timeline.ts'

/** A message as a button carries it, with the side of the window that the button is on. */
export function writeMessageRef(incident: string, ts: string, side?: JustChanged['side']): string {
  return [incident, ts, ...(side ? [side] : [])].join('#')
}

export function readMessageRef(value: string): JustChanged & { readonly incident: string } {
  const [incident = '', ts = '', side] = value.split('#')
  return { incident, ts, side: side === 'on' ? 'on' : 'off' }
}

/** A place on the timeline, as a button and the modal itself carry it. */
export function writePlaceRef(incident: string, { skip, before }: TimelinePlace): string {
  return [incident, skip, ...(before === undefined ? [] : [before])].join('#')
}

export function readPlaceRef(value: string): { incident: string; place: TimelinePlace } {
  const [incident = '', skip, before] = value.split('#')
  return { incident, place: { skip: Number(skip) || 0, before } }
}
