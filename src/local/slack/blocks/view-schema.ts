import { z } from 'zod'
import { plainText } from './objects.ts'
import { blockList } from './schema.ts'

const shared = {
  blocks: blockList(100),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
}

const modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
    ...shared,
  })
  .refine(view => view.submit !== undefined || !view.blocks.some(block => block.type === 'input'), {
    message: 'missing required field: submit, since the view has input blocks',
  })

const home = z.strictObject({ type: z.literal('home'), ...shared })

export const viewSource = z.discriminatedUnion('type', [modal, home])

/** A view as an app sends it, ids filled in. */
export type ViewSource = z.infer<typeof viewSource>
