import { readFileSync, statfsSync, statSync, writeSync } from 'node:fs'
import { constants } from 'node:os'
import { CommandError } from './errors.ts'

/** Of a row lmdb writes the leaf that holds it, and what a split of that adds. */
const perRowBytes = 2 * 4096
/** What leads to the leaves, and what lmdb notes about free pages. */
const slackBytes = 256 * 1024
const pieceBytes = 64 * 1024

/** A disk, a quota or a file that can take no more: lmdb gives the number, Node the name. */
const { ENOSPC, EDQUOT, EFBIG } = constants.errno
const fullCodes: readonly unknown[] = [ENOSPC, EDQUOT, EFBIG, 'ENOSPC', 'EDQUOT', 'EFBIG']

const full = (reason: string): CommandError =>
  new CommandError('OutOfDiskSpace', `the disk is full, nothing was written (${reason})`)

/** What a client is told of a commit that failed: the error itself, unless it is that there was no room. */
export function asRefusal(error: unknown): unknown {
  // The codes of commands are not the system's: 27 is one of both.
  if (error instanceof CommandError || !(error instanceof Error && 'code' in error)) return error
  return fullCodes.includes(error.code) ? full(error.message.split(':')[0] ?? '') : error
}

/** The largest file that this process may write, where the system can tell. */
function fileLimit(): number {
  try {
    const [, limit] = /^Max file size +(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return Number(limit === 'unlimited' ? Number.POSITIVE_INFINITY : (limit ?? Number.POSITIVE_INFINITY))
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

/**
 * Sees to it that lmdb does not write where there is no room: it tells of a write that failed in more bytes than it has set apart, which
 * harms the whole process. What is refused here is refused before anything is written.
 */
export class DiskRoom {
  readonly #path: string
  #limit = fileLimit()
  #wanted = 0
  /** After a failure that could not be foreseen, a quota say, room is taken before it is used. */
  #isUncertain = false

  constructor(path: string) {
    this.#path = path
  }

  begin(): void {
    this.#wanted = 0
  }

  /** Counts a row that is written or removed. */
  add(bytes: number): void {
    this.#wanted += perRowBytes + bytes
  }

  /** Refuses the rows that were counted when there is no room for them. */
  check(file: number): void {
    if (this.#wanted === 0) return
    const needed = this.#wanted + slackBytes
    const { bavail, bsize } = statfsSync(this.#path)
    if (bavail * bsize < needed) throw full('No space left on device')
    const { size } = statSync(this.#path)
    // Others may raise the limit meanwhile.
    if (size + needed > this.#limit) this.#limit = fileLimit()
    if (size + needed > this.#limit) throw full('File too large')
    if (!this.#isUncertain) return
    for (let at = size; at < size + needed; at += pieceBytes)
      writeSync(file, Buffer.alloc(pieceBytes), 0, pieceBytes, at)
    this.#isUncertain = false
  }

  /** To be called when there was no room all the same. */
  hasFailed(): void {
    this.#isUncertain = true
  }
}
