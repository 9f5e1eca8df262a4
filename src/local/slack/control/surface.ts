import type { Element } from '../blocks/elements.ts'
import { allBlocks, type Block, elementsOf } from '../blocks/schema.ts'
import type { Channel, Ephemeral, Message, OpenView, StateValues, User } from '../entities.ts'
import { ControlError } from '../errors.ts'
import { payloadChannelName } from '../interactions.ts'
import { isRecord, isString } from '../json.ts'
import { renderMessage } from '../messages.ts'
import { issueResponseUrl } from '../response-urls.ts'
import { stateOf } from '../view-state.ts'
import { findView, renderView, setValues, topModal } from '../views.ts'
import type { World } from '../world.ts'
import type { ControlCall } from './control.ts'
import { optionalText, seenChannel, textField } from './find.ts'

/** Something with blocks that a person has before them. */
export interface Surface {
  readonly blocks: readonly Block[]
  readonly values: StateValues
  save(values: StateValues): void
  /** What the payload says of it. */
  describe(values: StateValues): Record<string, unknown>
}

/** The message or the view that the request is about. */
export function surfaceOf(call: ControlCall, user: User): Surface {
  return call.body.messageTs === undefined ? viewSurface(call, user) : messageSurface(call, user)
}

export interface WantedAction {
  readonly actionId: string
  readonly blockId?: string
  readonly value?: unknown
}

/** The action of the request: an action_id, or an object with one. */
export function readAction(call: ControlCall): WantedAction {
  const { action } = call.body
  if (!isRecord(action)) {
    const value = call.body.value === undefined ? {} : { value: call.body.value }
    return { actionId: textField(call, 'action'), ...value }
  }
  const { action_id, block_id, value, ...state } = action
  if (!isString(action_id)) throw new ControlError(400, 'Send "action" as an action_id or as {action_id, value}.')
  return {
    actionId: action_id,
    ...(isString(block_id) ? { blockId: block_id } : {}),
    ...(value !== undefined ? { value } : isString(state.type) ? { value: state } : {}),
  }
}

/** The element that an action names; among buttons of one name, the one with the action's value. */
export function findElement(
  blocks: readonly Block[],
  { actionId, blockId, value }: WantedAction,
): { readonly block: Block; readonly element: Element } {
  const all = allBlocks(blocks).flatMap(block => elementsOf(block).map(element => ({ block, element })))
  const named = all.filter(
    ({ block, element }) => element.action_id === actionId && (!blockId || block.block_id === blockId),
  )
  const found = named.find(({ element }) => element.type === 'button' && element.value === value) ?? named[0]
  if (found) return found
  const known = all.map(({ element }) => element.action_id).join(', ')
  throw new ControlError(404, `There is no action "${actionId}" there; there are: ${known || 'none'}.`)
}

function viewSurface(call: ControlCall, user: User): Surface {
  const { world } = call
  const view = viewOf(call, user)
  return {
    blocks: view.source.blocks,
    values: view.values,
    save: values => void setValues(world, view, values),
    describe: values => ({
      trigger_id: world.triggers.issue({ user: user.id, ...(view.source.type === 'modal' ? { viewId: view.id } : {}) }),
      container: { type: 'view', view_id: view.id },
      view: renderView(world, { ...view, values }),
    }),
  }
}

function viewOf(call: ControlCall, user: User): OpenView {
  const { world } = call
  const id = optionalText(call, 'view_id')
  const view = id === 'home' ? world.homes.get(user.id) : id ? findView(world, { id }) : topModal(world, user.id)
  if (view?.user === user.id) return view
  throw new ControlError(404, id ? `${user.name} has no view "${id}".` : `${user.name} has no modal open.`)
}

function messageSurface(call: ControlCall, user: User): Surface {
  const { world } = call
  const channel = seenChannel(call, user)
  const ts = textField(call, 'messageTs')
  const ephemeral = world.ephemerals.get(ts)
  if (ephemeral?.to === user.id) return ephemeralSurface(world, { channel, user, ephemeral })
  const message = world.messages.get(channel.id, ts)
  if (!message) throw new ControlError(404, `${user.name} sees no message ${ts} there.`)
  return {
    blocks: message.blocks ?? [],
    values: message.chosen?.[user.id] ?? {},
    save: values => void world.messages.put({ ...message, chosen: { ...message.chosen, [user.id]: values } }),
    describe: values => ({
      ...messageContext(world, { channel, user, item: message, isEphemeral: false }),
      message: renderMessage(world, message),
      state: { values: stateOf(message.blocks ?? [], values) },
    }),
  }
}

function ephemeralSurface(
  world: World,
  { channel, user, ephemeral }: { readonly channel: Channel; readonly user: User; readonly ephemeral: Ephemeral },
): Surface {
  const blocks = ephemeral.blocks ?? []
  return {
    blocks,
    values: ephemeral.values ?? {},
    save: values => void world.ephemerals.put(ephemeral.ts, { ...ephemeral, values }),
    describe: values => ({
      ...messageContext(world, { channel, user, item: ephemeral, isEphemeral: true }),
      state: { values: stateOf(blocks, values) },
    }),
  }
}

interface MessageUse {
  readonly channel: Channel
  readonly user: User
  readonly item: Message | Ephemeral
  readonly isEphemeral: boolean
}

function messageContext(world: World, { channel, user, item, isEphemeral }: MessageUse): Record<string, unknown> {
  const origin = { ts: item.ts, isEphemeral }
  return {
    trigger_id: world.triggers.issue({ user: user.id, channel: channel.id }),
    container: {
      type: 'message',
      message_ts: item.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(item.thread_ts ? { thread_ts: item.thread_ts } : {}),
    },
    channel: { id: channel.id, name: payloadChannelName(channel) },
    response_url: issueResponseUrl(world, { channel: channel.id, user: user.id, origin }),
  }
}
