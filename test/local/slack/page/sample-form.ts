import type { App } from '@slack/bolt'
import type { KnownBlock, ModalView } from '@slack/types'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() })

const restaurants = ['Anchor', 'Bistro', 'Canteen', 'Corner']

/** A form with every kind of field, which says back what was entered. */
export function addForm(app: App): void {
  app.options('restaurant', async ({ ack, options }) => {
    const found = restaurants.filter(name => name.toLowerCase().includes(options.value.toLowerCase()))
    await ack({ options: found.map(option) })
  })
  app.options('guests', async ({ ack }) => {
    await ack({
      option_groups: [
        { label: plain('Kitchen'), options: [option('Cook'), option('Waiter')] },
        { label: plain('Others'), options: [option('Friend')] },
      ],
    })
  })
  app.action(
    { type: 'block_actions', action_id: /^(?:feedback|bin|card_button)$/ },
    async ({ ack, action, respond }) => {
      await ack()
      const value = 'value' in action ? action.value : null
      await respond(`Pressed ${[action.action_id, value].filter(Boolean).join(': ')}`)
    },
  )
  app.view('form', async ({ ack, view, body, client }) => {
    if (view.state.values.number?.x?.value === '13') return await new Promise(() => {})
    await ack()
    const entered = Object.entries(view.state.values).map(([block, actions]) => [block, Object.values(actions)[0]])
    await client.chat.postMessage({
      channel: 'C0GENERAL1',
      text: 'The form',
      metadata: { event_type: 'form', event_payload: { entered: JSON.stringify(Object.fromEntries(entered)) } },
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: `Filled in by <@${body.user.id}>` } }],
    })
  })
}

const input = (block_id: string, text: string, element: object): KnownBlock =>
  ({ type: 'input', block_id, label: plain(text), optional: true, element }) as KnownBlock

export const formView: ModalView = {
  type: 'modal',
  callback_id: 'form',
  title: plain('Everything to fill in'),
  submit: plain('Send'),
  blocks: [
    input('restaurant', 'Restaurant', {
      type: 'external_select',
      action_id: 'restaurant',
      min_query_length: 1,
      placeholder: plain('Search restaurants'),
    }),
    input('guests', 'Guests', { type: 'multi_external_select', action_id: 'guests', min_query_length: 0 }),
    input('where', 'Where', { type: 'channels_select', action_id: 'x', placeholder: plain('Any public channel') }),
    input('tell', 'Tell', {
      type: 'conversations_select',
      action_id: 'x',
      placeholder: plain('Anybody'),
      filter: { include: ['private', 'im'] },
    }),
    input('ping', 'Ping', { type: 'conversations_select', action_id: 'x' }),
    input('note', 'Note', { type: 'rich_text_input', action_id: 'x' }),
    input('receipt', 'Receipt', { type: 'file_input', action_id: 'x', filetypes: ['txt', 'pdf'], max_files: 2 }),
    input('number', 'How many', { type: 'number_input', action_id: 'x', is_decimal_allowed: false, max_value: '20' }),
    input('email', 'Email', { type: 'email_text_input', action_id: 'x', focus_on_load: true }),
    input('url', 'Website', { type: 'url_text_input', action_id: 'x' }),
    input('when', 'When', { type: 'datetimepicker', action_id: 'x' }),
    input('hour', 'Latest', { type: 'timepicker', action_id: 'x' }),
    input('diet', 'Diet', {
      type: 'checkboxes',
      action_id: 'x',
      options: [{ ...option('Vegan'), description: plain('No animals') }, option('Spicy')],
    }),
    input('seat', 'Seat', {
      type: 'radio_buttons',
      action_id: 'x',
      options: [{ ...option('Window'), description: plain('With a view') }, option('Aisle')],
    }),
  ],
}

/** Newer blocks, as assistants and workflows send them. */
export const newerBlocks = [
  {
    type: 'card',
    title: { type: 'mrkdwn', text: '*Soup of the day*' },
    subtitle: { type: 'mrkdwn', text: 'Leek' },
    body: { type: 'mrkdwn', text: 'Served with bread.' },
    actions: [{ type: 'button', action_id: 'card_button', text: plain('Reserve') }],
  },
  {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'feedback',
        positive_button: { text: plain('Good'), value: 'good' },
        negative_button: { text: plain('Bad'), value: 'bad' },
      },
      { type: 'icon_button', action_id: 'bin', icon: 'trash', text: plain('Throw away') },
    ],
  },
  {
    type: 'plan',
    title: 'Cooking',
    tasks: [
      { type: 'task_card', task_id: 't1', title: 'Peel', status: 'complete' },
      { type: 'task_card', task_id: 't2', title: 'Boil', status: 'in_progress' },
    ],
  },
  {
    type: 'table',
    rows: [
      [
        { type: 'raw_text', text: 'Dish' },
        { type: 'raw_text', text: 'Left' },
      ],
      [
        { type: 'raw_text', text: 'Leek soup' },
        { type: 'raw_text', text: '3' },
      ],
    ],
  },
]
