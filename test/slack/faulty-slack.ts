import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'
import { createSlackClient, type SlackClient } from '../../src/slack/client.ts'
import { keepingLog, type LogLine } from './keeping-log.ts'
import { token } from './web-api.ts'

/** What the server does with one request after it has read all of it. */
export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void

export interface FaultySlack {
  readonly client: SlackClient
  readonly url: string
  readonly requests: readonly { method: string; at: number; authorization: string | undefined; body: string }[]
  readonly log: readonly LogLine[]
}

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Behaviour =>
  response => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
export const html =
  (status: number): Behaviour =>
  response => {
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html><body>Bad gateway</body></html>')
  }
export const reset: Behaviour = (_, request) => {
  request.socket.destroy()
}
export const truncated: Behaviour = response => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
  response.write('{"ok":true,', () => response.destroy())
}
export const hang: Behaviour = () => {}

const closings: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closings.splice(0)) await close()
})

/** A server of our own for the faults of a network, which only a real socket has. Takes behaviours in turn; the last one stays. */
export async function faultySlack(...behaviours: readonly Behaviour[]): Promise<FaultySlack> {
  const requests: { method: string; at: number; authorization: string | undefined; body: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', chunk => {
      body += chunk
    })
    request.on('end', () => {
      const method = (request.url ?? '').replace('/api/', '')
      const behave = behaviours[Math.min(requests.length, behaviours.length - 1)] ?? hang
      requests.push({ method, at: performance.now(), authorization: request.headers.authorization, body })
      behave(response, request)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  closings.push(
    () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  const { log, lines } = keepingLog()
  return { client: createSlackClient({ token, apiUrl: `${url}/api/`, log }), url, requests, log: lines }
}
