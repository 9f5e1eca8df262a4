import type { TimelinePlace } from '../app/timeline.ts'

/** A message as a button carries it. */
export function writeMessageRef(incident: string, ts: string): string {
  return `${incident}#${ts}`
}

export function readMessageRef(value: string): { incident: string; ts: string } {
  const [incident = '', ts = ''] = value.split('#')
  return { incident, ts }
}

/** A place on the timeline, as a button and the modal itself carry it. */
export function writePlaceRef(incident: string, { skip, before }: TimelinePlace): string {
  return [incident, skip, ...(before === undefined ? [] : [before])].join('#')
}

export function readPlaceRef(value: string): { incident: string; place: TimelinePlace } {
  const [incident = '', skip, before] = value.split('#')
  return { incident, place: { skip: Number(skip) || 0, before } }
}
