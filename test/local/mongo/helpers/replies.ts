import mongoose from 'mongoose'
import type { Operation } from './random-operations.ts'
import type { Doc } from './random-values.ts'
import type { Db } from './store.ts'

const { EJSON } = mongoose.mongo.BSON
const { MongoServerError } = mongoose.mongo

/** What a server made of an operation, as comparable text. */
export interface Outcome {
  readonly text: string
  readonly failed: boolean
}

const show = (value: unknown): string => EJSON.stringify(value, { relaxed: false })
const raw = { promoteValues: false, ignoreUndefined: true } as const

function documentsOf(reply: Doc): unknown[] {
  const { firstBatch } = reply.cursor as Doc
  return firstBatch as unknown[]
}

/** Numbers of one value are one value, whatever their types. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('_bsontype' in value && ['Int32', 'Double', 'Long', 'Decimal128'].includes(String(value._bsontype)))
    return Number(value.toString())
  if (Array.isArray(value)) return value.map(plain)
  if (Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]))
  return value
}

function essence(operation: Operation, reply: Doc): string {
  switch (operation.name) {
    case 'find':
    case 'aggregate': {
      const docs = documentsOf(reply).map(show)
      return (operation.order === 'exact' ? docs : docs.sort()).join('\n')
    }
    case 'distinct':
      return (reply.values as unknown[])
        .map(value => show(plain(value)))
        .sort()
        .join('\n')
    case 'findAndModify':
      return show({ value: reply.value, about: reply.lastErrorObject })
    case 'createIndexes':
    case 'dropIndexes':
      return 'done'
    default: {
      const errors = (reply.writeErrors as Doc[] | undefined)?.map(({ index, code, keyPattern, keyValue }) => ({
        index,
        code,
        keyPattern,
        keyValue,
      }))
      return show({ n: reply.n, nModified: reply.nModified, upserted: reply.upserted, errors })
    }
  }
}

/** Runs the operation on a collection; `extra` goes into each of its statements, as a hint does. */
export async function perform(
  db: Db,
  { collection, operation, hint }: { collection: string; operation: Operation; hint?: Doc },
): Promise<Outcome> {
  const hinted = hint ? withHint(operation, hint) : operation.fields
  try {
    const reply = await db.command({ [operation.name]: collection, ...hinted }, raw)
    return { text: essence(operation, reply), failed: 'writeErrors' in reply }
  } catch (error) {
    if (!(error instanceof MongoServerError)) throw error
    return { text: `error ${error.code}`, failed: true }
  }
}

function withHint({ name, fields }: Operation, hint: Doc): Doc {
  if (name === 'update' || name === 'delete') {
    const list = `${name}s`
    return { ...fields, [list]: (fields[list] as Doc[]).map(each => ({ ...each, hint })) }
  }
  return ['find', 'aggregate', 'count', 'distinct', 'findAndModify'].includes(name) ? { ...fields, hint } : fields
}

/** All documents of the collection, by `_id`. */
export async function contents(db: Db, collection: string): Promise<string> {
  const { cursor } = await db.command({ find: collection, sort: { _id: 1 }, batchSize: 10_000 }, raw)
  return (cursor.firstBatch as unknown[]).map(show).join('\n')
}

export const describeOperation = ({ name, fields }: Operation): string => `${name} ${show(fields)}`
