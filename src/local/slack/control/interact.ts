import type { Element } from '../blocks/elements.ts'
import type { Block } from '../blocks/schema.ts'
import { readSuggestions } from '../blocks/suggestions.ts'
import type { ElementState, StateValues } from '../entities.ts'
import { actionTs, interactionBase } from '../interactions.ts'
import { initialState, withValue } from '../view-state.ts'
import type { World } from '../world.ts'
import type { ControlRoutes } from './control.ts'
import { actingUser, optionalText } from './find.ts'
import { findElement, readAction, surfaceOf } from './surface.ts'
import { stateFrom } from './values.ts'

/** Clicking a button, choosing in a select, ticking a box, and what an external select offers. */
export const interact = {
  async interact(call) {
    const { world, sandbox } = call
    const user = actingUser(call)
    const surface = surfaceOf(call, user)
    const wanted = readAction(call)
    const { block, element } = findElement(surface.blocks, wanted)
    const state =
      'value' in wanted && element.type !== 'button'
        ? stateFrom(world, element, wanted.value)
        : currentState(surface.values, block, element)
    const holdsValue = state !== undefined && initialState(element) !== undefined
    const place = { block: block.block_id, action: element.action_id }
    const values = holdsValue ? withValue(surface.values, place, state) : surface.values
    if (holdsValue) surface.save(values)
    // An input tells the app of a change only when it asks for that; otherwise the value waits for the submission.
    if (block.type === 'input' && !('dispatch_action' in block && block.dispatch_action)) return {}
    const outcome = await sandbox.link.deliver({
      type: 'interactive',
      payload: {
        type: 'block_actions',
        ...interactionBase(world, user),
        ...surface.describe(values),
        actions: [describeAction(world, { block, element, state })],
      },
    })
    return outcome.ok ? {} : { ok: false, error: outcome.error }
  },
  async options(call) {
    const { world, sandbox } = call
    const user = actingUser(call)
    const surface = surfaceOf(call, user)
    const { block, element } = findElement(surface.blocks, readAction(call))
    const { response_url: _url, trigger_id: _trigger, ...context } = surface.describe(surface.values)
    const outcome = await sandbox.link.deliver({
      type: 'interactive',
      payload: {
        type: 'block_suggestion',
        ...interactionBase(world, user),
        ...context,
        action_id: element.action_id,
        block_id: block.block_id,
        value: optionalText(call, 'query') ?? '',
      },
    })
    return outcome.ok ? { ...readSuggestions(outcome.body) } : { ok: false, error: outcome.error }
  },
} satisfies ControlRoutes

function currentState(values: StateValues, block: Block, element: Element): ElementState | undefined {
  return values[block.block_id]?.[element.action_id] ?? initialState(element)
}

function describeAction(
  world: World,
  {
    block,
    element,
    state,
  }: { readonly block: Block; readonly element: Element; readonly state: ElementState | undefined },
): Record<string, unknown> {
  const common = { action_id: element.action_id, block_id: block.block_id, action_ts: actionTs(world) }
  if (element.type === 'button') {
    const { text, value, style } = element
    return { type: 'button', text, ...(value === undefined ? {} : { value }), ...(style ? { style } : {}), ...common }
  }
  return { ...state, ...common }
}
