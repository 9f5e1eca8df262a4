import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { ReviewFile } from '../app/reviews.ts'
import { ServiceError } from '../errors.ts'
import { type PersonalEdge, personal } from './personal.ts'
import { fileReply, type Reply, signatureIn } from './reply.ts'

interface Edge extends PersonalEdge {
  /** Which parts work; Sitrep is ready when all do. */
  readonly isReady: () => Promise<Readonly<Record<string, boolean>>>
  readonly reviewOf: (review: { incident: string; extension: string }) => Promise<ReviewFile | undefined>
  readonly log: { error(fields: Record<string, unknown>, message: string): void }
}

interface Route {
  readonly path: RegExp
  readonly reply: (url: URL, method: string) => Promise<Reply>
}

/** Takes a request and answers it; false when it is not ours, and nothing was done. */
export type Http = (req: IncomingMessage, res: ServerResponse) => boolean

const retryAfterSeconds = 5

/** Health for whoever operates Sitrep, and reviews for whoever holds a signed link: anybody’s, or their own. */
export function createHttp(edge: Edge): Http {
  const routes: readonly Route[] = [
    { path: /^\/healthz$/, reply: async () => json(200, { status: 'ok' }) },
    { path: /^\/readyz$/, reply: () => readiness(edge) },
    { path: /^\/incidents(?:\/|$)/, reply: url => review(edge, url) },
    { path: /^\/people(?:\/|$)/, reply: (url, method) => personal(edge, url, method) },
  ]
  return (req, res) => {
    const url = URL.parse(req.url ?? '/', 'http://localhost')
    const route = url && routes.find(({ path }) => path.test(url.pathname))
    if (!route) return false
    void answer(edge, route.reply, { req, res, url })
    return true
  }
}

async function answer(
  { log }: Edge,
  reply: Route['reply'],
  { req, res, url }: { req: IncomingMessage; res: ServerResponse; url: URL },
): Promise<void> {
  if (req.method !== 'GET' && req.method !== 'HEAD') return await send(res, problem(405, { allow: 'GET, HEAD' }))
  try {
    await send(res, await reply(url, req.method))
  } catch (error) {
    // Whoever asked turned away before all of it was sent.
    if (error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE') return
    // The query holds the signature, so only the path is logged.
    log.error({ err: error, path: url.pathname }, 'could not answer a request')
    const isPassing = error instanceof ServiceError
    // A file that breaks off is shorter than was said, and so noticed.
    if (res.headersSent) return void res.destroy()
    await send(res, isPassing ? problem(503, { 'retry-after': String(retryAfterSeconds) }) : problem(500))
  }
}

/** For HEAD, Node leaves the body out by itself. */
async function send(res: ServerResponse, { status, type, body, headers }: Reply): Promise<void> {
  res.writeHead(status, {
    'content-type': type,
    'content-length': typeof body === 'string' ? Buffer.byteLength(body) : body.bytes,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  })
  if (typeof body === 'string') res.end(body)
  else if (res.req.method === 'HEAD') res.end()
  else await pipeline(body.content, res)
}

async function readiness({ isReady }: Edge): Promise<Reply> {
  const parts = Object.entries(await isReady())
  const ready = parts.every(([, works]) => works)
  return json(ready ? 200 : 503, {
    status: ready ? 'ready' : 'not ready',
    ...Object.fromEntries(parts.map(([part, works]) => [part, works ? 'ready' : 'not ready'])),
  })
}

/** Whatever is wrong with the link, the answer is the same: it tells nothing of what there is. */
async function review({ reviewOf, verifyLink }: Edge, { pathname, searchParams }: URL): Promise<Reply> {
  const [, incident, extension] = /^\/incidents\/(INC-[1-9]\d{0,8})\/review\.([a-z]{1,8})$/.exec(pathname) ?? []
  if (!incident || !extension) return problem(404)
  if (!verifyLink({ path: pathname, ...signatureIn(searchParams) })) return problem(404)
  const file = await reviewOf({ incident, extension })
  return file ? fileReply(file) : problem(404)
}

function json(status: number, body: object): Reply {
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(body) }
}

const TITLES = {
  404: 'Not found',
  405: 'Method not allowed',
  500: 'Something went wrong',
  503: 'Not available right now',
} as const

/** RFC 9457. */
function problem(status: keyof typeof TITLES, headers: Record<string, string> = {}): Reply {
  return {
    status,
    type: 'application/problem+json',
    body: JSON.stringify({ type: 'about:blank', title: TITLES[status], status }),
    headers,
  }
}
