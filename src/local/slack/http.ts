import type { IncomingMessage, ServerResponse } from 'node:http'
import busboy from 'busboy'
import { isRecord, isString, parseJson } from './json.ts'

const maxBodyBytes = 64 * 1024 * 1024

export async function readBody(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req) {
    const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk)
    size += bytes.length
    if (size > maxBodyBytes) throw new Error('request body too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/** The fields of a request, from its query and its body in any encoding that Slack takes. */
export async function readFields(req: IncomingMessage): Promise<Record<string, unknown>> {
  const query = Object.fromEntries(requestUrl(req).searchParams)
  if (req.method !== 'POST') return query
  const type = req.headers['content-type'] ?? ''
  if (type.startsWith('multipart/form-data')) return { ...query, ...(await readMultipart(req)).fields }
  const text = (await readBody(req)).toString('utf8')
  if (type.startsWith('application/json')) {
    const parsed = parseJson(text)
    return { ...query, ...(isRecord(parsed) ? parsed : {}) }
  }
  return { ...query, ...Object.fromEntries(new URLSearchParams(text)) }
}

export interface Multipart {
  readonly fields: Record<string, string>
  readonly file: Buffer | undefined
}

export function readMultipart(req: IncomingMessage): Promise<Multipart> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {}
    const chunks: Buffer[] = []
    const form = busboy({ headers: req.headers, limits: { fileSize: maxBodyBytes } })
    form.on('field', (name, value) => {
      fields[name] = value
    })
    form.on('file', (_name, stream) => void stream.on('data', (chunk: Buffer) => chunks.push(chunk)))
    form.on('error', reject)
    form.on('close', () => resolve({ fields, file: chunks.length > 0 ? Buffer.concat(chunks) : undefined }))
    req.pipe(form)
  })
}

/** The path and the query of a request. Throws TypeError for a target that is neither a path nor a URL. */
export function requestUrl({ url = '/' }: IncomingMessage): URL {
  // Resolved against a base, a path of two slashes would name a host.
  return new URL(url.startsWith('/') ? `http://localhost${url}` : url)
}

/** The address the request was sent to. */
export function originOf(req: IncomingMessage): string {
  const protocol = req.headers['x-forwarded-proto'] === 'https' ? 'https' : 'http'
  return `${protocol}://${req.headers.host ?? 'localhost'}`
}

/** An answer: a text as it is, anything else as JSON. */
export interface Reply {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export function sendReply(res: ServerResponse, { status, body, headers = {} }: Reply): void {
  res.writeHead(status, { ...contentHeaders(body), ...headers }).end(textOf(body))
}

/** Promises the whole answer, sends half of it and hangs up. */
export function sendCut(res: ServerResponse, { status, body, headers = {} }: Reply): void {
  const bytes = Buffer.from(textOf(body))
  res.writeHead(status, { ...contentHeaders(body), ...headers, 'content-length': bytes.length })
  res.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => res.destroy())
}

function textOf(body: unknown): string {
  return isString(body) ? body : JSON.stringify(body)
}

function contentHeaders(body: unknown): Record<string, string> {
  return isString(body)
    ? { 'content-type': 'text/plain; charset=utf-8' }
    : { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }
}

export function sendJson(res: ServerResponse, body: unknown, status = 200): void {
  sendReply(res, { status, body })
}

export function sendText(res: ServerResponse, text: string, status = 200): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  res.end(text)
}

const scriptable = ['text/html', 'image/svg+xml']

/** Nothing in a shared page runs, and nothing in it reaches beyond itself. */
const harmless = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"

/** Sends bytes that somebody uploaded, in a way that a browser will not run them in the page's name. */
export function sendFile(
  res: ServerResponse,
  file: { readonly bytes: Buffer; readonly mimetype: string; readonly name: string },
): void {
  res.writeHead(200, {
    'content-type': file.mimetype.startsWith('text/') ? `${file.mimetype}; charset=utf-8` : file.mimetype,
    'content-length': file.bytes.length,
    'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'x-content-type-options': 'nosniff',
    ...(scriptable.includes(file.mimetype) ? { 'content-security-policy': harmless } : {}),
  })
  res.end(file.bytes)
}
