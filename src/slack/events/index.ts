import type { SlackEvent } from './event.ts'
import { fileChanged, fileDeleted } from './files.ts'
import { message } from './message.ts'
import { pinAdded, pinRemoved } from './pins.ts'
import { reactionAdded, reactionRemoved } from './reactions.ts'

/** Everything that is heard of what happens in the channels of incidents. */
export const events: readonly SlackEvent[] = [
  message,
  reactionAdded,
  reactionRemoved,
  pinAdded,
  pinRemoved,
  fileChanged,
  fileDeleted,
]
