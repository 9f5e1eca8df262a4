import { z } from 'zod'
import type { CapturedFile } from '../../domain/captured.ts'
import { momentOf } from '../../domain/transcript.ts'
import { ServiceError } from '../../errors.ts'
import { fileOf } from '../heard.ts'
import { patient } from '../patience.ts'
import type { Edge } from '../request.ts'
import { captureIn } from './capture.ts'
import type { SlackEvent } from './event.ts'

const schema = z.object({ file_id: z.string(), event_ts: z.string() })

/** Slack names the file alone; we know where it was sent. */
async function noteFile({ app, workspace }: Edge, id: string, look: () => Promise<CapturedFile[]>): Promise<void> {
  const sent = await app.transcripts.withFile(id)
  if (sent.length === 0) return
  for (const file of await look())
    for (const { channel, ts } of sent)
      await captureIn({ app, workspace }, channel, [{ kind: 'file-changed', ts, file }])
}

export const fileDeleted: SlackEvent = {
  name: 'file_deleted',
  subscriptions: ['file_deleted'],
  scopes: ['files:read'],
  async hear(given, edge) {
    const { file_id: id, event_ts: seen } = schema.parse(given)
    await noteFile(edge, id, async () => [{ id, name: '', seen, deletion: { at: momentOf(seen) } }])
  },
}

export const fileChanged: SlackEvent = {
  name: 'file_change',
  subscriptions: ['file_change'],
  scopes: ['files:read'],
  async hear(given, edge) {
    const { file_id: id, event_ts: seen } = schema.parse(given)
    await noteFile(edge, id, async () => {
      try {
        const { file } = await patient(edge.workspace)('files.info', { file: id })
        return file ? fileOf(file, seen) : []
      } catch (error) {
        // Whatever it is by then, the next reading of the channel sees it.
        if (error instanceof ServiceError) return []
        throw error
      }
    })
  },
}
