import { readFileSync, statSync } from 'node:fs'
import { type Database, open, type RootDatabase } from 'lmdb'

/** The three tables of the store: collections and indexes, documents by id, index entries. */
export type Table = 'catalog' | 'documents' | 'entries'

/** The file as lmdb has it open. */
export interface Environment {
  readonly root: RootDatabase<Buffer, Buffer>
  readonly tables: Readonly<Record<Table, Database<Buffer, Buffer>>>
}

/**
 * Address space, not memory or disk: lmdb keeps every map that it has outgrown, so it starts with one that it does not outgrow. Where
 * a map takes room on disk (Windows) or there is no such space (32 bits) it grows from a small one.
 */
const mapSize = process.platform === 'win32' || process.arch.endsWith('32') ? {} : { mapSize: 2 ** 36 }

/** Snapshots of different moments that may be open at once, of all processes together; each takes 64 bytes. */
const maxReaders = 8192

const format = { encoding: 'binary', keyEncoding: 'binary' } as const

export function openEnvironment(path: string, { readOnly = false }: { readonly readOnly?: boolean } = {}): Environment {
  // A commit writes its pages, syncs them, and writes which page is the new root. That last page is synced by us, while others are
  // served; `overlappingSync` would leave both to a time that nobody is told of.
  const root = open<Buffer, Buffer>({
    path,
    readOnly,
    overlappingSync: false,
    noMetaSync: true,
    noSubdir: true,
    maxDbs: 3,
    maxReaders,
    ...mapSize,
    ...format,
  })
  const table = (name: Table): Database<Buffer, Buffer> => {
    const opened: Database<Buffer, Buffer> | undefined = root.openDB<Buffer, Buffer>({ name, ...format })
    if (!opened) throw new Error(`it has no table ${name}`)
    return opened
  }
  return { root, tables: { catalog: table('catalog'), documents: table('documents'), entries: table('entries') } }
}

/** How much there is. */
export interface StorageSize {
  readonly documents: number
  readonly fileBytes: number
  /** Of the tables as they are now; the rest of the file is free for what is written next, or kept for open snapshots. */
  readonly usedBytes: number
}

/** What lmdb answers to getStats, which its types leave open. */
interface TableStats {
  readonly entryCount: number
  readonly pageSize: number
  readonly treeBranchPageCount: number
  readonly treeLeafPageCount: number
  readonly overflowPages: number
}

export function sizeOf(path: string, { tables }: Environment): StorageSize {
  const stats = Object.values(tables).map(table => table.getStats() as TableStats)
  const pages = (of: TableStats) => of.treeBranchPageCount + of.treeLeafPageCount + of.overflowPages
  return {
    documents: (tables.documents.getStats() as TableStats).entryCount,
    fileBytes: statSync(path).size,
    usedBytes: stats.reduce((sum, of) => sum + of.pageSize * pages(of), 0),
  }
}

/** How much of its files the system counts as this process's memory; 0 where it does not say (other than Linux, or out of files). */
export function mappedBytes(): number {
  if (process.platform !== 'linux') return 0
  try {
    return Number(/^RssFile:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
