import { type Doc, isDoc, setField, toNumber } from './bson.ts'
import { findCollection } from './catalog.ts'
import { CommandError, notSupported } from './errors.ts'
import { checkExpression, evaluate } from './expressions.ts'
import { compileFilter } from './filter.ts'
import { compileGroup } from './group.ts'
import { keyValues, partsOf } from './path.ts'
import { setComputed, without } from './projection.ts'
import { search } from './search.ts'
import { compareSortKeys, parseSort, sortInSteps, sortKey } from './sort.ts'
import { addFields, type Mapping, projectStage, replaceRoot, unsetFields } from './stages.ts'
import type { View } from './storage.ts'

/** Documents on their way; undefined is a moment to take a rest. */
export type Stream = Iterable<Doc | undefined>
type Stage = (docs: Stream) => Stream

/** What a pipeline may look at besides the documents it is given. */
export interface Surroundings {
  readonly view: View
  readonly database: string
  readonly variables: Doc
}

const mapping = (map: Mapping): Stage =>
  function* mapped(docs) {
    for (const doc of docs) yield doc && map(doc)
  }

function countOf(value: unknown, name: string, least: number): number {
  const count = toNumber(value)
  if (count === undefined || !Number.isInteger(count) || count < least) {
    throw new CommandError(
      'BadValue',
      `invalid argument to ${name} stage: Expected a ${least ? 'positive' : 'non-negative'} number`,
    )
  }
  return count
}

function limit(spec: unknown): Stage {
  const count = countOf(spec, '$limit', 1)
  return function* limited(docs) {
    let left = count
    for (const doc of docs) {
      yield doc
      if (doc && --left === 0) return
    }
  }
}

function skip(spec: unknown): Stage {
  const count = countOf(spec, '$skip', 0)
  return function* skipped(docs) {
    let left = count
    for (const doc of docs) yield doc && left-- > 0 ? undefined : doc
  }
}

function match(spec: unknown, { variables }: Surroundings): Stage {
  const filter = compileFilter(spec, variables)
  return function* matching(docs) {
    for (const doc of docs) yield doc && filter.test(doc) ? doc : undefined
  }
}

function sort(by: unknown): Stage {
  const spec = parseSort(by)
  if (spec.length === 0) throw new CommandError('BadValue', '$sort stage must have at least one sort key')
  return function* sorted(docs) {
    const kept: { key: unknown[]; doc: Doc }[] = []
    for (const doc of docs) {
      if (doc) kept.push({ key: sortKey(doc, spec), doc })
      yield undefined
    }
    const ordered = yield* sortInSteps(kept, (a, b) => compareSortKeys(a.key, b.key, spec))
    for (const { doc } of ordered) yield doc
  }
}

function count(name: unknown): Stage {
  if (typeof name !== 'string' || name === '' || name.startsWith('$') || name.includes('.')) {
    throw new CommandError('BadValue', 'the count field must be a non-empty string without $ or .')
  }
  return function* counted(docs) {
    let total = 0
    for (const doc of docs) {
      if (doc) total++
      yield undefined
    }
    if (total > 0) yield { [name]: total }
  }
}

function unwind(spec: unknown): Stage {
  const {
    path,
    preserveNullAndEmptyArrays: keeps = false,
    includeArrayIndex: index,
  } = isDoc(spec) ? spec : { path: spec }
  if (typeof path !== 'string' || !path.startsWith('$'))
    throw new CommandError('BadValue', `path option to $unwind stage should be prefixed with a '$': ${String(path)}`)
  const field = path.slice(1)
  const parts = partsOf(field)
  return function* unwound(docs) {
    for (const doc of docs) {
      const value = doc && parts.reduce<unknown>((at, part) => (isDoc(at) ? at[part] : undefined), doc)
      if (!doc) yield undefined
      else if (Array.isArray(value) && value.length > 0) {
        for (const [i, element] of value.entries()) yield place(doc, element, i)
      } else if (Array.isArray(value) || value === null || value === undefined) {
        if (keeps === true) yield Array.isArray(value) ? noted(without(doc, [field]), null) : noted({ ...doc }, null)
      } else yield place(doc, value, null)
    }
  }
  function place(doc: Doc, value: unknown, at: number | null): Doc {
    const result = { ...doc }
    setComputed(result, parts, value)
    return noted(result, at)
  }
  function noted(doc: Doc, at: number | null): Doc {
    if (typeof index === 'string') setComputed(doc, partsOf(index), at)
    return doc
  }
}

function facet(spec: unknown, around: Surroundings): Stage {
  if (!isDoc(spec) || Object.keys(spec).length === 0)
    throw new CommandError('InvalidStage', 'the $facet specification must be a non-empty object')
  const branches = Object.entries(spec).map(([name, stages]) => ({ name, stage: compilePipeline(stages, around) }))
  return function* facets(docs) {
    const all: Doc[] = []
    for (const doc of docs) {
      if (doc) all.push(doc)
      yield undefined
    }
    const result: Doc = {}
    for (const { name, stage } of branches) {
      const found: Doc[] = []
      for (const doc of stage(all)) {
        if (doc) found.push(doc)
        yield undefined
      }
      setField(result, name, found)
    }
    yield result
  }
}

