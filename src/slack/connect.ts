import { App as Bolt, HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt'
import type { Log } from '../app/app.ts'
import { boltLogger } from './logger.ts'
import type { Workspace } from './workspace.ts'

/** How Slack reaches us. */
export type Delivery =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string }

export interface Connection {
  readonly bolt: Bolt
  /** The handler of `/slack/events`; absent in Socket Mode. */
  readonly httpListener: HTTPReceiver['requestListener'] | undefined
  start(): Promise<void>
  stop(): Promise<void>
  /** True while Slack can reach us. */
  isConnected(): boolean
}

/**
 * The SDK closes an old socket up to twelve seconds before it has a new one. With two, one of them is there; more
 * would eat into the ten that an app may have during a rolling deployment.
 */
const sockets = 2
const bodyLimitBytes = 1_048_576

/** Real Bolt on Socket Mode or signed HTTP, with our own authorization instead of a call for every event. */
export function connect(
  workspace: Workspace,
  delivery: Delivery,
  options: { apiUrl: string | undefined; log: Log },
): Connection {
  const logger = boltLogger(options.log)
  const clientOptions = { ...(options.apiUrl ? { slackApiUrl: options.apiUrl } : {}), logger }
  const receivers =
    delivery.kind === 'socket'
      ? Array.from(
          { length: sockets },
          () => new SocketModeReceiver({ appToken: delivery.appToken, logger, installerOptions: { clientOptions } }),
        )
      : []
  const http =
    delivery.kind === 'http'
      ? new HTTPReceiver({ signingSecret: delivery.signingSecret, logger, bodyLimit: bodyLimitBytes })
      : undefined
  const { botId, botUserId, teamId } = workspace

  const bolt = new Bolt({
    receiver: http ?? together(receivers),
    authorize: async () => ({ botId, botUserId, teamId }),
    convoStore: false,
    clientOptions,
    logger,
  })
  return {
    bolt,
    httpListener: http?.requestListener,
    async start() {
      // The HTTP receiver listens on our own server, so there is nothing to start.
      await Promise.all(receivers.map(receiver => receiver.start()))
    },
    async stop() {
      await Promise.all(receivers.map(receiver => receiver.stop()))
    },
    isConnected: () => http !== undefined || receivers.some(receiver => receiver.client.websocket?.isActive() ?? false),
  }
}

/** Several receivers as one: whichever socket an envelope arrives on, the same app hears it. */
function together(receivers: readonly SocketModeReceiver[]): Receiver {
  return {
    init: app => {
      for (const receiver of receivers) receiver.init(app)
    },
    start: () => Promise.all(receivers.map(receiver => receiver.start())),
    stop: () => Promise.all(receivers.map(receiver => receiver.stop())),
  }
}
