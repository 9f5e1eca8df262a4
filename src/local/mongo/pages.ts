import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Where lmdb's first two pages say what the file is (`MDB_page`, then `MDB_meta`, in mdb.c). */
const meta = { magic: 24, version: 28, free: 48, main: 96, transaction: 152, end: 160 } as const
const lmdbMagic = 0xbeefc0de
const lmdbVersion = 2

/** What is said of a tree (`MDB_db`). */
const tree = { pageBytes: 0, depth: 6, root: 40, end: 48 } as const
const noRoot = 0xffff_ffff_ffff_ffffn

/** What each page begins with (`MDB_page_header`), and each row in it (`MDB_node`). */
const header = { number: 0, transaction: 8, flags: 18, lower: 20, upper: 22, pages: 20, end: 24 } as const
const row = { size: 0, pageHigh: 4, flags: 4, keySize: 6, end: 8 } as const
const kind = { branch: 1, leaf: 2, overflow: 4 } as const
const elsewhere = 1
const isTree = 2
/** A row whose value lies on pages of its own says which (`MDB_ovpage`). */
const place = { number: 0, pages: 16, end: 24 } as const

const contents: Readonly<Record<string, string>> = {
  catalog: 'its list of collections',
  documents: 'its documents',
  entries: 'the entries of its indexes',
}

interface Page {
  readonly number: number
  /** How many levels there are from here to the rows, with this one. */
  readonly depth: number
  /** What the tree holds. */
  readonly of: string
}

interface Measures {
  readonly head: Buffer
  readonly pageBytes: number
  readonly fileBytes: number
}

function damaged({ number, of }: Pick<Page, 'number' | 'of'>): Error {
  return new Error(`page ${number} of the file, with ${of}, is damaged or missing`)
}

/** A number of eight bytes; lmdb's do not grow beyond what is exact. */
const wide = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32

const isHead = (bytes: Buffer): boolean =>
  bytes.readUInt32LE(meta.magic) === lmdbMagic && bytes.readUInt32LE(meta.version) === lmdbVersion

/** Looks whether the pages of a file are what lmdb takes them for. It reads the file itself: lmdb lets the process die of a damaged page. */
class PageCheck {
  readonly #file: number
  readonly #bytes: Buffer
  readonly #start = Buffer.alloc(header.end)
  readonly #fileBytes: number
  readonly #transaction: number
  /** Those of the next level. */
  #next: Page[] = []

  constructor(file: number, { head, pageBytes, fileBytes }: Measures) {
    this.#file = file
    this.#fileBytes = fileBytes
    this.#bytes = Buffer.alloc(pageBytes)
    this.#transaction = wide(head, meta.transaction)
    this.#tree(head.subarray(meta.free, meta.free + tree.end), 'its list of free pages')
    this.#tree(head.subarray(meta.main, meta.main + tree.end), 'its list of tables')
  }

  /** Level by level, so that what leads to most comes first, and each in the order of the file. Stops when the time is over. */
  run(withinMs: number): void {
    const wholly = withinMs === Number.POSITIVE_INFINITY
    const until = performance.now() + withinMs
    while (this.#next.length > 0) {
      const level = this.#next.sort((a, b) => a.number - b.number)
      this.#next = []
      for (const page of level) {
        this.#page(page, wholly)
        if (performance.now() > until) return
      }
    }
  }

