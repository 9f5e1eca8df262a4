import { SlackError } from './errors.ts'
import { newSecret } from './ids.ts'

const lifetimeMs = 3000
const keptMs = 60_000

export interface Trigger {
  readonly user: string
  /** The modal the person was using, if any: only from there can another be pushed. */
  readonly viewId?: string
  /** The conversation the person was in, where that is known. */
  readonly channel?: string
}

/** The right to open a view, given with each interaction: for three seconds, once. */
export interface Triggers {
  issue(trigger: Trigger): string
  /** Who acted; throws expired_trigger_id, exchanged_trigger_id or invalid_trigger_id. */
  exchange(id: string): Trigger
}

export function createTriggers(now: () => number): Triggers {
  const issued = new Map<string, Trigger & { readonly at: number; used: boolean }>()
  return {
    issue(trigger) {
      const at = now()
      for (const [id, old] of issued) if (at - old.at > keptMs) issued.delete(id)
      const id = `${Math.floor(at)}.${issued.size}.${newSecret()}`
      issued.set(id, { ...trigger, at, used: false })
      return id
    },
    exchange(id) {
      const trigger = issued.get(id)
      if (!trigger) throw new SlackError('invalid_trigger_id')
      if (trigger.used) throw new SlackError('exchanged_trigger_id')
      if (now() - trigger.at > lifetimeMs) throw new SlackError('expired_trigger_id')
      trigger.used = true
      return trigger
    },
  }
}
