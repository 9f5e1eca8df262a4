import { Decimal128, Double, Int32 } from 'bson'
import { type Doc, isDoc, isNumeric, toNumber } from './bson.ts'
import { CommandError } from './errors.ts'
import { encodeKey } from './key-encoding.ts'
import { addDecimals, calculate, divideDecimal, exactDecimal } from './numeric.ts'
import { compare } from './order.ts'

/** Takes in the values of a group one by one. */
export interface Accumulator {
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

/** Adds up the numbers among values. Decimals are kept apart: a double counts exactly only as long as it stays one. */
function totalOf(): { add(value: unknown): void; sum(): unknown } {
  let sum: unknown = new Int32(0)
  let decimals: Decimal128 | undefined
  return {
    add: value => {
      if (value instanceof Decimal128) decimals = decimals ? addDecimals(decimals, value) : value
      else if (isNumeric(value)) sum = addUp(sum, value)
    },
    sum: () => (decimals ? addDecimals(decimals, exactDecimal(sum)) : sum),
  }
}

/** What no longer fits into 64 bits goes on as a double. */
function addUp(sum: unknown, value: unknown): unknown {
  try {
    return calculate(sum, value, '+')
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return new Double(Number(toNumber(sum)) + Number(toNumber(value)))
  }
}

function quotient(sum: unknown, count: number): unknown {
  return sum instanceof Decimal128 ? divideDecimal(sum, count) : new Double(Number(toNumber(sum)) / count)
}

/** What `$group` makes of the values of a group, by name. */
export const accumulators = {
  $sum: () => {
    const total = totalOf()
    return { add: total.add, result: total.sum }
  },
  $count: () => {
    let count = 0
    return { add: () => void count++, result: () => count }
  },
  $avg: () => {
    const total = totalOf()
    let count = 0
    return {
      add: value => {
        if (!isNumeric(value)) return
        count++
        total.add(value)
      },
      result: () => (count === 0 ? null : quotient(total.sum(), count)),
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
      add: value => {
        const name = value === undefined ? undefined : encodeKey(value).toString('latin1')
        if (name !== undefined && !values.has(name)) values.set(name, value)
      },
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
} satisfies Readonly<Record<string, () => Accumulator>>