const lookupFields = new Set(['from', 'localField', 'foreignField', 'as', 'let', 'pipeline'])

function lookup(spec: unknown, around: Surroundings): Stage {
  if (!isDoc(spec) || Object.keys(spec).some(name => !lookupFields.has(name)))
    throw new CommandError('FailedToParse', '$lookup argument has an unknown field')
  const { from, localField, foreignField, as, let: bound = {}, pipeline } = spec
  if (typeof from !== 'string' || typeof as !== 'string' || !isDoc(bound))
    throw new CommandError('FailedToParse', '$lookup needs from and as as strings')
  const hasKeys = typeof localField === 'string' && typeof foreignField === 'string'
  if (!hasKeys && !Array.isArray(pipeline))
    throw new CommandError('FailedToParse', '$lookup needs localField and foreignField, or a pipeline')
  Object.values(bound).forEach(checkExpression)
  const collection = findCollection(around.view, `${around.database}.${from}`)
  return function* joined(docs) {
    for (const doc of docs) {
      if (!doc) {
        yield undefined
        continue
      }
      const local = hasKeys ? keyValues(doc, partsOf(localField)).values.map(value => value ?? null) : []
      const filter = compileFilter(hasKeys ? { [foreignField]: { $in: local } } : {})
      const values = Object.entries(bound).map(
        ([name, expression]) => [name, evaluate(doc, expression, around.variables)] as const,
      )
      const inner = { ...around, variables: { ...around.variables, ...Object.fromEntries(values) } }
      const foreign = collection ? search(around.view, collection, { filter, sort: [] }) : []
      const found: Doc[] = []
      for (const other of compilePipeline(pipeline ?? [], inner)(foreign)) {
        if (other) found.push(other)
        yield undefined
      }
      const result = { ...doc }
      setComputed(result, partsOf(as), found)
      yield result
    }
  }
}

function sample(spec: unknown): Stage {
  const size = countOf(isDoc(spec) ? spec.size : undefined, '$sample', 1)
  return function* sampled(docs) {
    const all: Doc[] = []
    for (const doc of docs) {
      if (doc) all.push(doc)
      yield undefined
    }
    for (let left = Math.min(size, all.length); left > 0; left--) {
      const [doc] = all.splice(Math.floor(Math.random() * all.length), 1)
      yield doc
    }
  }
}

function sortByCount(expression: unknown, { variables }: Surroundings): Stage {
  const group = compileGroup({ _id: expression, count: { $sum: 1 } }, variables)
  const ordered = sort({ count: -1 })
  return docs => ordered(group(docs))
}

const stages: Readonly<Record<string, (spec: unknown, around: Surroundings) => Stage>> = {
  $match: match,
  $sort: sort,
  $limit: limit,
  $skip: skip,
  $count: count,
  $group: (spec, { variables }) => compileGroup(spec, variables),
  $project: (spec, { variables }) => mapping(projectStage(spec, variables)),
  $addFields: (spec, { variables }) => mapping(addFields(spec, variables)),
  $set: (spec, { variables }) => mapping(addFields(spec, variables)),
  $unset: spec => mapping(unsetFields(spec)),
  $replaceRoot: (spec, { variables }) => mapping(replaceRoot(isDoc(spec) ? spec.newRoot : undefined, variables)),
  $replaceWith: (spec, { variables }) => mapping(replaceRoot(spec, variables)),
  $unwind: unwind,
  $facet: facet,
  $lookup: lookup,
  $sample: sample,
  $sortByCount: sortByCount,
}

const refusedStages = new Set([
  '$bucket',
  '$bucketAuto',
  '$changeStream',
  '$collStats',
  '$currentOp',
  '$densify',
  '$documents',
  '$fill',
  '$geoNear',
  '$graphLookup',
  '$indexStats',
  '$listSessions',
  '$merge',
  '$out',
  '$planCacheStats',
  '$redact',
  '$search',
  '$setWindowFields',
  '$unionWith',
  '$vectorSearch',
])

/** Checks all stages, then answers the function that runs documents through them. */
export function compilePipeline(pipeline: unknown, around: Surroundings): Stage {
  if (!Array.isArray(pipeline))
    throw new CommandError('TypeMismatch', "'pipeline' option must be specified as an array")
  const compiled = pipeline.map((entry: unknown): Stage => {
    if (!isDoc(entry) || Object.keys(entry).length !== 1)
      throw new CommandError('InvalidStage', 'A pipeline stage specification object must contain exactly one field.')
    const [[name, spec] = ['', undefined]] = Object.entries(entry)
    const make = Object.hasOwn(stages, name) ? stages[name] : undefined
    if (make) return make(spec, around)
    if (refusedStages.has(name)) throw notSupported(`The stage ${name}`)
    throw new CommandError('InvalidStage', `Unrecognized pipeline stage name: '${name}'`)
  })
  return docs => compiled.reduce<Stream>((stream, stage) => stage(stream), docs)
}
