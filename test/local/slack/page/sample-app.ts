import * as bolt from '@slack/bolt'
import type { HomeView, KnownBlock, ModalView } from '@slack/types'
import { sampleSeed } from '../../../../src/local/slack/index.ts'
import { addForm, formView, newerBlocks } from './sample-form.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text })
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() })

/** The sample workspace with an app that orders lunch. */
export function lunchSeed() {
  const seed = sampleSeed({
    name: 'Lunch',
    commands: [{ command: '/lunch', description: 'Order lunch', usage_hint: '[dish]' }],
    shortcuts: [
      { name: 'Order lunch', callback_id: 'order', type: 'global' },
      { name: 'Remember this', callback_id: 'remember', type: 'message' },
    ],
    scopes: ['commands', 'chat:write', 'channels:read', 'files:write', 'pins:write', 'im:write', 'canvases:write'],
    events: ['app_home_opened'],
  })
  const channels = seed.channels.map(each =>
    each.name === 'general' ? { ...each, members: [...each.members, seed.app.botUserId] } : each,
  )
  return { ...seed, channels }
}

/** Starts the app against a workspace. Its blocks are of every kind that the page is to show. */
export async function startLunchApp(url: string): Promise<bolt.App> {
  const clientOptions = { slackApiUrl: `${url}/api/`, retryConfig: { retries: 0 } }
  const receiver = new bolt.SocketModeReceiver({
    appToken: 'xapp-sandbox',
    logLevel: bolt.LogLevel.ERROR,
    installerOptions: { clientOptions },
  })
  const app = new bolt.App({ token: 'xoxb-sandbox', receiver, clientOptions, logLevel: bolt.LogLevel.ERROR })

  app.command('/lunch', async ({ ack, command, client, respond }) => {
    await ack()
    if (command.text === 'menu') await respond({ text: 'Soup is out.' })
    else if (command.text === 'everything')
      await client.chat.postMessage({ channel: command.channel_id, ...everything })
    else if (command.text === 'newer') {
      const blocks = newerBlocks.map(block => ({ ...block }))
      await client.apiCall('chat.postMessage', { channel: command.channel_id, text: 'Newer blocks', blocks })
    } else {
      const view = command.text === 'form' ? formView : orderView
      await client.views.open({ trigger_id: command.trigger_id, view })
    }
  })
  addForm(app)
  app.shortcut('order', async ({ ack, body, client }) => {
    await ack()
    await client.views.open({ trigger_id: body.trigger_id, view: orderView })
  })
  app.shortcut({ type: 'message_action', callback_id: 'remember' }, async ({ ack, shortcut, client }) => {
    await ack()
    const text = `Remembered: ${shortcut.message.text}`
    await client.chat.postEphemeral({ channel: shortcut.channel.id, user: shortcut.user.id, text })
  })
  app.view('order', async ({ ack, view, body, client }) => {
    const { values } = view.state
    const dish = values.dish?.value?.value ?? ''
    if (dish === 'soup') return await ack({ response_action: 'errors', errors: { dish: 'Soup is out.' } })
    await ack()
    const size = values.size?.value?.selected_option?.value
    const extras = values.extras?.value?.selected_options?.map(each => each.value).join('+')
    const text = `${dish} (${size}, ${extras || 'plain'}) for <@${body.user.id}>`
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0GENERAL1', text, blocks: orderBlocks(text) })
    await client.chat.postMessage({ channel: 'C0GENERAL1', thread_ts: ts, text: 'The kitchen has it.' })
  })
  app.action('eaten', async ({ ack, respond, body }) => {
    await ack()
    await respond({ replace_original: true, text: `Eaten by <@${body.user.id}>` })
  })
  app.action('details', async ({ ack, body, client }) => {
    await ack()
    if (body.type === 'block_actions') await client.views.open({ trigger_id: body.trigger_id, view: stackView('One') })
  })
  app.view('stack', async ({ ack }) => await ack({ response_action: 'push', view: stackView('Two') }))
  app.action(/.*/, async ({ ack }) => await ack())
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: homeView })
  })
  await app.start()
  return app
}

