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
      'value' in wanted && !isButton(element)
        ? stateFrom({ world, user: user.id }, element, wanted.value)
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
        actions: [describeAction(world, { block, element, state, value: wanted.value })],
      },
    })
    return outcome.ok ? {} : { ok: false, error: outcome.error }
  },
  async options(call) {
    const { world, sandbox } = call
    const user = actingUser(call)
    const surface = surfaceOf(call, user)
    const { block, element } = findElement(surface.blocks, readAction(call))
    const query = optionalText(call, 'query') ?? ''
    const least = 'min_query_length' in element ? element.min_query_length : undefined
    // Slack's client asks only once so much is typed.
    if (query.length < (least ?? 0)) return { options: [] }
    const { response_url: _url, trigger_id: _trigger, ...context } = surface.describe(surface.values)
    const outcome = await sandbox.link.deliver({
      type: 'interactive',
      payload: {
        type: 'block_suggestion',
        ...interactionBase(world, user),
        ...context,
        action_id: element.action_id,
        block_id: block.block_id,
        value: query,
      },
    })
    return outcome.ok ? { ...readSuggestions(outcome.body) } : { ok: false, error: outcome.error }
  },
} satisfies ControlRoutes

function currentState(values: StateValues, block: Block, element: Element): ElementState | undefined {
  return values[block.block_id]?.[element.action_id] ?? initialState(element)
}

function isButton({ type }: Element): boolean {
  return type === 'button' || type === 'icon_button' || type === 'feedback_buttons'
}

interface UsedElement {
  readonly block: Block
  readonly element: Element
  readonly state: ElementState | undefined
  /** Which of several buttons in one element. */
  readonly value: unknown
}

function describeAction(world: World, { block, element, state, value }: UsedElement): Record<string, unknown> {
  const common = { action_id: element.action_id, block_id: block.block_id, action_ts: actionTs(world) }
  switch (element.type) {
    case 'button':
      return { ...pressed(element), ...(element.style ? { style: element.style } : {}), ...common }
    case 'icon_button':
      return { ...pressed(element), icon: element.icon, ...common }
    case 'feedback_buttons': {
      const { positive_button, negative_button } = element
      const { text, value: meant } = negative_button.value === value ? negative_button : positive_button
      return { type: element.type, text, value: meant, ...common }
    }
    default:
      return { ...confirmed(element, state), ...common }
  }
}

function pressed({
  type,
  text,
  value,
}: Element & { readonly type: 'button' | 'icon_button' }): Record<string, unknown> {
  return { type, text, ...(value === undefined ? {} : { value }) }
}

/** Selects say what they started with, too. */
function confirmed(element: Element, state: ElementState | undefined): Record<string, unknown> {
  const placeholder = 'placeholder' in element && element.placeholder ? { placeholder: element.placeholder } : {}
  return { type: element.type, ...state, ...placeholder }
}
