import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import type { Duplex } from 'node:stream'
import type { Sandbox } from './control/control.ts'
import { answerControl, callControl } from './control/router.ts'
import { createAgenda } from './delivery/agenda.ts'
import { createAppLink } from './delivery/delivery.ts'
import { startEventDelivery } from './delivery/events.ts'
import { openConnections } from './delivery/socket-mode.ts'
import { createFaults } from './faults/faults.ts'
import { answerFiles } from './file-server.ts'
import { sendJson } from './http.ts'
import { answerPage } from './page-server.ts'
import type { PageMode } from './pages.ts'
import { defaultGuide, type Guide } from './play/guide.ts'
import type { NextDue } from './play/next-due.ts'
import { createPlayer } from './play/player.ts'
import type { Play } from './play/script.ts'
import { createRates } from './rates.ts'
import { answerResponseUrl, responsePath } from './response-urls.ts'
import { startScheduler } from './scheduled-messages.ts'
import type { Seed } from './seed.ts'
import { answerWebApi } from './web-api.ts'
import { openWorld } from './world.ts'

export { appOf, manifestSchema } from './manifest.ts'
export type { Guide } from './play/guide.ts'
export type { NextDue } from './play/next-due.ts'
export type { Play } from './play/script.ts'
export { defaultCredentials, type SeedApp, sampleSeed } from './seed.ts'

export interface WorkspaceOptions {
  /** Where the workspace's state is kept; absent: in memory only. */
  readonly dir?: string
  /** The base clock in milliseconds, to which the workspace adds what it was advanced by. */
  readonly now?: () => number
  /** Milliseconds that never go back, to which the same is added: rate limits and outages follow them. */
  readonly rateClock?: () => number
  /** Whether the app is held to Slack's rate limits; it is unless said. */
  readonly rateLimits?: 'enforced' | 'off'
  /** How full the pages of a list are; short unless said, as Slack's may be. */
  readonly pages?: PageMode
  readonly seed: Seed
  /** Folder of the built page. */
  readonly pageDir?: string
  /** What people of the workspace can perform for a visitor. */
  readonly plays?: readonly Play[]
  /** A first visitor's way through the app; without it one that fits any app. */
  readonly guide?: Guide
}

/** A workspace that speaks Slack's protocols to one app and the control API to whoever plays its people. */
export interface Workspace {
  handleRequest(req: IncomingMessage, res: ServerResponse): void
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Milliseconds: the base clock and what was added to it. */
  now(): number
  /** Milliseconds that never go back, which rate limits and outages follow; moving the clock moves them too. */
  rateNow(): number
  /** Awaited after the clock was moved, before that request is answered. */
  onAdvance(listener: () => Promise<void>): void
  onReset(listener: () => Promise<void>): void
  /** How to ask the app what it will do next by itself: the clock can be moved to it, and stops there on its way. */
  setNextDue(nextDue: NextDue): void
  /** Delivers over signed HTTP to this URL; null: over Socket Mode. */
  deliverTo(url: string | null): void
  /** Puts everything back as seeded, as the control API does. */
  reset(): Promise<void>
  stop(): Promise<void>
}

export async function createWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const world = openWorld(options)
  const { rateClock = () => performance.now(), rateLimits = 'enforced' } = options
  const rateNow = () => rateClock() + world.leaptMs()
  const rates = rateLimits === 'enforced' ? createRates(rateNow) : undefined
  const faults = createFaults(rateNow)
  const agenda = createAgenda(() => world.now())
  const connections = openConnections({
    appId: world.app.id,
    agenda,
    isDown: () => faults.isUnavailable(),
    note({ type, ...request }) {
      const at = new Date(world.now()).toISOString()
      world.log.add({ at, direction: 'connection', type, request, response: null })
    },
  })
  faults.onOutage(() => connections.cut())
  const link = createAppLink({ world, connections, faults, agenda })
  const events = startEventDelivery({ world, link, agenda })
  const player = createPlayer({
    world,
    plays: options.plays ?? [],
    act: (play, name, body) =>
      callControl(sandbox, { method: 'POST', name, subject: '', query: new URLSearchParams(), body, play }),
  })
  const guide = options.guide ?? defaultGuide(world.app)
  const nextDue: NextDue = async () => null
  const own = { world, link, connections, events, faults, rates, player, guide, nextDue }
  const sandbox: Sandbox = { ...own, onAdvance: [], onReset: [] }
  const scheduler = startScheduler(world)
  sandbox.onAdvance.push(async () => scheduler.postDue())
  connections.onChange(() => world.touch())
  const pageDir = options.pageDir === undefined ? undefined : resolve(options.pageDir)
  await world.store.flush()

  function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = req.url ?? '/'
    if (path.startsWith(responsePath)) return answerResponseUrl({ world, faults }, req, res)
    if (path.startsWith('/api/')) return answerWebApi({ world, connections, faults, rates }, req, res)
    if (path.startsWith('/files/')) return answerFiles({ world, faults }, req, res)
    if (path.startsWith('/_control/')) return answerControl(sandbox, req, res)
    return answerPage(pageDir, req, res)
  }

  return {
    handleRequest(req, res) {
      answer(req, res).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        if (res.headersSent) res.destroy()
        else sendJson(res, { ok: false, error: 'internal_error', reason }, 500)
      })
    },
    handleUpgrade(req, socket, head) {
      // Node leaves the socket to us, and a reset of it would end the process.
      socket.on('error', () => socket.destroy())
      try {
        connections.handleUpgrade(req, socket, head)
      } catch {
        socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n')
      }
    },
    now: () => world.now(),
    rateNow,
    onAdvance: listener => void sandbox.onAdvance.push(listener),
    onReset: listener => void sandbox.onReset.push(listener),
    setNextDue(nextDue) {
      sandbox.nextDue = nextDue
    },
    deliverTo: url => link.deliverTo(url),
    async reset() {
      await callControl(sandbox, { method: 'POST', name: 'reset', subject: '', query: new URLSearchParams(), body: {} })
    },
    async stop() {
      await player.stop()
      faults.clear()
      scheduler.stop()
      events.stop()
      await connections.close()
      await world.store.flush()
      await world.store.close()
    },
  }
}

/** A workspace with an HTTP server of its own, on a free port unless one is given. */
export async function startWorkspace(
  options: WorkspaceOptions & { readonly port?: number; readonly host?: string },
): Promise<Workspace & { readonly url: string }> {
  const { port = 0, host = '127.0.0.1' } = options
  const workspace = await createWorkspace(options)
  const server = createServer((req, res) => workspace.handleRequest(req, res))
  server.on('upgrade', (req, socket, head) => workspace.handleUpgrade(req, socket, head))
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, host, done)
  })
  const address = server.address() as AddressInfo
  return {
    ...workspace,
    url: `http://${host}:${address.port}`,
    async stop() {
      const closed = new Promise<void>(done => server.close(() => done()))
      server.closeAllConnections()
      await workspace.stop()
      await closed
    },
  }
}
