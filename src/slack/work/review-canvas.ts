import { z } from 'zod'
import { ServiceError } from '../../errors.ts'
import type { InsidePlace } from '../outside.ts'
import type { Workspace } from '../workspace.ts'

/** What the SDK's types leave out of conversations.info. */
const propertiesSchema = z.object({
  properties: z.object({ canvas: z.object({ file_id: z.string().optional() }).optional() }).optional(),
})

/**
 * Writes the channel's own canvas: Slack keeps one for each channel, so that after a lost answer there are never two.
 * Undefined where there is none to be had, or people made it or wrote in it since: their words stay.
 */
export async function writeCanvas(
  { client, botUserId }: Workspace,
  wanted: {
    readonly to: InsidePlace
    readonly title: string
    readonly markdown: string
    readonly ours: string | undefined
  },
): Promise<string | undefined> {
  const { title } = wanted
  const { channel } = wanted.to
  const document_content = { type: 'markdown' as const, markdown: wanted.markdown }
  try {
    const { channel: found } = await client.call('conversations.info', { channel })
    const there = propertiesSchema.safeParse(found).data?.properties?.canvas?.file_id
    if (there === undefined) {
      const made = await client.call('conversations.canvases.create', { channel_id: channel, title, document_content })
      return made.canvas_id
    }
    const { file } = await client.call('files.info', { file: there })
    const isOurs = there === wanted.ours || file?.user === botUserId
    if (!isOurs || file?.last_editor !== botUserId) return undefined
    await client.call('canvases.edit', { canvas_id: there, changes: [{ operation: 'replace', document_content }] })
    return there
  } catch (error) {
    // A plan without canvases, a workspace that turned them off, an app installed before it asked for them.
    if (error instanceof ServiceError && /^permanent-(target|input)$/.test(error.outcome)) return undefined
    throw error
  }
}
