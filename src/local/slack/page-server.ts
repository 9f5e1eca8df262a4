import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path/posix'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
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
const compressed = ['.html', '.js', '.css', '.svg', '.json']

/** Nothing comes from elsewhere or goes there, and no script runs that is not one of the page's own files. */
const policy = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Serves the built page from its folder; a path without an extension is the page itself. */
export async function answerPage(dir: string | undefined, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method !== 'GET' && req.method !== 'HEAD') return sendText(res, 'not found', 404)
  if (!dir) return sendText(res, 'This workspace has no page. Its control API is under /_control/.', 404)
  const asked = decoded((req.url ?? '').replace(/[?#].*$/, ''))
  if (asked === undefined) return sendText(res, 'not found', 404)
  // Normalized from the root, a path cannot climb out of the folder.
  const path = normalize(`/${asked}`)
  const extension = extname(path) || '.html'
  const file = join(dir, extname(path) === '' ? 'index.html' : path)
  try {
    const isCompressed = compressed.includes(extension) && /\bgzip\b/.test(String(req.headers['accept-encoding']))
    const bytes = isCompressed ? await compress(file) : await readFile(file)
    // Names under assets/ carry a hash of their content.
    const cache = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    res.writeHead(200, {
      'content-type': mediaTypes[extension] ?? 'application/octet-stream',
      'content-length': bytes.length,
      'cache-control': cache,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      vary: 'accept-encoding',
      ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
    })
    res.end(req.method === 'HEAD' ? undefined : bytes)
  } catch {
    sendText(res, 'not found', 404)
  }
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

const gzipBytes = promisify(gzip)

async function compress(file: string): Promise<Buffer> {
  return gzipBytes(await readFile(file))
}
