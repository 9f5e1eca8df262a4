import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterwards } from './playground.ts'

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
export interface Reply {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** A request URL that answers the challenge and then whatever the test says; undefined: nothing at all. */
export async function requestUrl(reply: (received: Received) => Reply | undefined = () => ({ status: 200 })) {
  const received: Received[] = []
  const server = createServer(async (req, res) => {
    let body = ''
    for await (const chunk of req) body += chunk
    const json = body.startsWith('{') ? JSON.parse(body) : {}
    if (json.type === 'url_verification') return void res.end(json.challenge)
    const request = { headers: req.headers, body }
    received.push(request)
    const answer = reply(request)
    if (answer) res.writeHead(answer.status, answer.headers).end(answer.body)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const close = async () => {
    server.closeAllConnections()
    server.close()
  }
  afterwards(close)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`, received, close }
}
