import { ControlError } from '../errors.ts'
import type { ControlRoutes } from './control.ts'
import { actingUser, textField } from './find.ts'

/** Taking away what only the acting person sees. No app is told, as in Slack. */
export const dismiss = {
  dismiss(call) {
    const { world } = call
    const user = actingUser(call)
    const ts = textField(call, 'messageTs')
    if (world.ephemerals.get(ts)?.to !== user.id)
      throw new ControlError(404, `${user.name} has nothing of their own at ${ts}.`)
    world.ephemerals.delete(ts)
    return {}
  },
} satisfies ControlRoutes
