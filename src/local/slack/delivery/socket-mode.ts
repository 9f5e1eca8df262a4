import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import { requestUrl } from '../http.ts'
import { newSecret } from '../ids.ts'
import { isRecord, isString, parseJson } from '../json.ts'
import type { Agenda } from './agenda.ts'
import { ackMs, type Delivery, type Outcome, takesAnswer } from './envelope.ts'

const maxConnections = 10
const ticketMs = 30_000
const pingMs = 5000
/** How long a connection that was asked to leave stays open (docs.slack.dev/apis/events-api/using-socket-mode). */
const noticeMs = 10_000

/** What Slack says when it asks a connection to leave. */
export const disconnectReasons = ['warning', 'refresh_requested', 'link_disabled', 'too_many_websockets'] as const
type DisconnectReason = (typeof disconnectReasons)[number]

/** What becomes of a connection, as the log tells it. */
interface ConnectionNote {
  readonly type: 'opened' | 'refused' | 'asked to leave' | 'cut' | 'half-open' | 'closed'
  readonly connection?: number
  readonly reason?: string
}

/** The app's Socket Mode connections (docs.slack.dev/apis/events-api/using-socket-mode). */
export interface Connections {
  /** A ticket for one web socket, as apps.connections.open hands out. */
  issueTicket(): string
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void
  count(): number
  deliver(delivery: Delivery): Promise<Outcome>
  /** Asks connections to leave: the oldest `count`, or all. */
  disconnect(reason: DisconnectReason, count?: number): void
  /** Breaks the oldest `count` connections, or all, without a word. */
  cut(count?: number): void
  /** Leaves the oldest `count` connections, or all, open with nothing going through any more, pings included. */
  deafen(count?: number): void
  /** Socket Mode turned on or off in the app's settings. */
  setEnabled(isEnabled: boolean): void
  onChange(listener: () => void): void
  close(): Promise<void>
}

interface Pending {
  readonly frame: string
  readonly settle: (outcome: Outcome) => void
  readonly takesAnswer: boolean
  /** The connection it was sent over; none while it waits for one. */
  carrier: WebSocket | undefined
}

interface ConnectionParts {
  readonly appId: string
  readonly agenda: Agenda
  /** Whether there is an outage. */
  readonly isDown: () => boolean
  readonly note: (note: ConnectionNote) => void
}

