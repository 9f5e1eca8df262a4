import { Decimal128, Double, Int32, Long } from 'bson'
import { isNumeric } from './bson.ts'
import { CommandError } from './errors.ts'
import { parseDecimal } from './number-encoding.ts'

const minInt32 = -(2n ** 31n)
const maxInt32 = 2n ** 31n - 1n
const minInt64 = -(2n ** 63n)
const maxInt64 = 2n ** 63n - 1n

type Operation = '+' | '×'

// A plain number comes out of an expression, which has forgotten whether it was an integer by type.
const isDouble = (value: unknown): boolean =>
  typeof value === 'number' ? !Number.isSafeInteger(value) : value instanceof Double
const double = (value: unknown): number => (Long.isLong(value) ? value.toNumber() : Number(value))

function integer(value: unknown): bigint {
  return Long.isLong(value) ? value.toBigInt() : BigInt(Number(value))
}

function decimal(value: unknown): Decimal128 {
  if (value instanceof Decimal128) return value
  // As MongoDB does, a double counts with the fifteen digits that it surely has.
  if (isDouble(value)) return Decimal128.fromString(double(value).toPrecision(15))
  return Decimal128.fromString(integer(value).toString())
}

function calculateDecimal(a: Decimal128, b: Decimal128, operation: Operation): Decimal128 {
  const x = parseDecimal(a)
  const y = parseDecimal(b)
  if (typeof x === 'number' || typeof y === 'number') {
    // Of a finite number only its sign counts here.
    const [a, b] = [x, y].map(each => (typeof each === 'number' ? each : Math.sign(Number(each.coefficient))))
    return Decimal128.fromString(String(operation === '+' ? Number(a) + Number(b) : Number(a) * Number(b)))
  }
  if (operation === '×')
    return Decimal128.fromStringWithRounding(`${x.coefficient * y.coefficient}E${x.exponent + y.exponent}`)
  const exponent = Math.min(x.exponent, y.exponent)
  const scaled = (part: typeof x): bigint => part.coefficient * 10n ** BigInt(part.exponent - exponent)
  return Decimal128.fromStringWithRounding(`${scaled(x) + scaled(y)}E${exponent}`)
}

export const addDecimals = (a: Decimal128, b: Decimal128): Decimal128 => calculateDecimal(a, b, '+')

/** To the 34 digits that a decimal holds. */
export function divideDecimal(value: Decimal128, by: number): Decimal128 {
  const exact = parseDecimal(value)
  if (typeof exact === 'number') return value
  const { coefficient, exponent } = exact
  // As many digits as the divisor may take away, and two to round by.
  const scaled = (coefficient * 10n ** 50n) / BigInt(by)
  const text = scaled.toString().replace(/0+$/, '')
  const zeros = scaled.toString().length - text.length
  return coefficient === 0n ? value : Decimal128.fromStringWithRounding(`${text}E${exponent - 50 + zeros}`)
}

/** An integer or a double as a decimal, to the 34 digits that it holds. */
export function exactDecimal(value: unknown): Decimal128 {
  if (!isDouble(value)) return decimal(value)
  const digits = double(value).toPrecision(34)
  return Decimal128.fromString(digits.replace(/\.?0+$|\.?0+(?=e)/, ''))
}

/** Adds or multiplies as MongoDB does: the wider type wins, a 32-bit overflow becomes a Long, a 64-bit overflow is refused. */
export function calculate(a: unknown, b: unknown, operation: Operation): unknown {
  if (!isNumeric(a) || !isNumeric(b)) throw new CommandError('TypeMismatch', 'arithmetic needs numbers')
  if (a instanceof Decimal128 || b instanceof Decimal128) return calculateDecimal(decimal(a), decimal(b), operation)
  if (isDouble(a) || isDouble(b)) {
    const [x, y] = [double(a), double(b)]
    return new Double(operation === '+' ? x + y : x * y)
  }
  const [x, y] = [integer(a), integer(b)]
  const result = operation === '+' ? x + y : x * y
  if (result < minInt64 || result > maxInt64) throw new CommandError('BadValue', 'integer overflow')
  if (Long.isLong(a) || Long.isLong(b) || result < minInt32 || result > maxInt32) return Long.fromBigInt(result)
  return new Int32(Number(result))
}
