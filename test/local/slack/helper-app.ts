import * as bolt from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { type Answer, afterwards, type Playground, quiet } from './playground.ts'

export const modes = ['Socket Mode', 'signed HTTP'] as const
export type Mode = (typeof modes)[number]

export interface Helper {
  readonly app: bolt.App
  /** Every payload that Bolt received and recognised. */
  readonly received: readonly Answer[]
}

const plain = (text: string) => ({ type: 'plain_text' as const, text })

const greeting: ModalView = {
  type: 'modal',
  callback_id: 'greet',
  title: plain('Greet'),
  submit: plain('Send'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input',
      block_id: 'name',
      label: plain('Name'),
      element: { type: 'plain_text_input', action_id: 'value' },
    },
    {
      type: 'input',
      block_id: 'mood',
      label: plain('Mood'),
      dispatch_action: true,
      element: {
        type: 'static_select',
        action_id: 'mood',
        options: [
          { text: plain('Glad'), value: 'glad' },
          { text: plain('Calm'), value: 'calm' },
        ],
        initial_option: { text: plain('Glad'), value: 'glad' },
      },
    },
    {
      type: 'input',
      block_id: 'loud',
      optional: true,
      label: plain('Loud'),
      element: { type: 'checkboxes', action_id: 'loud', options: [{ text: plain('Loud'), value: 'loud' }] },
    },
  ],
}

const simple = (title: string): ModalView => ({
  type: 'modal',
  title: plain(title),
  callback_id: title,
  submit: plain('Go'),
  blocks: [],
})

/** A small app of unmodified Bolt that uses what the workspace offers, connected to it. */
export async function startHelper({ url, workspace }: Playground, mode: Mode): Promise<Helper> {
  const received: Answer[] = []
  const clientOptions = { slackApiUrl: `${url}/api/`, retryConfig: { retries: 0 } }
  const app =
    mode === 'Socket Mode'
      ? new bolt.App({
          token: 'xoxb-sandbox',
          logger: quiet,
          clientOptions,
          receiver: new bolt.SocketModeReceiver({
            appToken: 'xapp-sandbox',
            logger: quiet,
            installerOptions: { clientOptions },
          }),
        })
      : new bolt.App({ token: 'xoxb-sandbox', signingSecret: 'sandbox-signing-secret', logger: quiet, clientOptions })
  app.use(async ({ body, next }) => {
    received.push(body)
    await next()
  })
  listen(app)
  const server = await app.start(0)
  afterwards(() => app.stop())
  if (server && 'address' in server) {
    const address = server.address()
    if (address && typeof address === 'object') workspace.deliverTo(`http://127.0.0.1:${address.port}/slack/events`)
  }
  return { app, received }
}

function listen(app: bolt.App): void {
  app.error(async () => {})

  app.command('/hello', async ({ ack, body, client, respond, command }) => {
    switch (command.text) {
      case 'me':
        return ack('Hello you')
      case 'everyone':
        return ack({ response_type: 'in_channel', text: 'Hello everyone' })
      case 'broken':
        return ack({ text: 'x', blocks: [{ type: 'divider', bogus: true } as never] })
      case 'later':
        await ack()
        await respond('Hello later')
        return
      case 'never':
        return
      default:
        await ack()
        await client.views.open({
          trigger_id: body.trigger_id,
          view: { ...greeting, private_metadata: body.channel_id },
        })
    }
  })
  app.command('/mention', async ({ ack, command }) => ack(command.text))

  app.view('greet', async ({ ack, view, client }) => {
    const name = view.state.values.name?.value?.value ?? ''
    if (name === 'nobody') return ack({ response_action: 'errors', errors: { name: 'Name somebody.' } })
    if (name === 'wrong') return ack({ response_action: 'errors', errors: { nowhere: 'No such block.' } })
    if (name === 'update') return ack({ response_action: 'update', view: simple('Updated') })
    if (name === 'push') return ack({ response_action: 'push', view: simple('Pushed') })
    if (name === 'clear') return ack({ response_action: 'clear' })
    await ack()
    const mood = view.state.values.mood?.mood?.selected_option?.value
    const loud = view.state.values.loud?.loud?.selected_options?.length
    await client.chat.postMessage({ channel: view.private_metadata, text: `${mood} ${name}${loud ? '!' : ''}` })
  })
  app.view('Pushed', async ({ ack }) => ack({ response_action: 'push', view: simple('Pushed') }))
  app.view({ type: 'view_closed', callback_id: 'greet' }, async ({ ack }) => ack())

  app.action('mood', async ({ ack, body, client, action }) => {
    await ack()
    if (body.type !== 'block_actions' || !body.view || action.type !== 'static_select') return
    const { callback_id, private_metadata, hash, id, blocks } = body.view
    await client.views.update({
      view_id: id,
      hash,
      view: {
        type: 'modal',
        callback_id,
        private_metadata,
        title: plain(action.selected_option.value),
        submit: plain('Send'),
        blocks: blocks as never,
      },
    })
  })
  app.action('more', async ({ ack, body, client }) => {
    await ack()
    if (body.type === 'block_actions') await client.views.push({ trigger_id: body.trigger_id, view: simple('More') })
  })
  app.action('replace', async ({ ack, respond }) => {
    await ack()
    await respond({ replace_original: true, text: 'replaced' })
  })
  app.action('remove', async ({ ack, respond }) => {
    await ack()
    await respond({ delete_original: true })
  })

  app.options('city', async ({ ack, options }) => {
    const all = ['Lisbon', 'Lyon', 'Tokyo'].filter(name => name.startsWith(options.value))
    await ack({ options: all.map(name => ({ text: plain(name), value: name })) })
  })

  app.shortcut('start', async ({ ack, shortcut, client }) => {
    await ack()
    await client.views.open({ trigger_id: shortcut.trigger_id, view: simple('Started') })
  })
  app.shortcut('note', async ({ ack, shortcut, respond }) => {
    await ack()
    if (shortcut.type === 'message_action') await respond(`noted: ${shortcut.message.text}`)
  })

  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: {
        type: 'home',
        blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'start-here', text: plain('Start') }] }],
      },
    })
  })
  app.action('start-here', async ({ ack, body, client }) => {
    await ack()
    if (body.type === 'block_actions')
      await client.views.open({ trigger_id: body.trigger_id, view: simple('From home') })
  })
  app.message('ping', async ({ message, client }) => {
    await client.chat.postMessage({ channel: message.channel, thread_ts: message.ts, text: 'pong' })
  })
}
