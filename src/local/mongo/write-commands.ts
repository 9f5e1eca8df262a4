import { BSONRegExp, ObjectId } from 'bson'
import { type Doc, decode, isDoc, isTrue, toNumber } from './bson.ts'
import { eachInOrder, eachMatch, type Failure, writeErrors } from './bulk.ts'
import { type CollectionInfo, ensureCollection, findCollection } from './catalog.ts'
import type { Host } from './commands.ts'
import { deleteDocument, insertDocument, replaceDocument } from './documents.ts'
import { CommandError } from './errors.ts'
import { compileFilter, type Filter } from './filter.ts'
import { changeFirst, type FindFirst } from './first-match.ts'
import { hintOf } from './hint.ts'
import { checkCollation, namespaceOf } from './request.ts'
import type { Search } from './search.ts'
import { parseSort } from './sort.ts'
import type { Writer } from './storage.ts'
import { canStay, readerForFields } from './stored.ts'
import { drain } from './turns.ts'
import { parseUpdate, type Update } from './update.ts'
import type { Request } from './wire.ts'

/** Checks a document that is to be stored and puts its `_id` first, giving it one if need be. */
function prepare(doc: Doc): Doc {
  const { _id: id = new ObjectId(), ...fields } = doc
  if (Array.isArray(id) || id instanceof BSONRegExp)
    throw new CommandError(
      'InvalidIdField',
      `The '_id' value cannot be of type ${Array.isArray(id) ? 'array' : 'regex'}`,
    )
  if (isDoc(id) && Object.keys(id).some(name => name.startsWith('$'))) {
    throw new CommandError('DollarPrefixedFieldName', "_id fields may not contain '$'-prefixed fields")
  }
  return { _id: id, ...fields }
}

/** What is stored of a document that came encoded: these very bytes, unless they are not as a document lies on disk. */
export function prepareEncoded(doc: Doc, bytes: Buffer | undefined): { doc: Doc; bytes?: Buffer } {
  const prepared = prepare(doc)
  return bytes && canStay(bytes, doc) ? { doc: prepared, bytes } : { doc: prepared }
}

function* decoded(sequence: readonly Buffer[]): Iterable<Doc> {
  for (const bytes of sequence) yield decode(bytes)
}

/** The statements of a bulk write, from the body or from a document sequence. */
async function statements(host: Host, command: Doc, { sequences }: Request, name: string): Promise<Doc[]> {
  const sequence = sequences.get(name)
  const taken: Doc[] = []
  // There may be as many as take others' time.
  if (sequence) await drain(host.storage, decoded(sequence), doc => void taken.push(doc))
  const list = sequence ? taken : command[name]
  if (!Array.isArray(list) || !list.every(isDoc))
    throw new CommandError('MissingField', `BSON field '${name}' is missing but a required field`)
  if (list.length === 0 || list.length > 100_000) {
    throw new CommandError(
      'InvalidLength',
      `Write batch sizes must be between 1 and 100000. Got ${list.length} operations.`,
    )
  }
  return list
}

const isOrdered = (command: Doc): boolean => command.ordered === undefined || isTrue(command.ordered)

export async function insert(host: Host, command: Doc, request: Request): Promise<Doc> {
  const ns = namespaceOf(command, 'insert')
  const docs = await statements(host, command, request, 'documents')
  const encoded = request.sequences.get('documents')
  const failures = await eachInOrder(host, docs, {
    isOrdered: isOrdered(command),
    work: (writer, doc, { index }) =>
      insertDocument(writer, ensureCollection(writer, ns), prepareEncoded(doc, encoded?.[index])),
  })
  const n = isOrdered(command) && failures[0] ? failures[0].index : docs.length - failures.length
  return { n, ...writeErrors(failures) }
}

interface Statement {
  readonly filter: Filter
  readonly update: Update
  readonly isMulti: boolean
  readonly isUpsert: boolean
  readonly source: Doc
}

function parseStatement(source: Doc): Statement {
  checkCollation(source.collation)
  const variables = isDoc(source.c) ? source.c : {}
  const update = parseUpdate(source.u, source.arrayFilters, variables)
  const isMulti = isTrue(source.multi)
  if (isMulti && update.kind === 'replacement')
    throw new CommandError('FailedToParse', 'multi update is not supported for replacement-style update')
  return { filter: compileFilter(source.q ?? {}), update, isMulti, isUpsert: isTrue(source.upsert), source }
}

/** Applies an update to a document; false when it stays as it is. */
export function applyUpdate(
  writer: Writer,
  collection: CollectionInfo,
  { before, filter, update }: { before: Doc; filter: Filter; update: Update },
): { after: Doc; isChanged: boolean } {
  const after = update.apply(before, filter)
  return { after, isChanged: replaceDocument(writer, collection, { before, after }) }
}

/** Inserts what an upsert makes of its query and its update. */
export function insertSeed(writer: Writer, ns: string, { filter, update }: { filter: Filter; update: Update }): Doc {
  const doc = prepare(update.seed(filter))
  insertDocument(writer, ensureCollection(writer, ns), { doc })
  return doc
}

