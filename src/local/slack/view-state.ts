import type { Element } from './blocks/elements.ts'
import { allBlocks, type Block, elementsOf } from './blocks/schema.ts'
import type { ViewSource } from './blocks/view-schema.ts'
import type { ElementState, OpenView, StateValues } from './entities.ts'

/** What an element holds before anybody touches it; undefined for those that hold nothing. */
export function initialState(element: Element): ElementState | undefined {
  const { type } = element
  switch (type) {
    case 'button':
    case 'overflow':
    case 'feedback_buttons':
    case 'icon_button':
      return undefined
    case 'static_select':
    case 'radio_buttons':
    case 'external_select':
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
      return { type, ...(element.initial_value ? { rich_text_value: element.initial_value } : {}) }
    case 'file_input':
      return { type, files: [] }
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type, value: element.initial_value ?? null }
  }
}

/** The state of every element that holds a value: what was chosen, else what it started with. */
export function stateOf(blocks: readonly Block[], chosen: StateValues): StateValues {
  const values: Record<string, Record<string, ElementState>> = {}
  for (const block of allBlocks(blocks)) {
    for (const element of elementsOf(block)) {
      const state = chosen[block.block_id]?.[element.action_id] ?? initialState(element)
      if (state) values[block.block_id] = { ...values[block.block_id], [element.action_id]: state }
    }
  }
  return values
}

/** The conversation that a person comes from, in every element that asks for it and names none itself. */
export function currentConversation(blocks: readonly Block[], channel: string): StateValues {
  const values: Record<string, Record<string, ElementState>> = {}
  const hold = (block: Block, at: string, state: ElementState) => {
    values[block.block_id] = { ...values[block.block_id], [at]: state }
  }
  for (const block of allBlocks(blocks)) {
    for (const element of elementsOf(block)) {
      const { type, action_id } = element
      if (type === 'conversations_select' && element.default_to_current_conversation && !element.initial_conversation)
        hold(block, action_id, { type, selected_conversation: channel })
      if (
        type === 'multi_conversations_select' &&
        element.default_to_current_conversation &&
        !element.initial_conversations
      )
        hold(block, action_id, { type, selected_conversations: [channel] })
    }
  }
  return values
}

/** What remains of a person's choices in a new version of the view: the same block, action and type. */
export function keepValues(view: OpenView, next: ViewSource): StateValues {
  const kept: Record<string, Record<string, ElementState>> = {}
  for (const block of allBlocks(next.blocks)) {
    for (const element of elementsOf(block)) {
      const state = view.values[block.block_id]?.[element.action_id]
      if (state?.type === element.type) kept[block.block_id] = { ...kept[block.block_id], [element.action_id]: state }
    }
  }
  return kept
}

export function withValue(
  values: StateValues,
  at: { readonly block: string; readonly action: string },
  state: ElementState,
): StateValues {
  return { ...values, [at.block]: { ...values[at.block], [at.action]: state } }
}

/** Whether a state holds nothing, so that a required input refuses it. */
export function isEmptyState({ type: _type, ...content }: ElementState): boolean {
  return Object.values(content).every(
    v => v === null || v === undefined || v === '' || (Array.isArray(v) && v.length === 0),
  )
}
