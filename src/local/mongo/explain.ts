import { type Doc, isDoc } from './bson.ts'
import type { CollectionInfo } from './catalog.ts'
import { findCollection } from './catalog.ts'
import type { Host } from './commands.ts'
import { CommandError, notSupported } from './errors.ts'
import { compileFilter } from './filter.ts'
import { hintOf } from './hint.ts'
import { choosePlan, type Plan } from './plan.ts'
import { findDocuments, findWanted, splitPipeline, type Wanted } from './read-commands.ts'
import { namespaceOf } from './request.ts'
import { parseSort } from './sort.ts'
import { drain } from './turns.ts'

function wantedBy(command: Doc, collection: CollectionInfo | undefined): { ns: string; wanted: Wanted } {
  const [name = ''] = Object.keys(command)
  const ns = namespaceOf(command, name)
  switch (name) {
    case 'find':
      return { ns, wanted: findWanted(command, collection) }
    case 'count':
    case 'distinct':
      return { ns, wanted: findWanted(command, collection, 'query') }
    case 'findAndModify':
      return { ns, wanted: { ...findWanted(command, collection, 'query'), limit: 1 } }
    case 'aggregate':
      if (!Array.isArray(command.pipeline))
        throw new CommandError('TypeMismatch', "'pipeline' option must be specified as an array")
      return { ns, wanted: splitPipeline(command.pipeline, collection, command).wanted }
    case 'update':
    case 'delete': {
      const list = command[name === 'update' ? 'updates' : 'deletes']
      const [first] = Array.isArray(list) ? list : []
      if (!isDoc(first)) throw new CommandError('BadValue', 'explained write batches must be of size 1')
      const wanted = {
        filter: compileFilter(first.q ?? {}),
        sort: parseSort(first.sort),
        hint: hintOf(first.hint, collection),
        skip: 0,
      }
      return { ns, wanted: { ...wanted, limit: Number.POSITIVE_INFINITY } }
    }
    default:
      throw notSupported(`explain of ${name}`)
  }
}

function describe(plan: Plan, isSorted: boolean): Doc {
  const scan: Doc =
    plan.stage === 'COLLSCAN'
      ? { stage: 'COLLSCAN', direction: 'forward' }
      : { stage: 'FETCH', inputStage: describeScan(plan) }
  return isSorted ? scan : { stage: 'SORT', inputStage: scan }
}

function describeScan({ stage, index, reverse }: Plan): Doc {
  return {
    stage: stage === 'IDHACK' ? 'IDHACK' : 'IXSCAN',
    indexName: index?.name,
    keyPattern: Object.fromEntries(index?.key ?? []),
    isMultiKey: index?.multikey ?? false,
    direction: reverse ? 'backward' : 'forward',
  }
}

/** How a command would reach its documents, and with execution statistics, what that took. Writes are only planned. */
export async function explain(host: Host, command: Doc): Promise<Doc> {
  const inner = command.explain
  if (!isDoc(inner))
    throw new CommandError('TypeMismatch', "BSON field 'explain' is the wrong type, expected type 'object'")
  const explained = { ...inner, $db: command.$db }
  const snapshot = host.storage.snapshot()
  try {
    const [name = ''] = Object.keys(inner)
    const collection = findCollection(snapshot, namespaceOf(explained, name))
    const { ns, wanted } = wantedBy(explained, collection)
    const plan = collection && choosePlan(collection, wanted.filter, wanted)
    const isSorted = wanted.sort.length === 0 || plan?.isSorted === true
    const winningPlan = plan ? describe(plan, isSorted) : { stage: 'EOF' }
    const reply = { queryPlanner: { namespace: ns, indexFilterSet: false, winningPlan, rejectedPlans: [] } }
    if (command.verbosity === 'queryPlanner') return reply
    const effort = { keysExamined: 0, docsExamined: 0 }
    const started = performance.now()
    let nReturned = 0
    await drain(host.storage, findDocuments(snapshot, collection, wanted, effort), () => nReturned++)
    return {
      ...reply,
      executionStats: {
        executionSuccess: true,
        nReturned,
        executionTimeMillis: Math.round(performance.now() - started),
        totalKeysExamined: effort.keysExamined,
        totalDocsExamined: effort.docsExamined,
        executionStages: winningPlan,
      },
    }
  } finally {
    snapshot.close()
  }
}
