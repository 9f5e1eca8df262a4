import { ControlError } from '../errors.ts'
import { faultNames, faultRule } from '../faults/rule.ts'
import { isRecord } from '../json.ts'
import type { ControlRoutes } from './control.ts'

/** Ordering faults, seeing how often each has struck, taking them away. */
export const faults = {
  order: {
    faults({ sandbox, body }) {
      const given: readonly unknown[] = Array.isArray(body.rules) ? body.rules : [body]
      return { ids: sandbox.faults.add(given.map(readRule)) }
    },
  },
  read: { faults: ({ sandbox }) => ({ faults: sandbox.faults.list() }) },
  lift: {
    faults({ sandbox, subject }) {
      if (subject === '') sandbox.faults.clear()
      else if (!sandbox.faults.remove(subject)) throw new ControlError(404, `There is no fault "${subject}".`)
      return {}
    },
  },
} satisfies Readonly<Record<string, ControlRoutes>>

function readRule(given: unknown) {
  const named = isRecord(given) ? given.fault : undefined
  if (!faultNames.includes(String(named)))
    throw new ControlError(400, `Send "fault" as one of ${faultNames.join(', ')}.`)
  const { success, data, error } = faultRule.safeParse(given)
  if (success) return data
  const reasons = error.issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
  throw new ControlError(400, `The fault "${named}" cannot be ordered so. ${reasons.join('; ')}.`)
}
