import type { ServerResponse } from 'node:http'
import type { World } from '../world.ts'

const throttleMs = 100

/** Server-sent events: the workspace's version after every change, ten times a second at most. */
export function streamChanges(world: World, res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'keep-alive' })
  let sent = 0
  const tell = () => {
    if (world.version() === sent) return
    sent = world.version()
    res.write(`data: ${JSON.stringify({ version: sent })}\n\n`)
  }
  tell()
  const timer = setInterval(tell, throttleMs)
  res.on('close', () => clearInterval(timer))
}
