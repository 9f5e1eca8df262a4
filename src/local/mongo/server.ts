import { createServer, type Server, type Socket } from 'node:net'
import { batchOf, lengthOf, type Pieces } from './batch.ts'
import type { Doc } from './bson.ts'
import { failure, type Host, runCommand } from './commands.ts'
import { Cursors } from './cursors.ts'
import type { Storage } from './storage.ts'
import { encodeReply, maxMessageBytes, type Request, RequestReader } from './wire.ts'

/** A reply that nobody reads holds back the next request of its connection from here on. */
const maxUnreadBytes = 64 * 1024 * 1024
/** How long the rest of a request that has begun may take to arrive. */
const requestWithinMs = 60_000
/** How long a client may take to read its last answers when the server stops. */
const answersReadWithinMs = 2_000
/** A peer that has silently gone is noticed after about this long, as with MongoDB. */
const keepAliveMs = 300_000

export type Address = { readonly path: string } | { readonly host: string; readonly port: number }

function replyOrRefusal(request: Request, reply: Doc): Pieces {
  try {
    return encodeReply(request, reply)
  } catch (error) {
    return encodeReply(request, failure(error))
  }
}

/** What clients are given time for. */
interface Patience {
  readonly requestWithinMs: number
  readonly answersReadWithinMs: number
}

const copiedUpTo = 16 * 1024

function send(socket: Socket, pieces: Pieces, sent: () => void): void {
  if (lengthOf(pieces) <= copiedUpTo) {
    socket.write(Buffer.concat(pieces))
    sent()
    return
  }
  socket.cork()
  for (const piece of pieces.slice(0, -1)) socket.write(piece)
  // After an error the system may still look at the bytes.
  socket.write(pieces.at(-1) ?? '', error => {
    if (!error) sent()
  })
  socket.uncork()
}

/** Answers MongoDB's wire protocol on the addresses it is told to listen on. */
export class WireServer {
  readonly #servers: Server[] = []
  readonly #sockets = new Set<Socket>()
  readonly #inFlight = new Set<Promise<void>>()
  readonly #cursors: Cursors
  readonly #storage: Storage
  readonly #startedAt = new Date()
  readonly #patience: Patience
  #lastConnection = 0
  #isStopping = false

  constructor(storage: Storage, patience: Partial<Patience> = {}) {
    this.#storage = storage
    this.#cursors = new Cursors(storage)
    this.#patience = { requestWithinMs, answersReadWithinMs, ...patience }
  }

  /** Answers the port, which is 0 on a Unix socket. */
  listen(address: Address): Promise<number> {
    const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs }, socket =>
      this.#serve(socket),
    )
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(address, () => {
        server.off('error', reject)
        this.#servers.push(server)
        const bound = server.address()
        resolve(typeof bound === 'object' && bound ? bound.port : 0)
      })
    })
  }

  #serve(socket: Socket): void {
    const connectionId = ++this.#lastConnection
    const host: Host = {
      storage: this.#storage,
      cursors: this.#cursors,
      startedAt: this.#startedAt,
      connectionId,
      connections: () => this.#sockets.size,
    }
    const reader = new RequestReader()
    let isBusy = false
    let lateness: NodeJS.Timeout | undefined
    this.#sockets.add(socket)
    socket.on('close', () => {
      clearTimeout(lateness)
      this.#sockets.delete(socket)
    })
    // A client that goes away is no news; 'close' follows.
    socket.on('error', () => {})
    socket.on('data', chunk => {
      reader.push(chunk)
      if (!isBusy) this.#track(work())
      // Who asks on without waiting for answers waits himself.
      else if (reader.pending > maxMessageBytes) socket.pause()
    })

    // One request of a connection at a time, in order, as MongoDB does.
    const work = async (): Promise<void> => {
      isBusy = true
      try {
        for (let request = reader.next(); request && !this.#isStopping; request = reader.next()) {
          clearTimeout(lateness)
          lateness = undefined
          await this.#answer(socket, host, request)
        }
        socket.resume()
        if (reader.pending > 0) lateness ??= setTimeout(() => socket.destroy(), this.#patience.requestWithinMs).unref()
      } catch {
        // What was sent is not the protocol; nothing after it can be understood either.
        socket.destroy()
      }
      isBusy = false
    }
  }

  async #answer(socket: Socket, host: Host, request: Request): Promise<void> {
    const reply = await runCommand(host, request)
    if (!request.expectsReply || socket.destroyed) return
    const batch = batchOf(reply)
    send(socket, replyOrRefusal(request, reply), () => batch?.release())
    if (socket.writableLength <= maxUnreadBytes || this.#isStopping) return
    await new Promise<void>(resolve => {
      socket.once('drain', resolve)
      socket.once('close', () => resolve())
    })
  }

  #track(work: Promise<void>): void {
    this.#inFlight.add(work)
    void work.finally(() => this.#inFlight.delete(work))
  }

  /** Finishes the commands that run, then closes the connections. */
  async stop(): Promise<void> {
    this.#isStopping = true
    const closed = this.#servers.map(server => new Promise<void>(resolve => server.close(() => resolve())))
    for (const socket of this.#sockets) if (socket.writableLength > maxUnreadBytes) socket.destroy()
    await Promise.all(this.#inFlight)
    this.#cursors.closeAll()
    for (const socket of this.#sockets) {
      socket.end()
      socket.destroySoon()
    }
    const tooLate = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy()
    }, this.#patience.answersReadWithinMs)
    await Promise.all(closed)
    clearTimeout(tooLate)
  }
}
