import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import mongoose from 'mongoose'
import type { Doc } from './random-values.ts'

const { BSON } = mongoose.mongo

/** One connection without a driver: frames go out as they are given, replies come back one by one. */
export class RawConnection {
  readonly socket: Socket
  #received = Buffer.alloc(0)
  isClosed = false

  constructor(socketPath: string) {
    this.socket = connect(socketPath)
    this.socket.on('data', chunk => {
      this.#received = Buffer.concat([this.#received, chunk])
    })
    this.socket.on('error', () => {})
    this.socket.on('close', () => {
      this.isClosed = true
    })
  }

  send(...frames: Uint8Array[]): void {
    for (const frame of frames) this.socket.write(frame)
  }

  /** The next reply; undefined when the server closes the connection instead. */
  async reply(): Promise<{ opcode: number; responseTo: number; document: Doc } | undefined> {
    for (;;) {
      const bytes = this.#received
      const size = bytes.length >= 16 ? bytes.readInt32LE(0) : Number.POSITIVE_INFINITY
      if (bytes.length >= size) {
        this.#received = bytes.subarray(size)
        const opcode = bytes.readInt32LE(12)
        const document = BSON.deserialize(bytes.subarray(opcode === 1 ? 36 : 21, size))
        return { opcode, responseTo: bytes.readInt32LE(8), document }
      }
      if (this.isClosed) return undefined
      const waiting = new AbortController()
      const next = ['data', 'close'].map(event => once(this.socket, event, waiting))
      // A reset is an end like any other; 'close' follows.
      await Promise.race(next).catch(() => {})
      waiting.abort()
    }
  }

  /** Resolves when the server has closed the connection. */
  async closed(): Promise<void> {
    while (!this.isClosed) await once(this.socket, 'close').catch(() => {})
  }
}

/** A whole message: header and payload. */
export function frame(opcode: number, payload: Uint8Array, id = 7): Buffer {
  const header = Buffer.alloc(16)
  header.writeInt32LE(16 + payload.length, 0)
  header.writeInt32LE(id, 4)
  header.writeInt32LE(opcode, 12)
  return Buffer.concat([header, payload])
}

export function flags(bits: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(bits)
  return bytes
}

export const body = (doc: Doc): Buffer => Buffer.concat([Buffer.of(0), BSON.serialize(doc)])

/** A section of documents under a field's name. */
export function sequence(name: string, docs: readonly Doc[]): Buffer {
  const content = Buffer.concat([Buffer.from(`${name}\0`), ...docs.map(doc => BSON.serialize(doc))])
  const size = Buffer.alloc(4)
  size.writeInt32LE(content.length + 4)
  return Buffer.concat([Buffer.of(1), size, content])
}

export const message = (doc: Doc): Buffer => frame(2013, Buffer.concat([flags(0), body(doc)]))

/** The same message with a checksum behind it; bit by bit, so as not to share a table with the server. */
export function withChecksum(payload: Uint8Array, bits = 1): Buffer {
  const whole = Buffer.concat([frame(2013, Buffer.concat([flags(bits), payload])), Buffer.alloc(4)])
  whole.writeInt32LE(whole.length, 0)
  let crc = 0xffffffff
  for (const byte of whole.subarray(0, -4)) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  }
  whole.writeUInt32LE(~crc >>> 0, whole.length - 4)
  return whole
}
