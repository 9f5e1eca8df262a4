import type { Doc } from './bson.ts'
import {
  collStats,
  create,
  dbStats,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
} from './collection-commands.ts'
import type { Cursors } from './cursors.ts'
import { CommandError } from './errors.ts'
import { explain } from './explain.ts'
import { findAndModify } from './find-and-modify.ts'
import { createIndexes, dropIndexes, listIndexes } from './index-commands.ts'
import { aggregate, count, distinct, find, getMore, killCursors } from './read-commands.ts'
import { checkFields, databaseOf, unknownField } from './request.ts'
import { buildInfo, connectionStatus, getParameter, hello, ok, serverStatus } from './session-commands.ts'
import type { Storage } from './storage.ts'
import type { Request } from './wire.ts'
import { insert, remove, update } from './write-commands.ts'

/** What a command works with. */
export interface Host {
  readonly storage: Storage
  readonly cursors: Cursors
  readonly startedAt: Date
  readonly connectionId: number
  connections(): number
}

interface Command {
  readonly run: (host: Host, command: Doc, request: Request) => Doc | Promise<Doc>
  /** The fields it understands; undefined for those of which none matters. */
  readonly fields: ReadonlySet<string> | undefined
}

const command = (run: Command['run'], fields?: string): Command => ({
  run,
  fields: fields === undefined ? undefined : new Set(fields.split(' ')),
})

const modifying = 'query sort remove update new fields upsert arrayFilters hint collation let bypassDocumentValidation'

const commands: Readonly<Record<string, Command>> = {
  hello: command(hello),
  isMaster: command(hello),
  ismaster: command(hello),
  ping: command(ok),
  buildInfo: command(buildInfo),
  buildinfo: command(buildInfo),
  connectionStatus: command(connectionStatus),
  getParameter: command(getParameter),
  serverStatus: command(serverStatus),
  endSessions: command(ok),
  killSessions: command(ok),
  refreshSessions: command(ok),
  insert: command(insert, 'documents ordered bypassDocumentValidation'),
  find: command(
    find,
    'filter sort projection hint skip limit batchSize singleBatch let collation noCursorTimeout allowDiskUse allowPartialResults tailable awaitData',
  ),
  getMore: command(getMore, 'collection batchSize'),
  killCursors: command(killCursors, 'cursors'),
  update: command(update, 'updates ordered bypassDocumentValidation'),
  delete: command(remove, 'deletes ordered'),
  findAndModify: command(findAndModify, modifying),
  findandmodify: command(findAndModify, modifying),
  aggregate: command(aggregate, 'pipeline cursor allowDiskUse hint let collation bypassDocumentValidation'),
  count: command(count, 'query skip limit hint collation'),
  distinct: command(distinct, 'key query hint collation'),
  explain: command(explain, 'verbosity'),
  createIndexes: command(createIndexes, 'indexes commitQuorum'),
  listIndexes: command(listIndexes, 'cursor'),
  dropIndexes: command(dropIndexes, 'index'),
  create: command(
    create,
    'capped size max timeseries viewOn pipeline validator validationLevel validationAction clusteredIndex expireAfterSeconds changeStreamPreAndPostImages encryptedFields collation autoIndexId',
  ),
  drop: command(drop, ''),
  dropDatabase: command(dropDatabase, ''),
  listCollections: command(listCollections, 'filter nameOnly authorizedCollections cursor'),
  listDatabases: command(listDatabases, 'filter nameOnly authorizedDatabases'),
  collStats: command(collStats, 'scale'),
  collstats: command(collStats, 'scale'),
  dbStats: command(dbStats, 'scale freeStorage'),
}

/** The commands that take documents in a sequence, and the field that these stand for. */
const sequenced: Readonly<Record<string, string>> = { insert: 'documents', update: 'updates', delete: 'deletes' }

/** Refuses what would otherwise be left out of account. */
function checkSequences({ sequences }: Request, name: string): void {
  for (const field of sequences.keys()) if (sequenced[name] !== field) throw unknownField(`${name}.${field}`)
}

/** The reply to a request that failed. */
export function failure(error: unknown): Doc {
  if (error instanceof CommandError) {
    const { code, codeName, message, details } = error
    return { ok: 0, errmsg: message, code, codeName, ...details }
  }
  if (error instanceof Error && error.name === 'BSONError')
    return { ok: 0, errmsg: error.message, code: 22, codeName: 'InvalidBSON' }
  // mingo refuses some expressions in its own words.
  const isRefusal = error instanceof Error && (error.name === 'MingoError' || error.constructor.name === 'MingoError')
  const errmsg = error instanceof Error ? error.message : String(error)
  return isRefusal
    ? { ok: 0, errmsg, code: 2, codeName: 'BadValue' }
    : { ok: 0, errmsg, code: 1, codeName: 'InternalError' }
}

/** Runs one request; whatever goes wrong is a reply, too. */
export async function runCommand(host: Host, request: Request): Promise<Doc> {
  const [name = ''] = Object.keys(request.body)
  try {
    databaseOf(request.body)
    const found = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (!found) throw new CommandError('CommandNotFound', `no such command: '${name}'`)
    if (found.fields) checkFields(request.body, name, found.fields)
    checkSequences(request, name)
    return { ...(await found.run(host, request.body, request)), ok: 1 }
  } catch (error) {
    return failure(error)
  }
}
