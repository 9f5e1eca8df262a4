import { newId } from '../ids.ts'
import { isInstalled } from '../installation.ts'
import type { World, WorldEvent } from '../world.ts'
import type { Agenda } from './agenda.ts'
import type { AppLink } from './delivery.ts'
import { type Delivery, verificationToken } from './envelope.ts'

/** When Slack tries an unacknowledged event again (docs.slack.dev/apis/events-api#retries). */
const retryAfterMs = [0, 60_000, 300_000] as const

export interface EventDelivery {
  /** Sends what has become due by the workspace's clock. */
  catchUp(): void
  /** Sends nothing of what it still has. */
  forget(): void
  stop(): void
}

/** Tells the app what it subscribed to, and tries again as Slack does. */
export function startEventDelivery({
  world,
  link,
  agenda,
}: {
  readonly world: World
  readonly link: AppLink
  readonly agenda: Agenda
}): EventDelivery {
  let stopped = false

  async function send(payload: Record<string, unknown>, retry?: Delivery['retry']): Promise<void> {
    const outcome = await link.deliver({ type: 'events_api', payload, ...(retry ? { retry } : {}) })
    const attempt = (retry?.attempt ?? 0) + 1
    const delay = retryAfterMs[attempt - 1]
    if (outcome.ok || outcome.noRetry || delay === undefined || stopped) return
    agenda.after(delay, () => void send(payload, { attempt, reason: outcome.reason }))
  }

  world.onEvent(({ subscription, event }) => {
    if (stopped || !isInstalled(world) || !world.app.events.includes(subscription)) return
    void send(eventCallback(world, { subscription, event }))
  })

  return {
    catchUp: () => agenda.catchUp(),
    forget: () => agenda.stop(),
    stop() {
      stopped = true
      agenda.stop()
    },
  }
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
