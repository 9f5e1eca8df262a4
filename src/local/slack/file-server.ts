import type { IncomingMessage, ServerResponse } from 'node:http'
import { exchange } from './exchange.ts'
import type { Faults } from './faults/faults.ts'
import { type Reply, readBody, readMultipart, sendFile, sendText } from './http.ts'
import type { World } from './world.ts'

/** Uploads to the address that files.getUploadURLExternal gave, and the private download with the bot's token. */
export async function answerFiles(
  { world, faults }: { readonly world: World; readonly faults: Faults },
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const [, , area, id = '', secret = ''] = (req.url ?? '').replace(/\?.*$/, '').split('/')
  const file = world.files.get(id)
  if (area === 'upload' && req.method === 'POST') {
    const multipart = (req.headers['content-type'] ?? '').startsWith('multipart/form-data')
    const bytes = multipart ? ((await readMultipart(req)).file ?? Buffer.alloc(0)) : await readBody(req)
    return exchange({ world, faults }, res, {
      call: { method: 'upload', channel: [] },
      request: { file: id, bytes: bytes.length },
      carryOut: () => keep(world, { id, secret, bytes }),
    })
  }
  if (area === 'private' && req.method === 'GET') {
    if (faults.isUnavailable()) return sendText(res, 'Service Unavailable', 503)
    const bytes = file?.status === 'complete' ? world.store.blobs.get(id) : undefined
    if (req.headers.authorization !== `Bearer ${world.app.botToken}`)
      return sendText(res, 'sign in to see this file', 403)
    if (!file || !bytes) return sendText(res, 'no such file', 404)
    return sendFile(res, { bytes, mimetype: file.mimetype, name: file.name })
  }
  sendText(res, 'not found', 404)
}

function keep(
  world: World,
  { id, secret, bytes }: { readonly id: string; readonly secret: string; readonly bytes: Buffer },
): Reply {
  const file = world.files.get(id)
  if (file?.status !== 'expected' || file.uploadToken !== secret) return { status: 404, body: 'no such upload' }
  if (bytes.length !== file.size) return { status: 400, body: `expected ${file.size} bytes, got ${bytes.length}` }
  world.store.blobs.put(id, bytes)
  world.files.put(id, { ...file, status: 'uploaded' })
  return { status: 200, body: `OK - ${bytes.length}` }
}
