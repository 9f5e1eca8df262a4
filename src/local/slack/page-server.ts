import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path/posix'
import { sendText } from './http.ts'

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/** Serves the built page from its folder; a path without an extension is the page itself. */
export async function answerPage(dir: string | undefined, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method !== 'GET' && req.method !== 'HEAD') return sendText(res, 'not found', 404)
  if (!dir) return sendText(res, 'This workspace has no page. Its control API is under /_control/.', 404)
  // Normalized from the root, a path cannot climb out of the folder.
  const path = normalize(`/${decodeURIComponent((req.url ?? '').replace(/[?#].*$/, ''))}`)
  const extension = extname(path)
  const file = join(dir, extension === '' ? 'index.html' : path)
  try {
    const bytes = await readFile(file)
    // Names under assets/ carry a hash of their content.
    const cache = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    res.writeHead(200, {
      'content-type': mediaTypes[extension || '.html'] ?? 'application/octet-stream',
      'cache-control': cache,
    })
    res.end(req.method === 'HEAD' ? undefined : bytes)
  } catch {
    sendText(res, 'not found', 404)
  }
}
