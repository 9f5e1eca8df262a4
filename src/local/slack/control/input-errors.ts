import type { InputElement } from '../blocks/elements.ts'
import { allBlocks } from '../blocks/schema.ts'
import type { ElementState, OpenView } from '../entities.ts'
import { isString } from '../json.ts'
import { isEmptyState, stateOf } from '../view-state.ts'

/** What Slack's client refuses before the app hears of it, by block. */
export function inputErrors(view: OpenView): Readonly<Record<string, string>> {
  const state = stateOf(view.source.blocks, view.values)
  const errors: Record<string, string> = {}
  for (const block of allBlocks(view.source.blocks)) {
    if (block.type !== 'input') continue
    const { element, optional } = block
    const current = state[block.block_id]?.[element.action_id]
    if (!current || isEmptyState(current)) {
      if (!optional) errors[block.block_id] = 'Please complete this required field.'
      continue
    }
    const problem = contentError(element, current)
    if (problem) errors[block.block_id] = problem
  }
  return errors
}

function contentError(element: InputElement, state: ElementState): string | undefined {
  const value = isString(state.value) ? state.value : ''
  switch (element.type) {
    case 'plain_text_input':
      if (value.length < (element.min_length ?? 0)) return `Must be at least ${element.min_length} characters.`
      return value.length > (element.max_length ?? 3000)
        ? `Must be at most ${element.max_length ?? 3000} characters.`
        : undefined
    case 'number_input':
      return numberError(element, value)
    case 'email_text_input':
      return /^\S+@\S+\.\S+$/.test(value) ? undefined : 'Enter a valid email address.'
    case 'url_text_input':
      return URL.canParse(value) ? undefined : 'Enter a valid URL.'
    case 'multi_static_select':
    case 'multi_external_select':
      return tooMany(element.max_selected_items, state.selected_options)
    case 'multi_users_select':
      return tooMany(element.max_selected_items, state.selected_users)
    case 'multi_channels_select':
      return tooMany(element.max_selected_items, state.selected_channels)
    case 'multi_conversations_select':
      return tooMany(element.max_selected_items, state.selected_conversations)
    case 'file_input':
      return tooMany(element.max_files ?? 10, state.files)
    default:
      return undefined
  }
}

function numberError(element: InputElement & { readonly type: 'number_input' }, value: string): string | undefined {
  const number = Number(value)
  if (!Number.isFinite(number)) return 'Enter a number.'
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return 'Enter a whole number.'
  if (element.min_value !== undefined && number < Number(element.min_value))
    return `Must be at least ${element.min_value}.`
  if (element.max_value !== undefined && number > Number(element.max_value))
    return `Must be at most ${element.max_value}.`
  return undefined
}

function tooMany(max: number | undefined, chosen: unknown): string | undefined {
  return max !== undefined && Array.isArray(chosen) && chosen.length > max ? `Choose at most ${max}.` : undefined
}
