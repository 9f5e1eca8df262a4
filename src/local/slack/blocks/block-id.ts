import { z } from 'zod'
import { newShortId } from '../ids.ts'

/** A block's own id, or one that Slack makes up. */
export const block_id = z
  .string()
  .min(1)
  .max(255)
  .default(() => newShortId())
