import { z } from 'zod'
import { captureIn } from './capture.ts'
import { forgetMarksIn } from './curate.ts'
import type { SlackEvent } from './event.ts'

const schema = z.object({
  user: z.string(),
  channel_id: z.string(),
  // Files and bookmarks of old have no message.
  item: z.object({ message: z.object({ ts: z.string() }).optional() }),
  event_ts: z.string(),
})

function pins(name: 'pin_added' | 'pin_removed'): SlackEvent {
  return {
    name,
    subscriptions: [name],
    scopes: ['pins:read'],
    async hear(given, edge) {
      const { channel_id, item, user, event_ts: at } = schema.parse(given)
      if (!item.message) return
      const pin = { isPinned: name === 'pin_added', at, heardAt: edge.app.now().getTime() }
      const { ts } = item.message
      await captureIn(edge, channel_id, [{ kind: 'pin', ts, ...pin }])
      if (!pin.isPinned) await forgetMarksIn(edge, { channel: channel_id, ts, user })
    },
  }
}

export const pinAdded = pins('pin_added')
export const pinRemoved = pins('pin_removed')