export function openConnections({ appId, agenda, isDown, note }: ConnectionParts): Connections {
  // Pongs are sent below, so that they can be left out.
  const server = new WebSocketServer({ noServer: true, autoPong: false })
  const tickets = new Map<string, NodeJS.Timeout>()
  const pending = new Map<string, Pending>()
  const deaf = new WeakSet<WebSocket>()
  const numbers = new WeakMap<WebSocket, number>()
  const listeners: (() => void)[] = []
  let open: WebSocket[] = []
  let turn = 0
  let opened = 0
  let isEnabled = true

  function tell(type: ConnectionNote['type'], socket?: WebSocket, reason?: string): void {
    const connection = socket && numbers.get(socket)
    note({ type, ...(connection === undefined ? {} : { connection }), ...(reason ? { reason } : {}) })
  }

  function next(): WebSocket | undefined {
    turn += 1
    return open[turn % open.length]
  }

  function carry(envelope: Pending): void {
    envelope.carrier = next()
    if (envelope.carrier && !deaf.has(envelope.carrier)) envelope.carrier.send(envelope.frame)
  }

  /** Takes a connection out of use; what it had not acknowledged goes to another. */
  function retire(socket: WebSocket, options: { readonly resend: boolean }): void {
    open = open.filter(s => s !== socket)
    if (options.resend) for (const envelope of pending.values()) if (envelope.carrier === socket) carry(envelope)
    for (const listener of listeners) listener()
  }

  function welcome(socket: WebSocket): void {
    opened += 1
    numbers.set(socket, opened)
    open = [...open, socket]
    tell('opened', socket)
    const ping = setInterval(() => !deaf.has(socket) && socket.ping('Ping from sandbox'), pingMs)
    socket.on('ping', data => !deaf.has(socket) && socket.pong(data))
    socket.on('message', data => !deaf.has(socket) && acknowledge(String(data)))
    socket.on('error', () => socket.terminate())
    socket.on('close', code => {
      clearInterval(ping)
      tell('closed', socket, String(code))
      retire(socket, { resend: true })
    })
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: open.length,
        debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: appId },
      }),
    )
    for (const envelope of pending.values()) if (!envelope.carrier) carry(envelope)
    for (const listener of listeners) listener()
  }

  function acknowledge(text: string): void {
    const ack = parseJson(text)
    if (!isRecord(ack) || !isString(ack.envelope_id)) return
    const envelope = pending.get(ack.envelope_id)
    envelope?.settle({ ok: true, body: envelope.takesAnswer ? ack.payload : undefined })
  }

  function askToLeave(socket: WebSocket, reason: DisconnectReason): void {
    socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }))
  }

  function disconnect(reason: DisconnectReason, count = open.length): void {
    for (const socket of open.slice(0, count)) {
      // Acks may still arrive over a connection that was asked to leave.
      retire(socket, { resend: false })
      tell('asked to leave', socket, reason)
      askToLeave(socket, reason)
      agenda.after(noticeMs, () => socket.close())
    }
  }

  return {
    issueTicket() {
      const ticket = newSecret()
      tickets.set(
        ticket,
        setTimeout(() => tickets.delete(ticket), ticketMs),
      )
      return ticket
    },
    handleUpgrade(req, socket, head) {
      if (isDown()) {
        tell('refused', undefined, 'unavailable')
        socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n')
        return
      }
      const ticket = requestUrl(req).searchParams.get('ticket') ?? ''
      const known = tickets.get(ticket)
      if (!known) {
        tell('refused', undefined, 'unknown ticket')
        socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n')
        return
      }
      clearTimeout(known)
      tickets.delete(ticket)
      server.handleUpgrade(req, socket, head, client => {
        if (isEnabled && open.length < maxConnections) return welcome(client)
        const reason = isEnabled ? 'too_many_websockets' : 'link_disabled'
        tell('refused', undefined, reason)
        askToLeave(client, reason)
        client.close()
      })
    },
    count: () => open.length,
    deliver({ type, payload, retry }) {
      if (open.length === 0) return Promise.resolve({ ok: false, error: 'dispatch_failed', reason: 'timeout' })
      const envelope_id = randomUUID()
      const answerable = takesAnswer({ type, payload })
      const frame = JSON.stringify({
        envelope_id,
        type,
        payload,
        accepts_response_payload: answerable,
        ...(type === 'events_api' ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' } : {}),
      })
      return new Promise<Outcome>(resolve => {
        const settle = (outcome: Outcome) => {
          clearTimeout(timer)
          pending.delete(envelope_id)
          resolve(outcome)
        }
        const timer = setTimeout(() => settle({ ok: false, error: 'operation_timeout', reason: 'timeout' }), ackMs)
        const envelope: Pending = { frame, settle, takesAnswer: answerable, carrier: undefined }
        pending.set(envelope_id, envelope)
        carry(envelope)
      })
    },
    disconnect,
    cut(count = open.length) {
      for (const socket of open.slice(0, count)) {
        tell('cut', socket)
        socket.terminate()
      }
    },
    deafen(count = open.length) {
      for (const socket of open.slice(0, count)) {
        tell('half-open', socket)
        deaf.add(socket)
      }
    },
    setEnabled(value) {
      isEnabled = value
      if (!isEnabled) disconnect('link_disabled')
    },
    onChange: listener => void listeners.push(listener),
    async close() {
      for (const timer of tickets.values()) clearTimeout(timer)
      for (const envelope of [...pending.values()])
        envelope.settle({ ok: false, error: 'dispatch_failed', reason: 'timeout' })
      for (const socket of server.clients)
        socket.readyState === WebSocket.OPEN ? socket.close(1001) : socket.terminate()
      await new Promise<void>(resolve => {
        const force = setTimeout(() => {
          for (const socket of server.clients) socket.terminate()
        }, 500)
        server.close(() => {
          clearTimeout(force)
          resolve()
        })
      })
    },
  }
}