  #tree(db: Buffer, of: string): void {
    const root = db.readBigUInt64LE(tree.root)
    if (root !== noRoot) this.#next.push({ number: Number(root), depth: db.readUInt16LE(tree.depth), of })
  }

  /** Reads the beginning of a page, or all of it. */
  #read({ number, of }: Pick<Page, 'number' | 'of'>, { kind, into }: { kind: number; into: Buffer }): void {
    const at = number * this.#bytes.length
    const isThere =
      at + into.length <= this.#fileBytes && readSync(this.#file, into, 0, into.length, at) === into.length
    const isSound =
      isThere &&
      wide(into, header.number) === number &&
      into.readUInt16LE(header.flags) === kind &&
      wide(into, header.transaction) <= this.#transaction
    if (!isSound) throw damaged({ number, of })
  }

  #page(page: Page, wholly: boolean): void {
    const bytes = this.#bytes
    this.#read(page, { kind: page.depth === 1 ? kind.leaf : kind.branch, into: bytes })
    const lower = bytes.readUInt16LE(header.lower)
    const upper = bytes.readUInt16LE(header.upper)
    if (page.depth < 1 || lower % 2 > 0 || lower > upper || upper > bytes.length - header.end) throw damaged(page)
    for (let i = 0; i < lower; i += 2) {
      const offset = bytes.readUInt16LE(header.end + i)
      const at = header.end + offset
      if (offset < upper || at + row.end > bytes.length) throw damaged(page)
      const keySize = bytes.readUInt16LE(at + row.keySize)
      // lmdb takes no longer keys.
      if (keySize > bytes.length / 2) throw damaged(page)
      if (page.depth === 1) this.#row(page, at, { valueAt: at + row.end + keySize, wholly })
      else {
        if (at + row.end + keySize > bytes.length) throw damaged(page)
        const number = bytes.readUInt32LE(at + row.size) + bytes.readUInt16LE(at + row.pageHigh) * 2 ** 32
        this.#next.push({ number, depth: page.depth - 1, of: page.of })
      }
    }
  }

  #row(page: Page, at: number, { valueAt, wholly }: { readonly valueAt: number; readonly wholly: boolean }): void {
    const bytes = this.#bytes
    const size = bytes.readUInt32LE(at + row.size)
    const flags = bytes.readUInt16LE(at + row.flags)
    const valueEnd = valueAt + (flags === elsewhere ? place.end : size)
    if (flags > isTree || valueEnd > bytes.length) throw damaged(page)
    if (flags === elsewhere) {
      const number = wide(bytes, valueAt + place.number)
      const pages = wide(bytes, valueAt + place.pages)
      const isRoom = pages * bytes.length >= header.end + size
      if (!isRoom || number * bytes.length + header.end + size > this.#fileBytes) throw damaged(page)
      if (wholly) this.#value({ number, of: page.of }, pages)
    }
    if (flags === isTree) {
      if (size !== tree.end) throw damaged(page)
      const name = bytes.toString('latin1', at + row.end, valueAt).replace('\0', '')
      this.#tree(bytes.subarray(valueAt, valueEnd), contents[name] ?? `its table ${name}`)
    }
  }

  /** The first of a value's own pages says how many there are; the others hold nothing else. */
  #value(page: Pick<Page, 'number' | 'of'>, pages: number): void {
    this.#read(page, { kind: kind.overflow, into: this.#start })
    if (this.#start.readUInt32LE(header.pages) !== pages) throw damaged(page)
  }
}

/**
 * Throws when the file is not lmdb's, or one of its pages is damaged or missing. Nobody may write to it meanwhile. In the time that is given it looks at
 * as many pages as it can, without what is in documents that have pages of their own.
 */
export function checkPages(path: string, withinMs = Number.POSITIVE_INFINITY): void {
  const file = openSync(path, 'r')
  try {
    const { size: fileBytes } = fstatSync(file)
    if (fileBytes === 0) return
    const [first, second] = [Buffer.alloc(meta.end), Buffer.alloc(meta.end)]
    readSync(file, first, 0, meta.end, 0)
    const pageBytes = first.readUInt32LE(meta.free + tree.pageBytes)
    // lmdb's own limits.
    if (!isHead(first) || pageBytes < 256 || pageBytes > 65_536)
      throw new Error('it is not a store of this version, or was damaged')
    readSync(file, second, 0, meta.end, pageBytes)
    const isSecond =
      isHead(second) && second.readBigUInt64LE(meta.transaction) > first.readBigUInt64LE(meta.transaction)
    new PageCheck(file, { head: isSecond ? second : first, pageBytes, fileBytes }).run(withinMs)
  } finally {
    closeSync(file)
  }
}
