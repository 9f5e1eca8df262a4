import type { World } from '../world.ts'
import { type Delivery, type Outcome, verificationToken } from './envelope.ts'
import { deliverOverHttp, verifyRequestUrl } from './http.ts'
import type { Connections } from './socket-mode.ts'

/** The way to the app: Socket Mode, or signed HTTP when it has a request URL. */
export interface AppLink {
  deliver(delivery: Delivery): Promise<Outcome>
  deliverTo(url: string | null): void
  isConnected(): boolean
}

export function createAppLink(world: World, connections: Connections): AppLink {
  let requestUrl: string | null = null
  let verifiedUrl: string | null = null

  async function overHttp(url: string, delivery: Delivery): Promise<Outcome> {
    const { signingSecret } = world.app
    // Slack saves a request URL only after it has answered the challenge.
    if (url !== verifiedUrl && !(await verifyRequestUrl(url, signingSecret, verificationToken))) {
      return { ok: false, error: 'dispatch_failed' }
    }
    verifiedUrl = url
    return deliverOverHttp(url, signingSecret, delivery)
  }

  return {
    async deliver(delivery) {
      const started = performance.now()
      const at = new Date(world.now()).toISOString()
      // The app may ask at once about what it is told, so that must be safe first.
      await world.store.flush()
      const outcome = requestUrl ? await overHttp(requestUrl, delivery) : await connections.deliver(delivery)
      world.log.add({
        at,
        direction: 'delivery',
        type: delivery.type,
        request: delivery.retry ? { ...delivery.payload, retry: delivery.retry } : delivery.payload,
        response: outcome,
        durationMs: performance.now() - started,
      })
      return outcome
    },
    deliverTo(url) {
      requestUrl = url
    },
    isConnected: () => requestUrl !== null || connections.count() > 0,
  }
}
