import { describe, expect, it } from 'vitest'
import { isAlike } from '../../src/domain/alike.ts'

describe('two ways of asking', () => {
  it.each([
    ['When will it be fixed?', 'when is it fixed'],
    ['Is the shop in Rome affected?', 'Are Rome’s shops affected??'],
    ['Can customers pay by invoice?', 'can customer pay by invoce'],
    ['Betrifft es die Schweiz?', 'betrifft es die schweiz'],
    ['いつ直りますか', 'いつ直りますか？'],
    ['?!', '?!'],
  ])('are the same: “%s” and “%s”', (one, other) => {
    expect(isAlike(one, other)).toBe(true)
    expect(isAlike(other, one)).toBe(true)
  })

  it.each([
    ['Are EU customers of checkout affected?', 'Are US customers of checkout affected?'],
    ['Is INC-42 why I cannot pay?', 'Is INC-41 why I cannot pay?'],
    ['Is build 1001 safe?', 'Is build 1002 safe?'],
    ['When will checkout be back?', 'When will sign-in be back?'],
    ['Do we owe refunds?', 'Can customers pay by invoice?'],
    ['?', '!'],
  ])('are not the same: “%s” and “%s”', (one, other) => {
    expect(isAlike(one, other)).toBe(false)
    expect(isAlike(other, one)).toBe(false)
  })
})
