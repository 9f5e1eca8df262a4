import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface SeenCall {
  readonly method: string
  readonly startedAt: number
  readonly endedAt: number
}

/** A way to the Web API that takes as long as the one to Slack does, and writes down what passes. */
export async function slowSlack(
  target: string,
  latencyMs: number,
): Promise<{ url: string; calls: SeenCall[]; close(): void }> {
  const calls: SeenCall[] = []
  const server = createServer(async (req, res) => {
    const startedAt = performance.now()
    await sleep(latencyMs)
    // The sandbox makes the address of its web sockets from the host it was asked by.
    const headers = { ...req.headers, host: new URL(target).host }
    const onward = request(`${target}${req.url}`, { method: req.method, headers }, answer => {
      res.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(res)
      answer.on('end', () =>
        calls.push({ method: req.url?.replace('/api/', '') ?? '', startedAt, endedAt: performance.now() }),
      )
    })
    req.pipe(onward)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
