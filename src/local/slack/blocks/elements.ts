import { z } from 'zod'
import { newShortId } from '../ids.ts'
import {
  confirm,
  conversationFilter,
  dispatchActionConfig,
  type Option,
  option,
  optionGroup,
  plainText,
} from './objects.ts'
import { richTextBlock } from './rich-text.ts'

const action_id = z
  .string()
  .min(1)
  .max(255)
  .default(() => newShortId())
const placeholder = plainText(150).optional()
const interactive = { action_id, confirm: confirm.optional() }
const focusable = { ...interactive, focus_on_load: z.boolean().optional() }
const select = { ...focusable, placeholder }
const many = { max_selected_items: z.int().min(1).optional() }
const initialOptions = z.array(option).min(1).optional()
const textual = {
  action_id,
  focus_on_load: z.boolean().optional(),
  placeholder,
  dispatch_action_config: dispatchActionConfig.optional(),
}
const oneOfOptions = {
  options: z.array(option).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
}

interface WithOptions {
  readonly options?: readonly Option[] | undefined
  readonly option_groups?: readonly { readonly options: readonly Option[] }[] | undefined
}

/** Every option of an element, whether grouped or not. */
export function allOptions(element: WithOptions): readonly Option[] {
  return element.options ?? element.option_groups?.flatMap(group => group.options) ?? []
}

type Chosen = WithOptions & {
  readonly initial_option?: Option | undefined
  readonly initial_options?: readonly Option[] | undefined
}

function optionsAgree(context: z.core.ParsePayload<Chosen>): void {
  const element = context.value
  const choices = allOptions(element)
  const refuse = (message: string, path: string[] = []) =>
    void context.issues.push({ code: 'custom', message, path, input: element })
  if ((element.options === undefined) === (element.option_groups === undefined)) {
    refuse('must provide either options or option_groups')
  }
  for (const [field, initial] of [
    ['initial_option', element.initial_option ? [element.initial_option] : []],
    ['initial_options', element.initial_options ?? []],
  ] as const) {
    const unknown = initial.some(one => !choices.some(o => o.value === one.value && o.text.text === one.text.text))
    if (unknown) refuse('must match exactly one of the options', [field])
  }
}

export const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: z.string().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
  ...interactive,
})

export const image = z
  .strictObject({
    type: z.literal('image'),
    image_url: z.string().max(3000).optional(),
    slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
    alt_text: z.string().max(2000),
  })
  .refine(of => (of.image_url === undefined) !== (of.slack_file === undefined), {
    message: 'must define either `image_url` or `slack_file`',
    path: ['type'],
  })

const feedback = z.strictObject({
  text: plainText(75),
  value: z.string().min(1).max(2000),
  accessibility_label: z.string().max(75).optional(),
})

/** What stands below an answer to be judged or thrown away. */
export const contextAction = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('feedback_buttons'),
    action_id,
    positive_button: feedback,
    negative_button: feedback,
  }),
  z.strictObject({
    type: z.literal('icon_button'),
    icon: z.literal('trash'),
    text: plainText(75),
    value: z.string().max(2000).optional(),
    accessibility_label: z.string().max(75).optional(),
    visible_to_user_ids: z.array(z.string()).optional(),
    ...interactive,
  }),
])

const choices = [
  z
    .strictObject({ type: z.literal('static_select'), ...select, ...oneOfOptions, initial_option: option.optional() })
    .check(optionsAgree),
  z
    .strictObject({
      type: z.literal('multi_static_select'),
      ...select,
      ...many,
      ...oneOfOptions,
      initial_options: initialOptions,
    })
    .check(optionsAgree),
  z
    .strictObject({
      type: z.literal('radio_buttons'),
      ...focusable,
      options: z.array(option).min(1).max(10),
      initial_option: option.optional(),
    })
    .check(optionsAgree),
  z
    .strictObject({
      type: z.literal('checkboxes'),
      ...focusable,
      options: z.array(option).min(1).max(10),
      initial_options: initialOptions,
    })
    .check(optionsAgree),
  z.strictObject({
    type: z.literal('external_select'),
    ...select,
    min_query_length: z.int().optional(),
    initial_option: option.optional(),
  }),
  z.strictObject({
    type: z.literal('multi_external_select'),
    ...select,
    ...many,
    min_query_length: z.int().optional(),
    initial_options: initialOptions,
  }),
  z.strictObject({ type: z.literal('users_select'), ...select, initial_user: z.string().optional() }),
  z.strictObject({
    type: z.literal('multi_users_select'),
    ...select,
    ...many,
    initial_users: z.array(z.string()).optional(),
  }),
  z.strictObject({
    type: z.literal('channels_select'),
    ...select,
    initial_channel: z.string().optional(),
    response_url_enabled: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('multi_channels_select'),
    ...select,
    ...many,
    initial_channels: z.array(z.string()).optional(),
  }),
  z.strictObject({
    type: z.literal('conversations_select'),
    ...select,
    initial_conversation: z.string().optional(),
    default_to_current_conversation: z.boolean().optional(),
    response_url_enabled: z.boolean().optional(),
    filter: conversationFilter.optional(),
  }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    ...select,
    ...many,
    initial_conversations: z.array(z.string()).optional(),
    default_to_current_conversation: z.boolean().optional(),
    filter: conversationFilter.optional(),
  }),
  z.strictObject({ type: z.literal('datepicker'), ...select, initial_date: z.iso.date().optional() }),
  z.strictObject({
    type: z.literal('timepicker'),
    ...select,
    initial_time: z
      .string()
      .regex(/^\d\d:\d\d$/)
      .optional(),
    timezone: z.string().optional(),
  }),
] as const

const dateTime = z.strictObject({
  type: z.literal('datetimepicker'),
  ...focusable,
  initial_date_time: z.int().min(1e9).max(9_999_999_999).optional(),
})

const overflow = z.strictObject({ type: z.literal('overflow'), ...interactive, options: z.array(option).min(1).max(5) })

const writing = [
  z.strictObject({
    type: z.literal('plain_text_input'),
    ...textual,
    multiline: z.boolean().optional(),
    initial_value: z.string().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  }),
  z.strictObject({
    type: z.literal('number_input'),
    ...textual,
    is_decimal_allowed: z.boolean(),
    initial_value: z.string().optional(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('email_text_input'), ...textual, initial_value: z.string().optional() }),
  z.strictObject({ type: z.literal('url_text_input'), ...textual, initial_value: z.string().optional() }),
  z.strictObject({
    type: z.literal('rich_text_input'),
    ...textual,
    initial_value: richTextBlock.optional(),
    min_lines: z.int().min(1).optional(),
    max_lines: z.int().min(1).optional(),
  }),
  z.strictObject({
    type: z.literal('file_input'),
    action_id,
    filetypes: z.array(z.string()).optional(),
    max_files: z.int().min(1).max(10).optional(),
  }),
] as const

/** A date with a time stands in no section (docs.slack.dev/reference/block-kit/block-elements/datetime-picker-element). */
export const accessory = z.discriminatedUnion('type', [button, image, overflow, ...choices])
export const actionElement = z.discriminatedUnion('type', [button, overflow, dateTime, ...choices])
export const inputElement = z.discriminatedUnion('type', [dateTime, ...choices, ...writing])

export type InputElement = z.infer<typeof inputElement>
export type Element = InputElement | z.infer<typeof actionElement> | z.infer<typeof contextAction>
