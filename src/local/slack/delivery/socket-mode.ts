import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import { requestUrl } from '../http.ts'
import { newSecret } from '../ids.ts'
import { isRecord, isString, parseJson } from '../json.ts'
import { ackMs, type Delivery, type Outcome } from './envelope.ts'

const maxConnections = 10
const ticketMs = 30_000
const pingMs = 5000

export const disconnectReasons = ['warning', 'refresh_requested', 'link_disabled'] as const
type DisconnectReason = (typeof disconnectReasons)[number]

/** The app's Socket Mode connections (docs.slack.dev/apis/events-api/using-socket-mode). */
export interface Connections {
  /** A ticket for one web socket, as apps.connections.open hands out. */
  issueTicket(): string
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void
  count(): number
  deliver(delivery: Delivery): Promise<Outcome>
  /** Asks every connection to leave, as Slack does before it closes them. */
  /** Asks connections to leave: the oldest `count`, or all. */
  disconnect(reason: DisconnectReason, count?: number): void
  onChange(listener: () => void): void
  close(): Promise<void>
}

interface Pending {
  readonly frame: string
  readonly settle: (outcome: Outcome) => void
  /** The connection it was sent over; none while it waits for one. */
  carrier: WebSocket | undefined
}

export function openConnections(appId: string): Connections {
  const server = new WebSocketServer({ noServer: true })
  const tickets = new Map<string, NodeJS.Timeout>()
  const pending = new Map<string, Pending>()
  const listeners: (() => void)[] = []
  let open: WebSocket[] = []
  let turn = 0

  function next(): WebSocket | undefined {
    turn += 1
    return open[turn % open.length]
  }

  function carry(envelope: Pending): void {
    envelope.carrier = next()
    envelope.carrier?.send(envelope.frame)
  }

  /** Takes a connection out of use; what it had not acknowledged goes to another. */
  function retire(socket: WebSocket, options: { readonly resend: boolean }): void {
    open = open.filter(s => s !== socket)
    if (options.resend) for (const envelope of pending.values()) if (envelope.carrier === socket) carry(envelope)
    for (const listener of listeners) listener()
  }

  function welcome(socket: WebSocket): void {
    open = [...open, socket]
    const ping = setInterval(() => socket.ping(`Ping from sandbox`), pingMs)
    socket.on('message', data => acknowledge(String(data)))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      clearInterval(ping)
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
    pending.get(ack.envelope_id)?.settle({ ok: true, body: ack.payload })
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
      const ticket = requestUrl(req).searchParams.get('ticket') ?? ''
      const known = tickets.get(ticket)
      if (!known) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n')
        return
      }
      clearTimeout(known)
      tickets.delete(ticket)
      server.handleUpgrade(req, socket, head, client => {
        if (open.length < maxConnections) return welcome(client)
        client.send(
          JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets', debug_info: { host: 'sandbox' } }),
        )
        client.close()
      })
    },
    count: () => open.length,
    deliver({ type, payload, retry }) {
      if (open.length === 0) return Promise.resolve({ ok: false, error: 'dispatch_failed' })
      const envelope_id = randomUUID()
      const frame = JSON.stringify({
        envelope_id,
        type,
        payload,
        accepts_response_payload: type !== 'events_api',
        ...(type === 'events_api' ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' } : {}),
      })
      return new Promise<Outcome>(resolve => {
        const settle = (outcome: Outcome) => {
          clearTimeout(timer)
          pending.delete(envelope_id)
          resolve(outcome)
        }
        const timer = setTimeout(() => settle({ ok: false, error: 'operation_timeout' }), ackMs)
        const envelope: Pending = { frame, settle, carrier: undefined }
        pending.set(envelope_id, envelope)
        carry(envelope)
      })
    },
    disconnect(reason, count = open.length) {
      const leaving = open.slice(0, count)
      for (const socket of leaving) {
        // Acks may still arrive over a connection that was asked to leave.
        retire(socket, { resend: false })
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }))
      }
    },
    onChange: listener => void listeners.push(listener),
    async close() {
      for (const timer of tickets.values()) clearTimeout(timer)
      for (const envelope of [...pending.values()]) envelope.settle({ ok: false, error: 'dispatch_failed' })
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
