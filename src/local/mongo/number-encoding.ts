import { Decimal128, Double, Int32, Long } from 'bson'
import { notSupported } from './errors.ts'

/** An exact number: `coefficient × 10^exponent`. */
interface Exact {
  readonly coefficient: bigint
  readonly exponent: number
}

/** Finite decimals as an exact number; NaN and the infinities as the JavaScript number. */
export function parseDecimal(value: Decimal128): Exact | number {
  const text = value.toString()
  const parts = /^(-?)(\d*)\.?(\d*)(?:E([+-]?\d+))?$/.exec(text)
  if (!parts || text === 'NaN') return Number(text)
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts
  const coefficient = BigInt(`${whole}${fraction}` || '0')
  return { coefficient: sign ? -coefficient : coefficient, exponent: Number(exponent) - fraction.length }
}

const scratch = Buffer.alloc(8)

function encodeDouble(value: number): Buffer {
  const bytes = Buffer.alloc(9)
  // NaN sorts below every other number, -Infinity included.
  if (Number.isNaN(value)) return bytes
  bytes.writeDoubleBE(value === 0 ? 0 : value)
  // Positive numbers get the sign bit, of negative ones every bit is turned.
  if (value < 0) for (let i = 0; i < 8; i++) bytes[i] = 255 - (bytes[i] ?? 0)
  else bytes[0] = (bytes[0] ?? 0) | 0x80
  return bytes
}

function nextDown(value: number): number {
  scratch.writeDoubleBE(value)
  const bits = scratch.readBigInt64BE()
  scratch.writeBigInt64BE(value > 0 ? bits - 1n : bits + 1n)
  return scratch.readDoubleBE()
}

/** A finite double as `numerator / 2^shift`. */
function exactDouble(value: number): { numerator: bigint; shift: number } {
  let shift = 0
  let scaled = value
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    shift++
  }
  return { numerator: BigInt(scaled), shift }
}

const fractionBits = 72
/** Near its ends a double has no neighbour to measure by. */
const isMeasured = (double: number): boolean => Math.abs(double) < 1e308 && Math.abs(double) >= 1e-290

/** Tells decimals apart by their exponents and their digits. */
function magnitude({ coefficient, exponent }: Exact): Buffer {
  const digits = coefficient.toString().replace('-', '')
  const bytes = Buffer.alloc(2 + 34)
  bytes.writeUInt16BE(exponent + digits.length + 0x4000)
  bytes.write(digits.padEnd(34, '0'), 2)
  if (coefficient < 0n) for (let i = 0; i < bytes.length; i++) bytes[i] = 255 - (bytes[i] ?? 0)
  return bytes
}

/**
 * The greatest double that is not above the number, then how far between that double and the next the number lies. Decimals have
 * at most 34 digits, so 72 bits tell any two apart.
 */
function encodeExact(number: Exact): Buffer {
  const { coefficient, exponent } = number
  const approximate = Number(`${coefficient}e${exponent}`)
  if (coefficient === 0n) return encodeDouble(0)
  if (!Number.isFinite(approximate))
    return beyond(approximate > 0 ? Number.MAX_VALUE : Number.NEGATIVE_INFINITY, magnitude(number))
  const up = exponent > 0 ? 10n ** BigInt(exponent) : 1n
  const down = exponent < 0 ? 10n ** BigInt(-exponent) : 1n
  /** (number − double) × 2^shift × down */
  const distance = (double: number): { value: bigint; shift: number } => {
    const { numerator, shift } = exactDouble(double)
    return { value: ((coefficient * up) << BigInt(shift)) - numerator * down, shift }
  }
  let low = approximate
  let above = distance(low)
  if (above.value < 0n) {
    low = nextDown(low)
    above = distance(low)
  }
  if (above.value === 0n) return encodeDouble(low)
  if (!isMeasured(low)) return beyond(low, magnitude(number))
  const next = -nextDown(-low)
  const gap = exactDouble(next - low)
  // fraction = (distance / (2^shift × down)) / (gap.numerator / 2^gap.shift)
  const fraction = (above.value << BigInt(fractionBits + gap.shift)) / ((gap.numerator * down) << BigInt(above.shift))
  const tail = Buffer.alloc(9)
  tail.writeUInt8(Number(fraction >> 64n))
  tail.writeBigUInt64BE(BigInt.asUintN(64, fraction), 1)
  return beyond(low, tail)
}

/** A number above a double and below the next. */
function beyond(low: number, tail: Buffer): Buffer {
  const bytes = encodeDouble(low)
  bytes[8] = 1
  return Buffer.concat([bytes, tail])
}

/** Bytes that compare as the numbers do, whatever their BSON types: 1, 1.0, Long 1 and Decimal 1.00 are one key. */
export function encodeNumber(value: unknown): Buffer {
  if (typeof value === 'number') return encodeDouble(value)
  if (value instanceof Int32 || value instanceof Double) return encodeDouble(value.value)
  if (value instanceof Decimal128) {
    const exact = parseDecimal(value)
    return typeof exact === 'number' ? encodeDouble(exact) : encodeExact(exact)
  }
  const integer = Long.isLong(value) ? value.toBigInt() : typeof value === 'bigint' ? value : undefined
  if (integer === undefined) throw notSupported('A number of an unknown BSON type')
  const near = Number(integer)
  return Number.isSafeInteger(near) ? encodeDouble(near) : encodeExact({ coefficient: integer, exponent: 0 })
}
