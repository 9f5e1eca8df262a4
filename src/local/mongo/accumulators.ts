import { Decimal128, Double, Int32 } from 'bson'
import { type Doc, isDoc, isNumeric, toNumber } from './bson.ts'
import { CommandError, notSupported } from './errors.ts'
import { checkExpression, evaluate } from './expressions.ts'
import { encodeKey } from './key-encoding.ts'
import { addDecimals, calculate, exactDecimal } from './numeric.ts'
import { compare } from './order.ts'

/** Takes in the values of a group one by one. */
interface Accumulator {
  add(value: unknown): void
  result(): unknown
}

const extreme = (sign: 1 | -1) => (): Accumulator => {
  let best: unknown
  return {
    add: value => {
      if (value === null || value === undefined) return
      if (best === undefined || compare(value, best) * sign > 0) best = value
    },
    result: () => best ?? null,
  }
}

const accumulators: Readonly<Record<string, () => Accumulator>> = {
  $sum: () => {
    // Decimals apart from the others: a double counts exactly only as long as it stays one.
    let sum: unknown = new Int32(0)
    let decimals: Decimal128 | undefined
    return {
      add: value => {
        if (value instanceof Decimal128) decimals = decimals ? addDecimals(decimals, value) : value
        else if (isNumeric(value)) sum = calculate(sum, value, '+')
      },
      result: () => (decimals ? addDecimals(decimals, exactDecimal(sum)) : sum),
    }
  },
  $count: () => {
    let count = 0
    return { add: () => void count++, result: () => count }
  },
  $avg: () => {
    let sum = 0
    let count = 0
    return {
      add: value => {
        const number = isNumeric(value) ? toNumber(value) : undefined
        if (number === undefined) return
        sum += number
        count++
      },
      result: () => (count === 0 ? null : new Double(sum / count)),
    }
  },
  $min: extreme(-1),
  $max: extreme(1),
  $first: () => {
    let first: { value: unknown } | undefined
    return {
      add: value => {
        first ??= { value }
      },
      result: () => first?.value ?? null,
    }
  },
  $last: () => {
    let last: unknown
    return {
      add: value => {
        last = value
      },
      result: () => last ?? null,
    }
  },
  $push: () => {
    const values: unknown[] = []
    return { add: value => void (value === undefined || values.push(value)), result: () => values }
  },
  $addToSet: () => {
    const values = new Map<string, unknown>()
    return {
      add: value => void (value === undefined || values.set(encodeKey(value).toString('latin1'), value)),
      result: () => [...values.values()],
    }
  },
  $mergeObjects: () => {
    let merged: Doc = {}
    return {
      add: value => {
        if (value === null || value === undefined) return
        if (!isDoc(value)) throw new CommandError('BadValue', '$mergeObjects requires object inputs')
        merged = { ...merged, ...value }
      },
      result: () => merged,
    }
  },
}

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
  const make = accumulators[operator]
  if (refused.has(operator)) throw notSupported(`The accumulator ${operator}`)
  if (!make || !Object.hasOwn(accumulators, operator))
    throw new CommandError('InvalidPipelineOperator', `unknown group operator '${operator}'`)
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
