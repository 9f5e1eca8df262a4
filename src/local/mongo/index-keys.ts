import type { Doc } from './bson.ts'
import type { CollectionInfo, IndexInfo } from './catalog.ts'
import { CommandError, notSupported } from './errors.ts'
import { compileFilter, type Filter } from './filter.ts'
import { encodeKey, invert } from './key-encoding.ts'
import { keyValues, partsOf, reach } from './path.ts'

/** lmdb's limit with 4096-byte pages; the id of the document is part of an entry's key. */
const maxKeyBytes = 1970

export function prefixOf(id: number): Buffer {
  const prefix = Buffer.alloc(4)
  prefix.writeUInt32BE(id)
  return prefix
}

export function documentKey(collection: CollectionInfo, id: unknown): Buffer {
  const key = Buffer.concat([prefixOf(collection.id), encodeKey(id)])
  if (key.length > maxKeyBytes) throw keyTooLong('_id_', key.length)
  return key
}

function keyTooLong(index: string, length: number): CommandError {
  return new CommandError(
    'KeyTooLong',
    `key too large to index, failing ${index}: ${length} bytes, at most ${maxKeyBytes}`,
  )
}

/** One value as part of an index's key. */
export function encodePart(value: unknown, direction: 1 | -1): Buffer {
  const bytes = encodeKey(value)
  return direction === 1 ? bytes : invert(bytes)
}

const partials = new WeakMap<Doc, Filter>()

/** What a document must meet to be in a partial index, compiled once. */
export function partialFilter({ partial }: Pick<IndexInfo, 'partial'>): Filter | undefined {
  if (!partial) return undefined
  const known = partials.get(partial)
  if (known) return known
  const filter = compileFilter(partial)
  partials.set(partial, filter)
  return filter
}

export interface IndexKey {
  /** The index and the values, without the document's id. */
  readonly bytes: Buffer
  readonly values: readonly unknown[]
}

function exists(doc: Doc, path: string): boolean {
  return reach(doc, partsOf(path), value => value !== undefined)
}

/** The entries a document has in an index; none when a partial or sparse index leaves it out. */
export function indexKeys(index: IndexInfo, doc: Doc): { keys: IndexKey[]; isMultikey: boolean } {
  if (partialFilter(index)?.test(doc) === false) return { keys: [], isMultikey: false }
  if (index.sparse && !index.key.some(([path]) => exists(doc, path))) return { keys: [], isMultikey: false }
  const columns = index.key.map(([path]) => keyValues(doc, partsOf(path)))
  const rows = combine(index, columns)
  const seen = new Map<string, IndexKey>()
  for (const values of rows) {
    const parts = values.map((value, i) => encodePart(value, index.key[i]?.[1] ?? 1))
    const bytes = Buffer.concat([prefixOf(index.id), ...parts])
    seen.set(bytes.toString('latin1'), { bytes, values })
  }
  return { keys: [...seen.values()], isMultikey: columns.some(column => column.isArray) }
}

function combine(index: IndexInfo, columns: readonly { values: unknown[]; isArray: boolean }[]): unknown[][] {
  const arrays = columns.flatMap((column, i) => (column.isArray ? [i] : []))
  const only = arrays[0]
  if (only === undefined) return [columns.map(column => column.values[0])]
  const roots = new Set(arrays.map(i => index.key[i]?.[0].split('.')[0]))
  if (arrays.length > 1) {
    const names = [...roots].map(root => `[${root}]`).join(' ')
    if (roots.size > 1) throw new CommandError('CannotIndexParallelArrays', `cannot index parallel arrays ${names}`)
    if (index.unique) throw notSupported('A unique index over two fields of one array')
    // Fields of the same array: every combination is a superset of MongoDB's pairs, and each find checks the document itself.
  }
  let rows: unknown[][] = [[]]
  for (const { values } of columns) rows = rows.flatMap(row => values.map(value => [...row, value]))
  return rows
}

/** The key of an index entry: index, values, then the document it stands for. */
export function entryKey(index: IndexInfo, key: IndexKey, idBytes: Buffer): Buffer {
  const bytes = Buffer.concat([key.bytes, idBytes])
  if (bytes.length > maxKeyBytes) throw keyTooLong(index.name, bytes.length)
  return bytes
}
