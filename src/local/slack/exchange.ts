import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { CalledMethod, Faults, Strike } from './faults/faults.ts'
import type { CallFault, Outage } from './faults/rule.ts'
import { type Spoilt, spoil, takesEffect } from './faults/spoil.ts'
import { type Reply, sendCut, sendReply } from './http.ts'
import type { World } from './world.ts'

interface Exchange {
  /** The app's call, or none for what no fault can be ordered for. */
  readonly call: CalledMethod
  /** What the log shows of the request. */
  readonly request: unknown
  /** Does what was asked, in memory. */
  readonly carryOut: () => Reply | Promise<Reply>
}

/** One request of the app: struck by a fault or carried out, durable, logged, answered, in this order. */
export async function exchange(
  { world, faults }: { readonly world: World; readonly faults: Faults },
  res: ServerResponse,
  { call, request, carryOut }: Exchange,
): Promise<void> {
  const started = performance.now()
  const at = new Date(world.now()).toISOString()
  const strike = faults.strikeCall(call)
  const honest = strike && !takesEffect(strike) ? undefined : await carryOut()
  await world.store.flush()
  const sent: Spoilt = strike
    ? spoil(strike.fault, honest)
    : { ...honest, body: honest?.body, ending: { type: 'whole' } }
  world.log.add({
    at,
    direction: 'api',
    method: call.method,
    request,
    response: sent.body,
    ...(sent.status === undefined ? {} : { status: sent.status }),
    ...(strike ? { fault: described(strike, sent), ...(honest ? { effect: honest.body } : {}) } : {}),
    durationMs: performance.now() - started,
  })
  await send(res, sent, strike?.lifted)
}

const received = {
  whole: 'the answer shown here',
  late: 'the answer, late',
  cut: 'half of the answer',
  reset: 'a connection reset',
  never: 'no answer',
} as const

function described({ id, fault }: Strike<CallFault | Outage>, { ending }: Spoilt) {
  return { id, fault: fault.fault, received: received[ending.type] }
}

async function send(res: ServerResponse, sent: Spoilt, lifted: AbortSignal | undefined): Promise<void> {
  const reply = { status: sent.status ?? 500, body: sent.body, ...(sent.headers ? { headers: sent.headers } : {}) }
  switch (sent.ending.type) {
    case 'whole':
      return sendReply(res, reply)
    case 'late':
      // Whoever takes the fault away does not have to wait for what it holds.
      await wait(sent.ending.ms, undefined, { ref: false, ...(lifted ? { signal: lifted } : {}) }).catch(() => {})
      return sendReply(res, reply)
    case 'cut':
      return sendCut(res, reply)
    case 'reset':
      return void res.socket?.resetAndDestroy()
    case 'never':
      if (lifted?.aborted) return void res.socket?.resetAndDestroy()
      lifted?.addEventListener('abort', () => res.socket?.resetAndDestroy(), { once: true })
  }
}
