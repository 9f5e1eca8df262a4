import type { IncomingMessage, ServerResponse } from 'node:http'
import { ControlError } from '../errors.ts'
import { originOf, readFields, requestUrl, sendFile, sendJson } from '../http.ts'
import { ask } from './ask.ts'
import { streamChanges } from './changes.ts'
import { clock } from './clock.ts'
import type { ControlRoutes, Sandbox } from './control.ts'
import { faults } from './faults.ts'
import { interact } from './interact.ts'
import { look } from './look.ts'
import { modals } from './modals.ts'
import { places } from './places.ts'
import { talk } from './talk.ts'
import { uploads } from './uploads.ts'

const prefix = '/_control/'
const routes: Readonly<Record<string, ControlRoutes>> = {
  GET: { ...look, ...faults.read },
  POST: { ...talk, ...places, ...uploads, ...ask, ...modals, ...interact, ...clock, ...faults.order },
  DELETE: faults.lift,
}

/** Answers one request of the control API; what it changed is on disk before the answer. */
export async function answerControl(sandbox: Sandbox, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { world } = sandbox
  const url = requestUrl(req)
  const started = performance.now()
  const at = new Date(world.now()).toISOString()
  const [name = '', subject = ''] = url.pathname.slice(prefix.length).split('/').map(decodeURIComponent)
  try {
    refuseOtherSites(req)
    if (req.method === 'GET' && name === 'events') return streamChanges(world, res)
    if (req.method === 'GET' && name === 'files') return sendStored(sandbox, res, subject)
    world.reachedAt(originOf(req), 'person')
    const known = routes[req.method ?? ''] ?? {}
    const handler = Object.hasOwn(known, name) ? known[name] : undefined
    if (!handler) throw new ControlError(404, `There is no ${req.method} ${prefix}${name}.`)
    const body = await readFields(req)
    const answer = { ok: true, ...(await handler({ sandbox, world, subject, query: url.searchParams, body })) }
    await world.store.flush()
    if (req.method !== 'GET') {
      const durationMs = performance.now() - started
      world.log.add({
        at,
        direction: 'control',
        method: name,
        request: withoutBytes(name, body),
        response: answer,
        durationMs,
      })
    }
    sendJson(res, answer)
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
    sendJson(res, { ok: false, error: error.message }, error.status)
  }
}

/** A page of another site that the same browser has open must not drive the workspace. */
function refuseOtherSites(req: IncomingMessage): void {
  const { origin, host } = req.headers
  if (origin === undefined) return
  if (URL.canParse(origin) && new URL(origin).host === host) return
  throw new ControlError(403, 'Requests from other sites are refused.')
}

function sendStored({ world }: Sandbox, res: ServerResponse, id: string): void {
  const file = world.files.get(id)
  const bytes = file && world.store.blobs.get(id)
  if (!file || !bytes) throw new ControlError(404, `There is no file "${id}".`)
  sendFile(res, { bytes, mimetype: file.mimetype, name: file.name })
}

/** What was sent, for the log, which keeps no files. */
function withoutBytes(name: string, body: Record<string, unknown>): Record<string, unknown> {
  return name === 'upload' ? { ...body, data: undefined } : body
}
