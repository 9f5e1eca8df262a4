import { isRecord, isString } from '../json.ts'
import type { World } from '../world.ts'
import type { DeliveredPayload } from './faults.ts'

/** The words a channel goes by, its id first; what is not known goes by itself. */
export function channelWords(world: World, given: string | undefined): readonly string[] {
  if (given === undefined) return []
  const name = given.replace(/^#/, '')
  const channel = world.channels.get(given) ?? [...world.channels.values()].find(one => one.name === name)
  return channel ? [channel.id, channel.name] : [given]
}

/** What a fault can tell a payload by. */
export function payloadWords(
  world: World,
  { type, payload }: { readonly type: string; readonly payload: Readonly<Record<string, unknown>> },
): DeliveredPayload {
  const about = isRecord(payload.event) ? payload.event : payload
  const kind = about.command ?? about.type
  return { type, kind: isString(kind) ? kind : '', channel: channelWords(world, placeOf(about)) }
}

function placeOf(about: Readonly<Record<string, unknown>>): string | undefined {
  const item = isRecord(about.item) ? about.item : {}
  const place = about.channel_id ?? about.channel ?? item.channel
  if (isString(place)) return place
  return isRecord(place) && isString(place.id) ? place.id : undefined
}
