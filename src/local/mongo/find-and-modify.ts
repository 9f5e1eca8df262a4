import { type Doc, isTrue } from './bson.ts'
import { type CollectionInfo, findCollection } from './catalog.ts'
import type { Host } from './commands.ts'
import { deleteDocument } from './documents.ts'
import { CommandError } from './errors.ts'
import { compileFilter } from './filter.ts'
import { changeFirst } from './first-match.ts'
import { hintOf } from './hint.ts'
import { compileProjection } from './projection.ts'
import { docField, namespaceOf } from './request.ts'
import type { Search } from './search.ts'
import { parseSort } from './sort.ts'
import { parseUpdate } from './update.ts'
import { applyUpdate, insertSeed } from './write-commands.ts'

export function findAndModify(host: Host, command: Doc): Promise<Doc> {
  const ns = namespaceOf(command, 'findAndModify' in command ? 'findAndModify' : 'findandmodify')
  const variables = docField(command, 'let') ?? {}
  const filter = compileFilter(docField(command, 'query') ?? {}, variables)
  const sort = parseSort(command.sort)
  const spec = docField(command, 'fields')
  const projection =
    spec && Object.keys(spec).length > 0 ? compileProjection(spec, { isFind: true, variables }) : undefined
  const shown = (doc: Doc | undefined): Doc | null => (doc ? (projection ? projection(doc, filter) : doc) : null)
  const isRemove = isTrue(command.remove)
  const isUpsert = isTrue(command.upsert)
  const wantsNew = isTrue(command.new)
  if (isRemove && (command.update !== undefined || isUpsert || wantsNew)) {
    throw new CommandError(
      'FailedToParse',
      "Cannot specify both an update and remove=true, nor 'upsert' or 'new' with it",
    )
  }
  if (!isRemove && command.update === undefined)
    throw new CommandError('FailedToParse', 'Either an update or remove=true must be specified')
  const update = isRemove ? undefined : parseUpdate(command.update, command.arrayFilters, variables)

  const wanted = (collection: CollectionInfo): Search => ({ filter, sort, hint: hintOf(command.hint, collection) })
  return changeFirst(host, { ns, wanted }, (writer, find) => {
    const collection = findCollection(writer, ns)
    const before = collection && find(writer, collection, wanted(collection))
    if (!update) {
      if (collection && before) deleteDocument(writer, collection, before)
      return { lastErrorObject: { n: before ? 1 : 0 }, value: shown(before) }
    }
    if (collection && before) {
      const { after } = applyUpdate(writer, collection, { before, filter, update })
      return { lastErrorObject: { n: 1, updatedExisting: true }, value: shown(wantsNew ? after : before) }
    }
    if (!isUpsert) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null }
    const inserted = insertSeed(writer, ns, { filter, update })
    return {
      lastErrorObject: { n: 1, updatedExisting: false, upserted: inserted._id },
      value: wantsNew ? shown(inserted) : null,
    }
  })
}
