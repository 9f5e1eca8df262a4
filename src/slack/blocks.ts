import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  HeaderBlock,
  InputBlock,
  KnownBlock,
  MrkdwnElement,
  Overflow,
  PlainTextElement,
  PlainTextOption,
  RichTextBlock,
  RichTextDate,
  RichTextText,
  SectionBlock,
} from '@slack/types'
import { type Placed, spread } from '../domain/moments.ts'
import { dateFormat, type Mrkdwn, truncate, truncateMrkdwn } from './mrkdwn.ts'

/** Slack's limits on Block Kit, from docs.slack.dev/reference/block-kit. */
export const LIMITS = {
  messageBlocks: 50,
  header: 150,
  section: 3000,
  field: 2000,
  fields: 10,
  contextElements: 10,
  actions: 25,
  buttonText: 75,
  buttonValue: 2000,
  optionText: 75,
  options: 100,
  inputText: 3000,
  modalTitle: 24,
  messageText: 4000,
  topic: 250,
} as const

export function plain(text: string, max: number = LIMITS.section): PlainTextElement {
  return { type: 'plain_text', text: truncate(text, max), emoji: false }
}

/** Verbatim, so that Slack makes no links or mentions of its own out of what people typed. */
function formatted(text: Mrkdwn, max: number): MrkdwnElement {
  return { type: 'mrkdwn', text: truncateMrkdwn(text, max), verbatim: true }
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, LIMITS.header) }
}

export function section(text: Mrkdwn, options: { fields?: readonly Mrkdwn[]; id?: string } = {}): SectionBlock {
  return {
    type: 'section',
    ...(options.id ? { block_id: options.id } : {}),
    text: formatted(text, LIMITS.section),
    ...(options.fields ? { fields: fieldsOf(options.fields) } : {}),
  }
}

export function fields(texts: readonly Mrkdwn[]): SectionBlock {
  return { type: 'section', fields: fieldsOf(texts) }
}

function fieldsOf(texts: readonly Mrkdwn[]) {
  return texts.slice(0, LIMITS.fields).map(text => formatted(text, LIMITS.field))
}

export function context(...texts: readonly Mrkdwn[]): ContextBlock {
  return {
    type: 'context',
    elements: texts.slice(0, LIMITS.contextElements).map(text => formatted(text, LIMITS.section)),
  }
}

/** A label and people's own words, which Slack shows exactly as they were typed; moments in each reader’s own time. */
export function words(label: string, text: string, moments: readonly Placed[] = []): RichTextBlock {
  return {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          ...(label ? [{ type: 'text' as const, text: `${label}\n`, style: { bold: true } }] : []),
          ...spread({ text: truncate(text, LIMITS.section) || ' ', moments }).map(run),
        ],
      },
    ],
  }
}

function run(part: ReturnType<typeof spread>[number]): RichTextText | RichTextDate {
  if (typeof part === 'string') return { type: 'text', text: part }
  const timestamp = Math.floor(part.at.getTime() / 1000)
  return { type: 'date', timestamp, format: dateFormat(part), fallback: part.words }
}

export function button(
  text: string,
  action: string,
  options: {
    value?: string
    style?: 'primary' | 'danger'
    url?: string
    confirm?: ConfirmationDialog
    /** What a screen reader says in place of the text, where several buttons have the same. */
    spoken?: string
  } = {},
): Button {
  return {
    type: 'button',
    action_id: action,
    text: plain(text, LIMITS.buttonText),
    ...(options.value ? { value: truncate(options.value, LIMITS.buttonValue) } : {}),
    ...(options.style ? { style: options.style } : {}),
    ...(options.url ? { url: options.url } : {}),
    ...(options.confirm ? { confirm: options.confirm } : {}),
    ...(options.spoken ? { accessibility_label: truncate(options.spoken, LIMITS.buttonText) } : {}),
  }
}

export function confirm(title: string, text: string, yes: string): ConfirmationDialog {
  return { title: plain(title, 100), text: plain(text, 300), confirm: plain(yes, 30), deny: plain('Not now', 30) }
}

