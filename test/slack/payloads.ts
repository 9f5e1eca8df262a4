import type { InputBlock, ModalView, View } from '@slack/types'
import { responseUrl, team } from './web-api.ts'

let count = 0
const next = (prefix: string) => `${prefix}${++count}`

type Payload = Record<string, unknown>

/** What a person does, as Slack sends it. Ids are new with every gesture unless they are given. */
export interface Who {
  readonly user?: string
  readonly team?: string
}

const person = ({ user = 'U0ANA', team: userTeam = team }: Who) => ({ id: user, username: 'x', team_id: userTeam })
const common = () => ({
  token: 'x',
  api_app_id: 'A0SITREP',
  team: { id: team, domain: 'acme' },
  trigger_id: next('trigger'),
})

export function command(
  text: string,
  where: Who & { channel?: string; channelName?: string; triggerId?: string } = {},
): Payload {
  return {
    token: 'x',
    api_app_id: 'A0SITREP',
    team_id: team,
    team_domain: 'acme',
    channel_id: where.channel ?? 'C0GENERAL',
    channel_name: where.channelName ?? 'general',
    user_id: where.user ?? 'U0ANA',
    user_name: 'x',
    command: '/incident',
    text,
    response_url: responseUrl,
    trigger_id: where.triggerId ?? next('trigger'),
  }
}

type Filled = Readonly<Record<string, string | readonly string[] | undefined>>

/** The state of a modal's inputs: what it opened with, and over it what the person filled in. */
function stateOf(view: View, filled: Filled = {}): Record<string, Record<string, unknown>> {
  const inputs = view.blocks.filter((block): block is InputBlock => block.type === 'input')
  const unknown = Object.keys(filled).filter(id => !inputs.some(input => input.block_id === id))
  if (unknown.length > 0) throw new Error(`the modal has no field ${unknown.join(', ')}`)
  return Object.fromEntries(
    inputs.map(input => {
      const { element, block_id: id = '' } = input
      const action = element.action_id ?? id
      return [id, { [action]: answerTo(element, id in filled ? { to: filled[id] } : undefined) }]
    }),
  )
}

function answerTo(element: InputBlock['element'], set: { to: Filled[string] } | undefined): unknown {
  const { type } = element
  switch (element.type) {
    case 'plain_text_input':
      return { type, value: set ? (set.to ?? null) : (element.initial_value ?? null) }
    case 'static_select': {
      const chosen = set ? element.options?.find(option => option.value === set.to) : element.initial_option
      if (set?.to !== undefined && !chosen) throw new Error(`there is no option ${String(set.to)}`)
      return { type, selected_option: chosen ?? null }
    }
    case 'datetimepicker':
      return { type, selected_date_time: set?.to === undefined ? (element.initial_date_time ?? null) : Number(set.to) }
    case 'users_select':
      return { type, selected_user: set ? (set.to ?? null) : (element.initial_user ?? null) }
    case 'checkboxes':
      return {
        type,
        selected_options: set
          ? element.options.filter(option => option.value !== undefined && set.to?.includes(option.value))
          : (element.initial_options ?? []),
      }
    default:
      throw new Error(`no state for a ${type}`)
  }
}

export interface OpenModal {
  readonly id: string
  readonly view: View
}

/** A modal as Slack shows it to one person. */
export function opened(view: unknown): OpenModal {
  return { id: next('V'), view: view as ModalView }
}

function asView({ id, view }: OpenModal, filled: Filled): Payload {
  return {
    id,
    team_id: team,
    hash: '1.a',
    root_view_id: id,
    ...view,
    private_metadata: view.private_metadata ?? '',
    state: { values: stateOf(view, filled) },
  }
}

export function submission(modal: OpenModal, filled: Filled = {}, who: Who = {}): Payload {
  return { ...common(), type: 'view_submission', user: person(who), view: asView(modal, filled), response_urls: [] }
}

/** A press on a button of a message. */
export function press(
  action: string,
  value: string,
  where: Who & { channel?: string; triggerId?: string } = {},
): Payload {
  return {
    ...common(),
    ...(where.triggerId ? { trigger_id: where.triggerId } : {}),
    type: 'block_actions',
    user: person(where),
    channel: { id: where.channel ?? 'C0GENERAL', name: 'general' },
    container: { type: 'message', channel_id: where.channel ?? 'C0GENERAL', message_ts: '1.1' },
    message: { type: 'message', ts: '1.1', text: 'x' },
    response_url: responseUrl,
    actions: [{ type: 'button', action_id: action, block_id: 'card_actions', action_ts: '1.2', value }],
  }
}

/** A press on a button, or a choice in a field, of a modal or of the Home tab. */
export function pressIn(
  modal: OpenModal,
  action: string,
  { value = '', filled = {}, ...who }: Who & { value?: string; filled?: Filled } = {},
): Payload {
  return {
    ...common(),
    type: 'block_actions',
    user: person(who),
    container: { type: 'view', view_id: modal.id },
    view: asView(modal, filled),
    actions: [{ type: 'button', action_id: action, block_id: action, action_ts: '1.2', value }],
  }
}

export function shortcut(callbackId: string): Payload {
  return { ...common(), type: 'shortcut', callback_id: callbackId, user: person({}), action_ts: '1.1' }
}

export function messageShortcut(callbackId: string, text: string, channel = 'C0GENERAL'): Payload {
  return {
    ...common(),
    type: 'message_action',
    callback_id: callbackId,
    user: person({}),
    channel: { id: channel, name: 'general' },
    message: { type: 'message', user: 'U0BEN', ts: '1.1', text },
    message_ts: '1.1',
    action_ts: '1.2',
    response_url: responseUrl,
  }
}

export function event(inner: Payload): Payload {
  return {
    token: 'x',
    team_id: team,
    api_app_id: 'A0SITREP',
    type: 'event_callback',
    event_id: next('Ev'),
    event_time: 1_700_000_000,
    authorizations: [
      { enterprise_id: null, team_id: team, user_id: 'U0BOT', is_bot: true, is_enterprise_install: false },
    ],
    event: { event_ts: '1.1', ...inner },
  }
}
