import { type Accumulator, accumulators } from './accumulators.ts'
import { type Doc, isDoc } from './bson.ts'
import { CommandError, notSupported } from './errors.ts'
import { checkExpression, evaluate } from './expressions.ts'
import { encodeKey } from './key-encoding.ts'

const refused = new Set([
  '$stdDevPop',
  '$stdDevSamp',
  '$top',
  '$topN',
  '$bottom',
  '$bottomN',
  '$firstN',
  '$lastN',
  '$maxN',
  '$minN',
  '$median',
  '$percentile',
  '$accumulator',
])

interface Field {
  readonly name: string
  readonly make: () => Accumulator
  readonly expression: unknown
}

function parseField(name: string, spec: unknown): Field {
  if (name.includes('.')) throw new CommandError('InvalidStage', `The field name '${name}' cannot contain '.'`)
  const [operator, ...others] = isDoc(spec) ? Object.keys(spec) : []
  if (operator === undefined || !isDoc(spec))
    throw new CommandError('InvalidStage', `The field '${name}' must be an accumulator object`)
  if (others.length > 0) throw new CommandError('InvalidStage', `The field '${name}' must specify one accumulator`)
  const make = Object.hasOwn(accumulators, operator) ? accumulators[operator as keyof typeof accumulators] : undefined
  if (refused.has(operator)) throw notSupported(`The accumulator ${operator}`)
  if (!make) throw new CommandError('InvalidPipelineOperator', `unknown group operator '${operator}'`)
  const expression = operator === '$count' ? null : spec[operator]
  checkExpression(expression)
  return { name, make, expression }
}

/** `$group`: the groups come in the order of their first documents. */
export function compileGroup(
  spec: unknown,
  variables: Doc,
): (docs: Iterable<Doc | undefined>) => Iterable<Doc | undefined> {
  if (!isDoc(spec)) throw new CommandError('InvalidStage', "a group's fields must be specified in an object")
  if (!('_id' in spec)) throw new CommandError('InvalidStage', 'a group specification must include an _id')
  const { _id: idExpression, ...rest } = spec
  checkExpression(idExpression)
  const fields = Object.entries(rest).map(([name, field]) => parseField(name, field))
  return function* group(docs) {
    const groups = new Map<string, { id: unknown; values: Accumulator[] }>()
    for (const doc of docs) {
      yield undefined
      if (!doc) continue
      const id = evaluate(doc, idExpression, variables) ?? null
      const key = encodeKey(id).toString('latin1')
      let group = groups.get(key)
      if (!group) {
        group = { id, values: fields.map(({ make }) => make()) }
        groups.set(key, group)
      }
      for (const [i, { expression }] of fields.entries()) group.values[i]?.add(evaluate(doc, expression, variables))
    }
    for (const { id, values } of groups.values()) {
      yield { _id: id, ...Object.fromEntries(fields.map(({ name }, i) => [name, values[i]?.result()])) }
    }
  }
}
