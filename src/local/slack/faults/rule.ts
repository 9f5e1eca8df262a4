import { z } from 'zod'
import { deliveryTypes } from '../delivery/envelope.ts'

const day = 24 * 60 * 60
const milliseconds = z
  .number()
  .min(0)
  .max(day * 1000, `must be at most ${day * 1000}, a day`)
const minutes = z
  .number()
  .min(0)
  .max(day / 60, `must be at most ${day / 60}, a day`)

/** How often a rule strikes: `times` matching calls (0: until it is cleared), once `after` of them have passed. */
const counts = { times: z.int().min(0).default(1), after: z.int().min(0).default(0) }

/** `method` may end in `*`; `upload` is a file's bytes, `response_url` an answer to an interaction. */
const calls = {
  match: z.strictObject({ method: z.string().min(1).optional(), channel: z.string().min(1).optional() }).default({}),
  ...counts,
}

/** `kind` is the payload's own type (`view_submission`, `message`) or the command. */
const deliveries = {
  match: z
    .strictObject({
      type: z.enum(deliveryTypes).optional(),
      kind: z.string().min(1).optional(),
      channel: z.string().min(1).optional(),
    })
    .default({}),
  ...counts,
}

/** Whether the call takes effect although the app does not learn of it. */
const applied = z.boolean().default(false)

const callFault = z.discriminatedUnion('fault', [
  z.strictObject({
    fault: z.literal('rate-limited'),
    retryAfterSeconds: z.int().min(1).max(day, `must be at most ${day}, a day`).default(1),
    withoutHeader: z.boolean().default(false),
    ...calls,
  }),
  z.strictObject({ fault: z.literal('http'), status: z.literal([500, 502, 503]).default(500), applied, ...calls }),
  z.strictObject({ fault: z.literal('html'), applied, ...calls }),
  z.strictObject({ fault: z.literal('hang'), applied, ...calls }),
  z.strictObject({ fault: z.literal('slow'), ms: milliseconds, ...calls }),
  z.strictObject({ fault: z.literal('reset-before'), ...calls }),
  z.strictObject({ fault: z.literal('reset-after'), ...calls }),
  z.strictObject({ fault: z.literal('truncated'), ...calls }),
  z.strictObject({ fault: z.literal('error'), error: z.string().min(1), applied, ...calls }),
])

const deliveryFault = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('duplicate'), ...deliveries }),
  z.strictObject({
    fault: z.literal('delay'),
    ms: milliseconds.default(0),
    minutes: minutes.default(0),
    ...deliveries,
  }),
  z.strictObject({ fault: z.literal('reorder'), ...deliveries }),
  z.strictObject({ fault: z.literal('drop'), ...deliveries }),
  z.strictObject({ fault: z.literal('lost-ack'), ...deliveries }),
])

const outage = z.strictObject({
  fault: z.literal('unavailable'),
  seconds: z.number().positive().max(day, `must be at most ${day}, a day`),
})

export const faultRule = z.discriminatedUnion('fault', [callFault, deliveryFault, outage])

export type CallFault = z.infer<typeof callFault>
export type DeliveryFault = z.infer<typeof deliveryFault>
/** Everything is down for this long. */
export type Outage = z.infer<typeof outage>
export type FaultRule = z.infer<typeof faultRule>

const callFaults = callFault.options.map(option => option.shape.fault.value)
const deliveryFaults = deliveryFault.options.map(option => option.shape.fault.value)
export const faultNames: readonly string[] = [...callFaults, ...deliveryFaults, outage.shape.fault.value]

export function isCallFault(rule: FaultRule): rule is CallFault {
  return callFault.options.some(option => option.shape.fault.value === rule.fault)
}

export function isDeliveryFault(rule: FaultRule): rule is DeliveryFault {
  return deliveryFault.options.some(option => option.shape.fault.value === rule.fault)
}
