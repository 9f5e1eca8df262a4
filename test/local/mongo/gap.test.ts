import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Gap } from '../../../src/local/mongo/gap.ts'
import { beginsWith, type Entry, type Range } from '../../../src/local/mongo/key-range.ts'

const index = Buffer.of(0, 0, 0, 7)
const keyOf = (...bytes: number[]): Buffer => Buffer.concat([index, Buffer.from(bytes)])

/** Entries as the file has them, of several indexes, and how often somebody looked. */
class Entries {
  readonly keys: Buffer[] = [Buffer.of(0, 0, 0, 6, 255), Buffer.of(0, 0, 0, 8)]
  looks = 0

  readonly look = ({ low, high, reverse }: Range): Entry[] => {
    this.looks++
    const found = this.keys.filter(key => key.compare(low) >= 0 && key.compare(high) < 0).sort(Buffer.compare)
    return (reverse ? found.reverse() : found).map(key => ({ key, value: key.subarray(-1) }))
  }
}

const operation = fc.record({
  value: fc.integer({ min: 0, max: 15 }),
  id: fc.integer({ min: 0, max: 255 }),
  what: fc.constantFrom('take', 'take', 'take', 'force', 'remove'),
})

test('finds what begins with a value, whatever was looked for, written and removed before', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 60 }), operations => {
      const entries = new Entries()
      const gap = new Gap(index)
      for (const { value, id, what } of operations) {
        const prefix = keyOf(value)
        const isTaken = entries.keys.some(key => beginsWith(key, prefix) && key.at(-1) !== id)
        const found = gap.some(prefix, entries.look, entry => entry.value[0] !== id)
        expect(found).toBe(isTaken)
        if (what === 'remove') entries.keys.splice(2, 1)
        else if (!found || what === 'force') {
          entries.keys.push(keyOf(value, id))
          gap.add(keyOf(value, id))
        }
      }
    }),
  )
})

test.each([
  ['up', (nth: number) => nth],
  ['down', (nth: number) => 200 - nth],
])('looks only for the first of many values that go %s', (_, valueAt) => {
  const entries = new Entries()
  entries.keys.push(keyOf(0, 1), keyOf(220, 1))
  const gap = new Gap(index)
  for (let nth = 1; nth < 100; nth++) {
    const prefix = keyOf(valueAt(nth))
    expect(gap.some(prefix, entries.look, () => true)).toBe(false)
    gap.add(Buffer.concat([prefix, Buffer.of(1)]))
  }
  expect(entries.looks).toBeLessThanOrEqual(2)
})