interface Outcome {
  matched: number
  modified: number
  upserted?: unknown
}

const readId = readerForFields(new Set(['_id']))

const wantedBy =
  ({ filter, update, source }: Pick<Statement, 'filter' | 'source'> & Partial<Statement>) =>
  (collection: CollectionInfo): Search => ({
    filter,
    sort: parseSort(source.sort),
    hint: hintOf(source.hint, collection),
    ...(update?.kind === 'replacement' ? { shape: readId } : {}),
  })

function updateOne(
  writer: Writer,
  { ns, statement, find }: { ns: string; statement: Statement; find: FindFirst },
): Outcome {
  const { filter, update } = statement
  const collection = findCollection(writer, ns)
  const before = collection && find(writer, collection, wantedBy(statement)(collection))
  if (collection && before) {
    const { isChanged } = applyUpdate(writer, collection, { before, filter, update })
    return { matched: 1, modified: isChanged ? 1 : 0 }
  }
  if (!statement.isUpsert) return { matched: 0, modified: 0 }
  return { matched: 1, modified: 0, upserted: insertSeed(writer, ns, statement)._id }
}

function updateFirst(host: Host, ns: string, statement: Statement): Promise<Outcome> {
  return changeFirst(host, { ns, wanted: wantedBy(statement) }, (writer, find) =>
    updateOne(writer, { ns, statement, find }),
  )
}

async function updateMany(host: Host, ns: string, statement: Statement): Promise<Outcome> {
  const { filter, update, source } = statement
  let modified = 0
  const work = (writer: Writer, collection: CollectionInfo, before: Doc): void => {
    if (applyUpdate(writer, collection, { before, filter, update }).isChanged) modified++
  }
  const matched = await eachMatch(host, ns, { filter, hint: source.hint, work })
  if (matched > 0 || !statement.isUpsert) return { matched, modified }
  return updateFirst(host, ns, statement)
}

export async function update(host: Host, command: Doc, request: Request): Promise<Doc> {
  const ns = namespaceOf(command, 'update')
  const sources = await statements(host, command, request, 'updates')
  const outcomes = new Map<number, Outcome>()
  const failures: Failure[] = []
  const ordered = isOrdered(command)
  let at = 0
  while (at < sources.length && !(ordered && failures.length > 0)) {
    if (isTrue(sources[at]?.multi)) {
      try {
        outcomes.set(at, await updateMany(host, ns, parseStatement(sources[at] ?? {})))
      } catch (error) {
        if (!(error instanceof CommandError)) throw error
        failures.push({ index: at, error })
      }
      at++
      continue
    }
    const start = at
    while (at < sources.length && !isTrue(sources[at]?.multi)) at++
    const failed = await eachInOrder(host, sources.slice(start, at), {
      isOrdered: ordered,
      work: (writer, source, { index, find }) =>
        outcomes.set(start + index, updateOne(writer, { ns, statement: parseStatement(source), find })),
      calmly: async (source, index) => {
        outcomes.set(start + index, await updateFirst(host, ns, parseStatement(source)))
      },
    })
    failures.push(...failed.map(({ index, error }) => ({ index: start + index, error })))
  }
  const all = [...outcomes].sort(([a], [b]) => a - b)
  const upserted = all.flatMap(([index, outcome]) => ('upserted' in outcome ? [{ index, _id: outcome.upserted }] : []))
  return {
    n: all.reduce((sum, [, outcome]) => sum + outcome.matched, 0),
    nModified: all.reduce((sum, [, outcome]) => sum + outcome.modified, 0),
    ...(upserted.length > 0 ? { upserted } : {}),
    ...writeErrors(failures),
  }
}

export async function remove(host: Host, command: Doc, request: Request): Promise<Doc> {
  const ns = namespaceOf(command, 'delete')
  const sources = await statements(host, command, request, 'deletes')
  const failures: Failure[] = []
  let n = 0
  for (const [index, source] of sources.entries()) {
    try {
      n += await removeBy(host, ns, source)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      failures.push({ index, error })
      if (isOrdered(command)) break
    }
  }
  return { n, ...writeErrors(failures) }
}

function removeBy(host: Host, ns: string, source: Doc): Promise<number> {
  checkCollation(source.collation)
  const filter = compileFilter(source.q ?? {})
  const limit = toNumber(source.limit)
  if (limit !== 0 && limit !== 1)
    throw new CommandError('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${String(limit)}`)
  if (limit === 0) return eachMatch(host, ns, { filter, hint: source.hint, work: deleteDocument })
  return changeFirst(host, { ns, wanted: wantedBy({ filter, source }) }, (writer, find) => {
    const collection = findCollection(writer, ns)
    const doc = collection && find(writer, collection, wantedBy({ filter, source })(collection))
    if (collection && doc) deleteDocument(writer, collection, doc)
    return doc ? 1 : 0
  })
}
