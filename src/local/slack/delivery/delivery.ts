import type { World } from '../world.ts'
import type { Delivery, Outcome } from './envelope.ts'
import { deliverOverHttp } from './http.ts'
import type { Connections } from './socket-mode.ts'

/** The way to the app: Socket Mode, or signed HTTP when it has a request URL. */
export interface AppLink {
  deliver(delivery: Delivery): Promise<Outcome>
  deliverTo(url: string | null): void
  isConnected(): boolean
}

export function createAppLink(world: World, connections: Connections): AppLink {
  let requestUrl: string | null = null
  return {
    async deliver(delivery) {
      const started = performance.now()
      const at = new Date(world.now()).toISOString()
      // The app may ask at once about what it is told, so that must be safe first.
      await world.store.flush()
      const outcome = requestUrl
        ? await deliverOverHttp(requestUrl, world.app.signingSecret, delivery)
        : await connections.deliver(delivery)
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
