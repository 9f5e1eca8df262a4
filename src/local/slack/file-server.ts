import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody, readMultipart, sendFile, sendText } from './http.ts'
import type { World } from './world.ts'

/** Uploads to the address that files.getUploadURLExternal gave, and the private download with the bot's token. */
export async function answerFiles(world: World, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const [, , area, id = '', secret = ''] = (req.url ?? '').replace(/\?.*$/, '').split('/')
  const file = world.files.get(id)
  if (area === 'upload' && req.method === 'POST') {
    if (file?.status !== 'expected' || file.uploadToken !== secret) return sendText(res, 'no such upload', 404)
    const multipart = (req.headers['content-type'] ?? '').startsWith('multipart/form-data')
    const bytes = multipart ? ((await readMultipart(req)).file ?? Buffer.alloc(0)) : await readBody(req)
    if (bytes.length !== file.size) return sendText(res, `expected ${file.size} bytes, got ${bytes.length}`, 400)
    world.store.blobs.put(id, bytes)
    world.files.put(id, { ...file, status: 'uploaded' })
    await world.store.flush()
    return sendText(res, `OK - ${bytes.length}`)
  }
  if (area === 'private' && req.method === 'GET') {
    const bytes = file?.status === 'complete' ? world.store.blobs.get(id) : undefined
    if (req.headers.authorization !== `Bearer ${world.app.botToken}`)
      return sendText(res, 'sign in to see this file', 403)
    if (!file || !bytes) return sendText(res, 'no such file', 404)
    return sendFile(res, { bytes, mimetype: file.mimetype, name: file.name })
  }
  sendText(res, 'not found', 404)
}
