import { newId } from '../ids.ts'
import type { World, WorldEvent } from '../world.ts'
import type { AppLink } from './delivery.ts'
import { type Outcome, verificationToken } from './envelope.ts'

/** When Slack tries an unacknowledged event again (docs.slack.dev/apis/events-api#retries). */
const retryAfterMs = [0, 60_000, 300_000] as const

interface Waiting {
  readonly payload: Record<string, unknown>
  readonly attempt: number
  readonly reason: string
  /** Milliseconds of the workspace's clock. */
  readonly dueAt: number
  readonly timer: NodeJS.Timeout
}

export interface EventDelivery {
  /** Tries again what has become due by the workspace's clock. */
  catchUp(): void
  stop(): void
}

/** Tells the app what it subscribed to, and tries again as Slack does. */
export function startEventDelivery(world: World, link: AppLink): EventDelivery {
  const waiting = new Set<Waiting>()
  let stopped = false

  async function send(
    payload: Record<string, unknown>,
    retry?: { readonly attempt: number; readonly reason: string },
  ): Promise<void> {
    const outcome = await link.deliver({ type: 'events_api', payload, ...(retry ? { retry } : {}) })
    const attempt = (retry?.attempt ?? 0) + 1
    const delay = retryAfterMs[attempt - 1]
    if (outcome.ok || outcome.noRetry || delay === undefined || stopped) return
    const entry: Waiting = {
      payload,
      attempt,
      reason: reasonOf(outcome),
      dueAt: world.now() + delay,
      timer: setTimeout(() => again(entry), delay),
    }
    waiting.add(entry)
  }

  function again(entry: Waiting): void {
    clearTimeout(entry.timer)
    if (waiting.delete(entry)) void send(entry.payload, { attempt: entry.attempt, reason: entry.reason })
  }

  world.onEvent(({ subscription, event }) => {
    if (!stopped && world.app.events.includes(subscription)) void send(eventCallback(world, { subscription, event }))
  })

  return {
    catchUp() {
      for (const entry of waiting) if (entry.dueAt <= world.now()) again(entry)
    },
    stop() {
      stopped = true
      for (const entry of waiting) clearTimeout(entry.timer)
      waiting.clear()
    },
  }
}

function reasonOf(outcome: Outcome & { readonly ok: false }): string {
  return outcome.error === 'operation_timeout' ? 'http_timeout' : 'http_error'
}

function eventCallback(world: World, { event }: WorldEvent): Record<string, unknown> {
  return {
    token: verificationToken,
    team_id: world.team.id,
    context_team_id: world.team.id,
    context_enterprise_id: null,
    api_app_id: world.app.id,
    event,
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(world.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: world.team.id,
        user_id: world.app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  }
}