const orderView: ModalView = {
  type: 'modal',
  callback_id: 'order',
  title: plain('Order lunch'),
  submit: plain('Order'),
  blocks: [
    {
      type: 'input',
      block_id: 'dish',
      label: plain('Dish'),
      hint: plain('Whatever the kitchen can make.'),
      element: { type: 'plain_text_input', action_id: 'value' },
    },
    {
      type: 'input',
      block_id: 'size',
      label: plain('Size'),
      element: {
        type: 'static_select',
        action_id: 'value',
        options: [option('Small'), option('Large')],
        initial_option: option('Small'),
      },
    },
    {
      type: 'input',
      block_id: 'extras',
      optional: true,
      label: plain('Extras'),
      element: { type: 'multi_static_select', action_id: 'value', options: [option('Bread'), option('Salad')] },
    },
  ],
}

function orderBlocks(text: string): KnownBlock[] {
  return [
    { type: 'section', text: mrkdwn(text) },
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: 'eaten',
          text: plain('Eaten'),
          style: 'primary',
          confirm: {
            title: plain('All of it?'),
            text: plain('There is no more.'),
            confirm: plain('Yes'),
            deny: plain('No'),
          },
        },
        { type: 'button', action_id: 'details', text: plain('Details') },
      ],
    },
  ]
}

const stackView = (name: string): ModalView => ({
  type: 'modal',
  callback_id: 'stack',
  title: plain(name),
  submit: plain('Next'),
  close: plain('Done'),
  blocks: [{ type: 'section', text: mrkdwn(`This is *${name}*.`) }],
})

const homeView: HomeView = {
  type: 'home',
  blocks: [
    { type: 'header', text: plain('Your orders') },
    { type: 'section', text: mrkdwn('None so far. :soup:') },
  ],
}

const everything = {
  text: 'Everything',
  blocks: [
    { type: 'header', text: plain(':fork_and_knife: Everything') },
    { type: 'section', fields: [mrkdwn('*Left*\n`code`'), mrkdwn('*Right*\n<https://a.example|link>')] },
    {
      type: 'section',
      text: mrkdwn('Which table?'),
      accessory: { type: 'static_select', action_id: 'a1', options: [option('One'), option('Two')] },
    },
    { type: 'divider' },
    {
      type: 'actions',
      elements: [
        { type: 'users_select', action_id: 'b1', placeholder: plain('Somebody') },
        { type: 'conversations_select', action_id: 'b2', placeholder: plain('Somewhere') },
        { type: 'datepicker', action_id: 'b3', placeholder: plain('Some day') },
        { type: 'timepicker', action_id: 'b4', placeholder: plain('Some time') },
        { type: 'overflow', action_id: 'b5', options: [option('Fold'), option('Tear')] },
        { type: 'button', action_id: 'b6', text: plain('Throw away'), style: 'danger' },
        { type: 'radio_buttons', action_id: 'b7', options: [option('Hot'), option('Cold')] },
        { type: 'checkboxes', action_id: 'b8', options: [option('Salt'), option('Pepper')] },
      ],
    },
    { type: 'context', elements: [mrkdwn('_Small print_ with <@U0BEN00002> and <!here>')] },
    { type: 'image', image_url: 'https://pictures.example/lunch.png', alt_text: 'A lunch' },
    {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'Rich', style: { bold: true } }] }],
    },
    { type: 'markdown', text: '| dish | left |\n|---|--:|\n| soup | 3 |' },
    { type: 'alert', level: 'warning', text: mrkdwn('Hot plate') },
    {
      type: 'video',
      alt_text: 'A film',
      title: plain('Film'),
      video_url: 'https://v.example',
      thumbnail_url: 'https://v.example',
    },
  ] satisfies KnownBlock[],
  attachments: [{ color: 'warning', text: '*Beside it*', footer: 'Kitchen', author_name: 'The cook' }],
} as const
