import { type Doc, decode, encode, toNumber } from './bson.ts'
import { afterPrefix } from './key-range.ts'
import type { View, Writer } from './storage.ts'

export interface IndexInfo {
  readonly id: number
  readonly name: string
  /** Field paths with 1 or -1, in order. */
  readonly key: readonly (readonly [path: string, direction: 1 | -1])[]
  readonly unique: boolean
  readonly sparse: boolean
  readonly partial?: Doc
  readonly expireAfterSeconds?: number
  /** True once any document has had an array on one of the paths. */
  readonly multikey: boolean
}

export interface CollectionInfo {
  readonly ns: string
  readonly id: number
  /** All but the index on `_id`, which is the order of the documents themselves. */
  readonly indexes: readonly IndexInfo[]
  /** Those that writes keep already, but that no query may use yet. */
  readonly building: readonly IndexInfo[]
}

const nsKey = (ns: string): Buffer => Buffer.from(`ns:${ns}`)
const counterKey = Buffer.from('next-id')

// Reading the catalog through the view keeps an index that is being built out of sight until its entries are there too.
const parsed = new Map<string, { readonly bytes: Buffer; readonly info: CollectionInfo }>()

function parse(ns: string, bytes: Buffer): CollectionInfo {
  const known = parsed.get(ns)
  if (known?.bytes.equals(bytes)) return known.info
  // What is read of them must last.
  const own = Buffer.from(bytes)
  const doc = decode(own)
  const info: CollectionInfo = {
    ns,
    id: toNumber(doc.id) ?? 0,
    indexes: parseIndexes(doc.indexes),
    building: parseIndexes(doc.building),
  }
  parsed.set(ns, { bytes: own, info })
  return info
}

function parseIndexes(list: unknown): IndexInfo[] {
  if (!Array.isArray(list)) return []
  return list.map((each: Doc): IndexInfo => {
    const seconds = toNumber(each.expireAfterSeconds)
    const keys = each.key as [string, unknown][]
    return {
      id: toNumber(each.id) ?? 0,
      name: String(each.name),
      key: keys.map(([path, direction]) => [path, toNumber(direction) === -1 ? -1 : 1] as const),
      unique: each.unique === true,
      sparse: each.sparse === true,
      multikey: each.multikey === true,
      ...(each.partial ? { partial: each.partial as Doc } : {}),
      ...(seconds === undefined ? {} : { expireAfterSeconds: seconds }),
    }
  })
}

export function findCollection(view: View, ns: string): CollectionInfo | undefined {
  const bytes = view.peek('catalog', nsKey(ns))
  return bytes && parse(ns, bytes)
}

/** The collections whose namespace begins with the prefix, by name. */
export function listCollections(view: View, prefix: string): CollectionInfo[] {
  const low = nsKey(prefix)
  const found: CollectionInfo[] = []
  for (const { key, value } of view.range('catalog', { low, high: afterPrefix(low) })) {
    found.push(parse(key.toString('utf8').slice('ns:'.length), value))
  }
  return found
}

export function saveCollection(writer: Writer, info: CollectionInfo): void {
  const written = (indexes: readonly IndexInfo[]) => indexes.map(index => ({ ...index }))
  const building = info.building.length > 0 ? { building: written(info.building) } : {}
  writer.put('catalog', nsKey(info.ns), encode({ id: info.id, indexes: written(info.indexes), ...building }))
}

export function forgetCollection(writer: Writer, ns: string): void {
  writer.remove('catalog', nsKey(ns))
}

/** A number for a new collection or index, never given twice. */
export function nextId(writer: Writer): number {
  const id = writer.get('catalog', counterKey)?.readUInt32BE() ?? 1
  const next = Buffer.alloc(4)
  next.writeUInt32BE(id + 1)
  writer.put('catalog', counterKey, next)
  return id
}

/** The collection, made when it does not exist yet. */
export function ensureCollection(writer: Writer, ns: string): CollectionInfo {
  const existing = findCollection(writer, ns)
  if (existing) return existing
  const made: CollectionInfo = { ns, id: nextId(writer), indexes: [], building: [] }
  saveCollection(writer, made)
  return made
}
