import { ServiceError } from '../errors.ts'
import type { Answer, Arguments, Method } from './methods.ts'
import type { Workspace } from './workspace.ts'

/** Background work may wait for Slack, but not for ever: so long since it last got an answer. */
const mostWaitingMs = 600_000
const maxFailuresInARow = 3

export type Patient = Workspace['client']['call']

/** Calls that wait when Slack asks for it, and go on after a short failure; they only read. */
export function patient({ client }: Workspace, signal?: AbortSignal): Patient {
  return async <M extends Method>(method: M, args: Arguments<M>): Promise<Answer<M>> => {
    for (let failures = 0, waitedMs = 0; ; ) {
      signal?.throwIfAborted()
      try {
        return await client.call(method, args)
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error
        if (error.outcome !== 'rate-limited') failures += 1
        if (!error.canRetry || failures >= maxFailuresInARow) throw error
        const waitMs = error.retryAfterMs ?? 1_000
        waitedMs += waitMs
        if (waitedMs > mostWaitingMs) throw error
        await client.pace.sleep(waitMs, signal)
      }
    }
  }
}
