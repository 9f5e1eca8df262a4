import { setTimeout as wait } from 'node:timers/promises'
import type { Faults, Strike } from '../faults/faults.ts'
import type { DeliveryFault, Outage } from '../faults/rule.ts'
import { payloadWords } from '../faults/words.ts'
import type { World } from '../world.ts'
import type { Agenda } from './agenda.ts'
import { ackMs, type Delivery, type Outcome, verificationToken } from './envelope.ts'
import { deliverOverHttp, verifyRequestUrl } from './http.ts'
import type { Connections } from './socket-mode.ts'

/** The way to the app: Socket Mode, or signed HTTP when it has a request URL. */
export interface AppLink {
  deliver(delivery: Delivery): Promise<Outcome>
  deliverTo(url: string | null): void
  isConnected(): boolean
}

interface LinkParts {
  readonly world: World
  readonly connections: Connections
  readonly faults: Faults
  readonly agenda: Agenda
}

/** A struck delivery, and what became of it. */
interface Note {
  readonly strike: Strike<DeliveryFault | Outage>
  readonly received: string
}

export function createAppLink({ world, connections, faults, agenda }: LinkParts): AppLink {
  let requestUrl: string | null = null
  let verifiedUrl: string | null = null
  /** Deliveries that wait for another of their type to go first. */
  let overtaken: { readonly type: Delivery['type']; readonly release: () => void }[] = []

  async function overHttp(url: string, delivery: Delivery): Promise<Outcome> {
    const { signingSecret } = world.app
    // Slack saves a request URL only after it has answered the challenge.
    if (url !== verifiedUrl && !(await verifyRequestUrl(url, signingSecret, verificationToken))) {
      return { ok: false, error: 'dispatch_failed', reason: 'http_error' }
    }
    verifiedUrl = url
    return deliverOverHttp(url, signingSecret, delivery)
  }

  function log(
    delivery: Delivery,
    outcome: Outcome | null,
    { note, durationMs }: { note?: Note | undefined; durationMs?: number },
  ): void {
    world.log.add({
      at: new Date(world.now()).toISOString(),
      direction: 'delivery',
      type: delivery.type,
      request: delivery.retry ? { ...delivery.payload, retry: delivery.retry } : delivery.payload,
      response: outcome,
      ...(outcome?.status === undefined ? {} : { status: outcome.status }),
      ...(note ? { fault: { id: note.strike.id, fault: note.strike.fault.fault, received: note.received } } : {}),
      ...(durationMs === undefined ? {} : { durationMs }),
    })
  }

  async function attempt(delivery: Delivery, note?: Note): Promise<Outcome> {
    const started = performance.now()
    // The app may ask at once about what it is told, so that must be safe first.
    await world.store.flush()
    const outcome = requestUrl ? await overHttp(requestUrl, delivery) : await connections.deliver(delivery)
    log(delivery, outcome, { note, durationMs: performance.now() - started })
    return outcome
  }

  function unanswered(): Outcome & { readonly ok: false } {
    return { ok: false, error: 'operation_timeout', reason: requestUrl ? 'http_timeout' : 'timeout' }
  }

  /** Sends it once it is let go. Nobody who acts waits longer than for an acknowledgement; an event has the time. */
  function later(
    delivery: Delivery,
    { strike, letGo }: { strike: Note['strike']; letGo: Promise<void> },
  ): Promise<Outcome> {
    log(delivery, null, { note: { strike, received: 'nothing yet' } })
    const sent = letGo.then(() => attempt(delivery, { strike, received: 'this, later' }))
    return delivery.type === 'events_api' ? sent : Promise.race([sent, wait(ackMs, unanswered(), { ref: false })])
  }

  async function struck(delivery: Delivery, strike: Strike<DeliveryFault | Outage>): Promise<Outcome> {
    const { fault, lifted } = strike
    switch (fault.fault) {
      case 'unavailable': {
        const outcome = { ...unanswered(), error: 'dispatch_failed' } as const
        log(delivery, outcome, { note: { strike, received: 'nothing' } })
        return outcome
      }
      case 'drop':
        log(delivery, null, { note: { strike, received: 'nothing' } })
        if (delivery.type !== 'events_api') await wait(ackMs, undefined, { ref: false })
        return { ...unanswered(), noRetry: true }
      case 'lost-ack':
        await attempt(delivery, { strike, received: 'this, but its acknowledgement was lost' })
        return unanswered()
      case 'duplicate': {
        const note = { strike, received: 'this, twice' }
        const [first] = await Promise.all([attempt(delivery, note), attempt(delivery, note)])
        return first
      }
      case 'delay': {
        const letGo = new Promise<void>(resolve => {
          const now = agenda.after(fault.ms + fault.minutes * 60_000, resolve)
          lifted.addEventListener('abort', now, { once: true })
        })
        return later(delivery, { strike, letGo })
      }
      case 'reorder': {
        const letGo = new Promise<void>(resolve => {
          overtaken.push({ type: delivery.type, release: resolve })
          lifted.addEventListener('abort', () => resolve(), { once: true })
        })
        return later(delivery, { strike, letGo })
      }
    }
  }

  return {
    async deliver(delivery) {
      const strike = faults.strikeDelivery(payloadWords(world, delivery))
      const waiting = overtaken.filter(({ type }) => type === delivery.type)
      const outcome = await (strike ? struck(delivery, strike) : attempt(delivery))
      overtaken = overtaken.filter(one => !waiting.includes(one))
      for (const { release } of waiting) release()
      return outcome
    },
    deliverTo(url) {
      requestUrl = url
    },
    isConnected: () => requestUrl !== null || connections.count() > 0,
  }
}
