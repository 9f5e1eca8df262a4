import { describe, expect, it } from 'vitest'
import { isAlike } from '../../src/domain/alike.ts'

describe('two ways of asking', () => {
  it.each([
    ['When will it be fixed?', 'when is it fixed'],
    ['Is the shop in Rome affected?', 'Are Rome’s shops affected??'],
    ['Can customers pay by invoice?', 'can customer pay by invoce'],
    ['Betrifft es die Schweiz?', 'betrifft es die schweiz'],
    ['いつ直りますか', 'いつ直りますか？'],
    ['決済はいつ直りますか', 'いつ決済は直りますか？'],
    ['什么时候恢复支付', '支付什么时候恢复？'],
    ['จะได้เงินคืนเมื่อไหร่', 'เมื่อไหร่จะได้เงินคืนครับ'],
    ['भुगतान कब ठीक होगा?', 'कब ठीक होगा भुगतान'],
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
    ['決済はいつ直りますか', 'ログインはいつ直りますか'],
    ['支付什么时候会恢复？', '登录什么时候会恢复？'],
    ['ระบบชำระเงินจะกลับมาเมื่อไหร่', 'การเข้าสู่ระบบจะกลับมาเมื่อไหร่'],
    ['भुगतान कब ठीक होगा?', 'लॉगिन कब ठीक होगा?'],
    // One sign above or below a letter makes another word.
    ['दिन', 'दीन'],
    ['?', '!'],
  ])('are not the same: “%s” and “%s”', (one, other) => {
    expect(isAlike(one, other)).toBe(false)
    expect(isAlike(other, one)).toBe(false)
  })
})
