import { z } from 'zod'
import { captureIn } from './capture.ts'
import { curateIn, forgetMarksIn } from './curate.ts'
import type { SlackEvent } from './event.ts'

const schema = z.object({
  user: z.string(),
  reaction: z.string(),
  item: z.union([
    z.object({ type: z.literal('message'), channel: z.string(), ts: z.string() }),
    // Files may have reactions too.
    z.object({ type: z.string() }),
  ]),
  event_ts: z.string(),
})

function reactions(name: 'reaction_added' | 'reaction_removed'): SlackEvent {
  return {
    name,
    subscriptions: [name],
    scopes: ['reactions:read'],
    async hear(given, edge) {
      const { item, user, reaction, event_ts: at } = schema.parse(given)
      if (!('channel' in item)) return
      const mark = { name: reaction, user, isAdded: name === 'reaction_added', at, heardAt: edge.app.now().getTime() }
      await captureIn(edge, item.channel, [{ kind: 'reaction', ts: item.ts, ...mark }])
      if (!mark.isAdded) await forgetMarksIn(edge, { channel: item.channel, ts: item.ts, user })
      await curateIn(edge, { channel: item.channel, ts: item.ts, user, reaction, isAdded: mark.isAdded })
    },
  }
}

export const reactionAdded = reactions('reaction_added')
export const reactionRemoved = reactions('reaction_removed')