export function actions(controls: readonly (Button | Overflow)[], id?: string): ActionsBlock[] {
  const elements = controls.slice(0, LIMITS.actions)
  return elements.length > 0 ? [{ type: 'actions', ...(id ? { block_id: id } : {}), elements }] : []
}

export interface Option {
  readonly value: string
  readonly text: string
}

function option({ value, text }: Option): PlainTextOption {
  return { value, text: plain(text, LIMITS.optionText) }
}

interface InputOptions {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly optional?: boolean
}

function input(options: InputOptions, element: InputBlock['element'], dispatches = false): InputBlock {
  return {
    type: 'input',
    block_id: options.id,
    label: plain(options.label),
    element,
    ...(options.hint ? { hint: plain(options.hint) } : {}),
    ...(options.optional ? { optional: true } : {}),
    ...(dispatches ? { dispatch_action: true } : {}),
  }
}

/** Every input's action id is its block id, so that a form is described by one name for each field. */
export function textInput(
  options: InputOptions & { initial?: string | undefined; placeholder?: string; multiline?: boolean; max?: number },
): InputBlock {
  const max = Math.min(options.max ?? LIMITS.inputText, LIMITS.inputText)
  return input(options, {
    type: 'plain_text_input',
    action_id: options.id,
    max_length: max,
    ...(options.multiline ? { multiline: true } : {}),
    ...(options.initial ? { initial_value: truncate(options.initial, max) } : {}),
    ...(options.placeholder ? { placeholder: plain(options.placeholder, 150) } : {}),
  })
}

export function selectInput(
  options: InputOptions & { choices: readonly Option[]; initial?: string | undefined; dispatches?: boolean },
): InputBlock {
  const choices = options.choices.slice(0, LIMITS.options).map(option)
  const initial = choices.find(choice => choice.value === options.initial)
  return input(
    options,
    {
      type: 'static_select',
      action_id: options.id,
      options: choices,
      ...(initial ? { initial_option: initial } : {}),
      placeholder: plain('Choose', 150),
    },
    options.dispatches,
  )
}

/** A day and a time, which Slack shows and reads in the person's own zone. */
export function momentInput(options: InputOptions & { initial?: Date | undefined }): InputBlock {
  return input(options, {
    type: 'datetimepicker',
    action_id: options.id,
    ...(options.initial ? { initial_date_time: Math.floor(options.initial.getTime() / 1000) } : {}),
  })
}

export function userInput(options: InputOptions & { initial?: string | undefined }): InputBlock {
  return input(options, {
    type: 'users_select',
    action_id: options.id,
    ...(options.initial ? { initial_user: options.initial } : {}),
    placeholder: plain('Choose a person', 150),
  })
}

/** At most ten, as many as can be looked up while the form waits. */
const mostChosen = 10

export function peopleInput(options: InputOptions & { initial?: readonly string[] }): InputBlock {
  return input(options, {
    type: 'multi_users_select',
    action_id: options.id,
    max_selected_items: mostChosen,
    ...(options.initial?.length ? { initial_users: [...options.initial] } : {}),
    placeholder: plain('Choose people', 150),
  })
}

/** Channels of this company alone, private ones too. */
export function channelsInput(options: InputOptions & { initial?: readonly string[] }): InputBlock {
  return input(options, {
    type: 'multi_conversations_select',
    action_id: options.id,
    max_selected_items: mostChosen,
    filter: { include: ['public', 'private'], exclude_external_shared_channels: true },
    ...(options.initial?.length ? { initial_conversations: [...options.initial] } : {}),
    placeholder: plain('Choose channels', 150),
  })
}

export function checkboxInput(
  options: InputOptions & { choice: Option; description?: string; checked?: boolean; dispatches?: boolean },
): InputBlock {
  const choice: PlainTextOption = {
    ...option(options.choice),
    ...(options.description ? { description: plain(options.description, 75) } : {}),
  }
  return input(
    options,
    {
      type: 'checkboxes',
      action_id: options.id,
      options: [choice],
      ...(options.checked ? { initial_options: [choice] } : {}),
    },
    options.dispatches,
  )
}

/** What a message carries: blocks, and the same as plain text for notifications and screen readers. */
export interface MessageView {
  readonly text: string
  readonly blocks: KnownBlock[]
}
