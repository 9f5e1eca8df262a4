import type { IncomingMessage } from 'node:http'
import { readBody, readMultipart, requestUrl } from './http.ts'
import { isRecord, isString, parseJson } from './json.ts'

/** What came with a Web API call (docs.slack.dev/apis/web-api). */
export interface Payload {
  /** Its arguments, without the token. */
  readonly fields: Record<string, unknown>
  /** A token in a form. Slack takes none from a query or a JSON body. */
  readonly token?: string
  /** Why Slack does not read it. */
  readonly problem?: string
  readonly warnings: readonly string[]
}

const charsets = ['utf-8', 'iso-8859-1']

/** Reads the arguments of a call from its query and from a body in any encoding that Slack takes. */
export async function readPayload(req: IncomingMessage): Promise<Payload> {
  const query = Object.fromEntries(requestUrl(req).searchParams)
  const body: Payload = req.method === 'POST' ? await readPosted(req) : { fields: {}, warnings: [] }
  const { token: _unheeded, ...fields }: Record<string, unknown> = { ...query, ...body.fields }
  const problem = body.problem ?? nameProblem(fields)
  return { ...body, fields, ...(problem ? { problem } : {}) }
}

async function readPosted(req: IncomingMessage): Promise<Payload> {
  const { type, charset } = contentType(req)
  if (type === 'multipart/form-data') return readForm(req)
  const text = (await readBody(req)).toString(charset === 'iso-8859-1' ? 'latin1' : 'utf8')
  if (type === '' && text !== '') return unreadable('missing_post_type')
  if (charset !== undefined && !charsets.includes(charset)) return unreadable('invalid_charset')
  if (type === 'application/json') {
    const parsed = parseJson(text)
    if (parsed === undefined) return unreadable('invalid_json')
    if (!isRecord(parsed)) return unreadable('json_not_object')
    return { fields: parsed, warnings: charset === undefined ? ['missing_charset'] : [] }
  }
  if (!['', 'application/x-www-form-urlencoded', 'text/plain'].includes(type)) return unreadable('invalid_post_type')
  const isSuperfluous = type === 'application/x-www-form-urlencoded' && charset !== undefined
  return form(Object.fromEntries(new URLSearchParams(text)), isSuperfluous ? ['superfluous_charset'] : [])
}

async function readForm(req: IncomingMessage): Promise<Payload> {
  try {
    return form((await readMultipart(req)).fields, [])
  } catch {
    return unreadable('invalid_form_data')
  }
}

function form(fields: Record<string, unknown>, warnings: readonly string[]): Payload {
  return { fields, warnings, ...(isString(fields.token) ? { token: fields.token } : {}) }
}

function unreadable(problem: string): Payload {
  return { fields: {}, warnings: [], problem }
}

function nameProblem(fields: Record<string, unknown>): string | undefined {
  const names = Object.keys(fields)
  if (names.some(name => /\[.*\]$/.test(name))) return 'invalid_array_arg'
  return names.every(name => /^\w{1,100}$/.test(name)) ? undefined : 'invalid_arg_name'
}

function contentType(req: IncomingMessage): { readonly type: string; readonly charset: string | undefined } {
  const [type = '', ...parameters] = (req.headers['content-type'] ?? '').toLowerCase().split(';')
  const charset = parameters.map(p => p.trim()).find(p => p.startsWith('charset='))
  return { type: type.trim(), charset: charset?.slice('charset='.length).replaceAll('"', '') }
}
