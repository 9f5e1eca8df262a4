import { Decimal128, Double, Long } from 'bson'
import { expect, test } from 'vitest'
import { compare } from '../../../src/local/mongo/order.ts'

const decimal = (text: string) => Decimal128.fromString(text)

test('orders decimals exactly, also near the ends of the doubles and beyond', () => {
  const ascending = [
    decimal('NaN'),
    new Double(Number.NEGATIVE_INFINITY),
    decimal('-9E+6000'),
    decimal('-1E+6000'),
    decimal('-1.8E+308'),
    new Double(-Number.MAX_VALUE),
    decimal('-1.5E+308'),
    decimal('-1'),
    decimal('-1E-300'),
    new Double(-Number.MIN_VALUE),
    decimal('-1E-6000'),
    decimal('0E+3'),
    decimal('1E-6000'),
    decimal('1.5E-6000'),
    new Double(Number.MIN_VALUE),
    decimal('1E-300'),
    new Double(1e-299),
    new Double(0.1),
    decimal('0.10000000000000001'),
    Long.fromString('9007199254740993'),
    decimal('9007199254740993.5'),
    new Double(1e308),
    decimal('1.5E+308'),
    new Double(Number.MAX_VALUE),
    decimal('1.8E+308'),
    decimal('1E+400'),
    decimal('1.1E+400'),
    decimal('Infinity'),
  ]
  for (const [i, a] of ascending.entries())
    for (const [j, b] of ascending.entries()) expect([a, b, compare(a, b)]).toEqual([a, b, Math.sign(i - j)])
  for (const [a, b] of [
    ['1E+400', '1.000E+400'],
    ['-10E-6000', '-1E-5999'],
    ['0', '-0E-10'],
  ] as const)
    expect(compare(decimal(a), decimal(b))).toBe(0)
})
