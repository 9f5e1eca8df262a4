import type { RichTextBlock } from '@slack/types'
import type { ChosenOption, ElementState } from './model.ts'

/** The parts of an interactive element that decide its value, whichever kind of element it is. */
export interface ElementShape {
  readonly type: string
  readonly action_id?: string
  readonly options?: readonly ChosenOption[]
  readonly option_groups?: readonly { readonly options: readonly ChosenOption[] }[]
  readonly initial_value?: string | RichTextBlock
  readonly initial_option?: ChosenOption
  readonly initial_options?: readonly ChosenOption[]
  readonly initial_date?: string
  readonly initial_time?: string
  readonly initial_date_time?: number
  readonly initial_user?: string
  readonly initial_users?: readonly string[]
  readonly initial_channel?: string
  readonly initial_channels?: readonly string[]
  readonly initial_conversation?: string
  readonly initial_conversations?: readonly string[]
}

/** An element as it is before anybody touched it. */
export function initialState(element: ElementShape): ElementState {
  const { type } = element
  switch (type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null }
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] }
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null }
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] }
    case 'channels_select':
      return { type, selected_channel: element.initial_channel ?? null }
    case 'multi_channels_select':
      return { type, selected_channels: element.initial_channels ?? [] }
    case 'conversations_select':
      return { type, selected_conversation: element.initial_conversation ?? null }
    case 'multi_conversations_select':
      return { type, selected_conversations: element.initial_conversations ?? [] }
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null }
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null }
    case 'datetimepicker':
      return { type, selected_date_time: element.initial_date_time ?? null }
    case 'rich_text_input':
      return { type, ...(typeof element.initial_value === 'object' ? { rich_text_value: element.initial_value } : {}) }
    case 'file_input':
      return { type, files: [] }
    default:
      return { type, value: typeof element.initial_value === 'string' ? element.initial_value : null }
  }
}

/** A state for the ids or option values that were picked; the shape follows the kind of select. */
export function pickedState(element: ElementShape, picked: readonly string[]): ElementState {
  const { type } = element
  const options = allOptions(element).filter(option => picked.includes(option.value ?? ''))
  switch (type) {
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: options }
    case 'users_select':
      return { type, selected_user: picked[0] ?? null }
    case 'multi_users_select':
      return { type, selected_users: picked }
    case 'channels_select':
      return { type, selected_channel: picked[0] ?? null }
    case 'multi_channels_select':
      return { type, selected_channels: picked }
    case 'conversations_select':
      return { type, selected_conversation: picked[0] ?? null }
    case 'multi_conversations_select':
      return { type, selected_conversations: picked }
    default:
      return { type, selected_option: options[0] ?? null }
  }
}

/** The ids or option values that a state of a select holds. */
export function pickedValues(state: ElementState): readonly string[] {
  const one =
    state.selected_option?.value ?? state.selected_user ?? state.selected_channel ?? state.selected_conversation
  if (one) return [one]
  const many = state.selected_users ?? state.selected_channels ?? state.selected_conversations
  return many ?? state.selected_options?.map(option => option.value ?? '') ?? []
}

function allOptions(element: ElementShape): readonly ChosenOption[] {
  return element.options ?? element.option_groups?.flatMap(group => group.options) ?? []
}
