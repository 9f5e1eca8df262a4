import type { IncomingMessage, ServerResponse } from 'node:http'
import { ControlError } from '../errors.ts'
import { originOf, readFields, requestUrl, sendFile, sendJson } from '../http.ts'
import { play, playChanges, playStops } from '../play/routes.ts'
import { ask } from './ask.ts'
import { streamChanges } from './changes.ts'
import { clock } from './clock.ts'
import type { ControlCall, ControlRoutes, Sandbox } from './control.ts'
import { dismiss } from './dismiss.ts'
import { documents } from './documents.ts'
import { faults } from './faults.ts'
import { interact } from './interact.ts'
import { look } from './look.ts'
import { modals } from './modals.ts'
import { peopleRoutes } from './people.ts'
import { places } from './places.ts'
import { talk } from './talk.ts'
import { uploads } from './uploads.ts'

const prefix = '/_control/'
const routes: Readonly<Record<string, ControlRoutes>> = {
  GET: { ...look, ...faults.read, ...play },
  POST: {
    ...talk,
    ...dismiss,
    ...documents,
    ...places,
    ...peopleRoutes,
    ...uploads,
    ...ask,
    ...modals,
    ...interact,
    ...clock,
    ...faults.order,
    ...playChanges,
  },
  DELETE: { ...faults.lift, ...playStops },
}

/** Answers one request of the control API; what it changed is on disk before the answer. */
export async function answerControl(sandbox: Sandbox, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { world } = sandbox
  try {
    const url = requestUrl(req)
    const [name = '', subject = ''] = url.pathname.slice(prefix.length).split('/').map(decoded)
    refuseOtherSites(req)
    if (req.method === 'GET' && name === 'events') return streamChanges(world, res)
    if (req.method === 'GET' && name === 'files') return sendStored(sandbox, res, subject)
    world.reachedAt(originOf(req), 'person')
    const body = await readFields(req)
    const method = req.method ?? 'GET'
    const answer = await callControl(sandbox, { method, name, subject, query: url.searchParams, body })
    sendJson(res, answer)
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
    sendJson(res, { ok: false, error: error.message }, error.status)
  }
}

interface ControlRequest extends Omit<ControlCall, 'sandbox' | 'world'> {
  readonly method: string
  readonly name: string
  /** The play that asks, where it is no person. */
  readonly play?: string
}

/** Does what a request of the control API asks for, by whatever way it came. What it changed is on disk afterwards. */
export async function callControl(sandbox: Sandbox, request: ControlRequest): Promise<Record<string, unknown>> {
  const { method, name, play: by, ...call } = request
  const { world } = sandbox
  const started = performance.now()
  const at = new Date(world.now()).toISOString()
  const known = routes[method] ?? {}
  const handler = Object.hasOwn(known, name) ? known[name] : undefined
  if (!handler) throw new ControlError(404, `There is no ${method} ${prefix}${name}.`)
  const answer = { ok: true, ...(await handler({ sandbox, world, ...call })) }
  await world.store.flush()
  if (method !== 'GET') {
    const durationMs = performance.now() - started
    const asked = { ...withoutBytes(name, call.body), ...(by === undefined ? {} : { play: by }) }
    world.log.add({ at, direction: 'control', method: name, request: asked, response: answer, durationMs })
  }
  return answer
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new ControlError(400, `"${part}" in the address cannot be read: write "%" as "%25".`)
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
  const bytes = file && file.status !== 'deleted' && world.store.blobs.get(id)
  if (!file || !bytes) throw new ControlError(404, `There is no file "${id}".`)
  sendFile(res, { bytes, mimetype: file.mimetype, name: file.name })
}

/** What was sent, for the log, which keeps no files. */
function withoutBytes(name: string, body: Record<string, unknown>): Record<string, unknown> {
  return name === 'upload' ? { ...body, data: undefined } : body
}
