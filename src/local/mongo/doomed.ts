import type { IndexInfo } from './catalog.ts'
import { prefixOf } from './index-keys.ts'
import { afterPrefix } from './key-range.ts'
import type { Storage, View, Writer } from './storage.ts'

/** The rows of a collection or an index that was dropped: nobody finds them any more, and they are removed in turns with others' writes. */
interface Doomed {
  readonly table: 'documents' | 'entries'
  readonly id: number
}

const prefix = Buffer.from('doomed:')
const keyOf = ({ table, id }: Doomed): Buffer => Buffer.from(`doomed:${table}:${id}`)
const rangeOf = ({ id }: Doomed) => ({ low: prefixOf(id), high: afterPrefix(prefixOf(id)) })
const perTurn = 500

function* allDoomed(view: View): Iterable<Doomed> {
  for (const { key } of view.range('catalog', { low: prefix, high: afterPrefix(prefix) })) {
    const [, table, id] = key.toString().split(':')
    yield { table: table === 'documents' ? 'documents' : 'entries', id: Number(id) }
  }
}

export function doom(writer: Writer, doomed: Doomed): void {
  writer.put('catalog', keyOf(doomed), Buffer.alloc(0))
}

export function doomIndexes(writer: Writer, indexes: readonly IndexInfo[]): void {
  for (const { id } of indexes) doom(writer, { table: 'entries', id })
}

/** How many rows of a table are still to be removed. */
export function countDoomed(view: View, table: Doomed['table']): number {
  let count = 0
  for (const doomed of allDoomed(view)) if (doomed.table === table) count += view.count(table, rangeOf(doomed))
  return count
}

function sweepSome(writer: Writer): boolean {
  const [doomed] = allDoomed(writer)
  if (!doomed) return false
  const keys: Buffer[] = []
  for (const { key } of writer.range(doomed.table, rangeOf(doomed))) {
    keys.push(key)
    if (keys.length === perTurn) break
  }
  for (const key of keys) writer.remove(doomed.table, key)
  if (keys.length < perTurn) writer.remove('catalog', keyOf(doomed))
  return true
}

/** Removes the rows of all that was dropped. What a kill leaves, the next start removes. */
export async function sweep(storage: Storage): Promise<void> {
  while (await storage.write(sweepSome));
}
