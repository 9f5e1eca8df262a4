import { Double, Int32, ObjectId } from 'bson'
import { encodeKey, tagOf } from './key-encoding.ts'

function plainNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return value instanceof Int32 || value instanceof Double ? value.value : undefined
}

/** MongoDB's order of any two values. The encoded keys define it; the common types take a shorter way to the same answer. */
export function compare(a: unknown, b: unknown): number {
  const tagA = tagOf(a)
  const tagB = tagOf(b)
  if (tagA !== tagB) return tagA < tagB ? -1 : 1
  const numberA = plainNumber(a)
  if (numberA !== undefined) {
    const numberB = plainNumber(b)
    if (numberB !== undefined && !Number.isNaN(numberA) && !Number.isNaN(numberB)) {
      return numberA < numberB ? -1 : numberA > numberB ? 1 : 0
    }
  }
  if (a instanceof Date && b instanceof Date) return Math.sign(a.getTime() - b.getTime())
  if (a instanceof ObjectId && b instanceof ObjectId) return Buffer.compare(a.id, b.id)
  if (typeof a === 'string' && a === b) return 0
  return Buffer.compare(encodeKey(a), encodeKey(b))
}

export function equal(a: unknown, b: unknown): boolean {
  return compare(a, b) === 0
}

/** True when both are of one type in MongoDB's comparisons (all numbers are one type). */
export function comparable(a: unknown, b: unknown): boolean {
  return tagOf(a) === tagOf(b)
}
