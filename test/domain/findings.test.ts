import { describe, expect, it } from 'vitest'
import { confirmMessage, reopenMessage, takeBackMessage } from '../../src/domain/finding-messages.ts'
import {
  explainFinding,
  findings,
  judgeFinding,
  reasonOf,
  ruleOut,
  type Statement,
  splitReason,
  stateFinding,
  type Verdict,
  withdrawFinding,
} from '../../src/domain/findings.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { by, opened } from '../helpers/incidents.ts'

const hypothesis = (text: string, more: Partial<Statement> = {}): Statement => ({ kind: 'hypothesis', text, ...more })
const stated = (...all: readonly Statement[]): Incident =>
  all.reduce((latest, one, index) => stateFinding(latest, one, by('U0BEN', index + 1)), opened())
const board = (incident: Incident) => findings(incident).map(({ number, state, text }) => `${number} ${state} ${text}`)

describe('the board', () => {
  it('has what was stated, with who judged it last and why', () => {
    const start = stated(hypothesis('the disk'), hypothesis('release 12'), {
      kind: 'decision',
      text: 'roll back',
      why: 'it is quick',
    })
    const ruled = judgeFinding(start, { number: 1, verdict: 'ruled-out', why: 'it is half empty' }, by('U0ANA', 5))
    const incident = judgeFinding(ruled, { number: 2, verdict: 'confirmed' }, by('U0ANA', 6))
    expect(board(incident)).toEqual(['1 ruled-out the disk', '2 confirmed release 12', '3 decided roll back'])
    expect(findings(incident)[0]?.judged).toMatchObject({ by: 'U0ANA', why: 'it is half empty' })
    expect(findings(incident)[2]?.why).toBe('it is quick')
  })

  it('has why something is so as it stands, also where only a reaction said it', () => {
    const start = stated(hypothesis('the disk', { why: 'it is old' }), { kind: 'decision', text: 'roll back' })
    const why = (incident: Incident) => findings(incident).map(one => reasonOf(one))
    expect(why(start)).toEqual(['it is old', undefined])
    const decided = explainFinding(start, { number: 2, why: 'it is quick' }, by('U0ANA', 5))
    const ruled = judgeFinding(decided, { number: 1, verdict: 'ruled-out' }, by('U0ANA', 6))
    expect(why(ruled)).toEqual([undefined, 'it is quick'])
    const explained = explainFinding(ruled, { number: 1, why: 'it is half empty' }, by('U0BEN', 7))
    expect(why(explained)).toEqual(['it is half empty', 'it is quick'])
    expect(findings(explained)[0]).toMatchObject({ why: 'it is old', judged: { by: 'U0ANA' } })
    expect(explainFinding(explained, { number: 1, why: 'it is half empty' }, by('U0BEN', 8))).toBe(explained)
    expect(why(judgeFinding(explained, { number: 1, verdict: 'confirmed' }, by('U0ANA', 9)))[0]).toBeUndefined()
    expect(() => explainFinding(start, { number: 7, why: 'x' }, by('U0BEN', 5))).toThrow('no number 7')
  })

  it('takes the reason of one verdict for no other, and has the first reason again once it is open again', () => {
    const judge = (incident: Incident, ...verdicts: Verdict[]) =>
      verdicts.reduce(
        (latest, verdict, index) => judgeFinding(latest, { number: 1, verdict }, by('U0ANA', index + 5)),
        incident,
      )
    const why = (incident: Incident) => findings(incident).map(one => [one.why, reasonOf(one)])
    const supposed = stated(hypothesis('the disk', { why: 'it is old' }))
    expect(why(judge(supposed, 'ruled-out', 'open'))).toEqual([['it is old', 'it is old']])
    const ruledOut = stated(hypothesis('the disk', { why: 'it is new', verdict: 'ruled-out' }))
    expect(why(ruledOut)).toEqual([['it is new', 'it is new']])
    expect(why(judge(ruledOut, 'confirmed'))).toEqual([[undefined, undefined]])
    const explained = explainFinding(judge(ruledOut, 'open'), { number: 1, why: 'it clicks' }, by('U0BEN', 9))
    expect(why(explained)).toEqual([[undefined, 'it clicks']])
  })

  it('lets later evidence turn a verdict round, and repeats none', () => {
    const ruled = judgeFinding(stated(hypothesis('the disk')), { number: 1, verdict: 'ruled-out' }, by('U0ANA', 5))
    expect(judgeFinding(ruled, { number: 1, verdict: 'ruled-out' }, by('U0BEN', 6))).toBe(ruled)
    const turned = judgeFinding(ruled, { number: 1, verdict: 'confirmed' }, by('U0BEN', 7))
    expect(board(turned)).toEqual(['1 confirmed the disk'])
  })

  it('judges no decision, and nothing that is not there', () => {
    const incident = stated({ kind: 'decision', text: 'roll back' })
    expect(() => judgeFinding(incident, { number: 1, verdict: 'ruled-out' }, by('U0ANA', 5))).toThrow('is a decision')
    expect(() => judgeFinding(incident, { number: 2, verdict: 'confirmed' }, by('U0ANA', 5))).toThrow('no number 2')
  })

  it('keeps the numbers of the others when one is taken back', () => {
    const incident = withdrawFinding(stated(hypothesis('a'), hypothesis('b')), { number: 1 }, by('U0BEN', 5))
    expect(board(incident)).toEqual(['2 open b'])
    expect(() => withdrawFinding(incident, { number: 1 }, by('U0BEN', 6))).toThrow('no number 1')
  })

  it('has a message once for each kind, and again after it was taken back', () => {
    const once = stated(hypothesis('a', { message: '1.2' }))
    expect(stateFinding(once, hypothesis('a', { message: '1.2' }), by('U0ANA', 5))).toBe(once)
    expect(board(stateFinding(once, { kind: 'decision', text: 'a', message: '1.2' }, by('U0ANA', 5)))).toHaveLength(2)
    const taken = withdrawFinding(once, { number: 1 }, by('U0BEN', 6))
    expect(board(stateFinding(taken, hypothesis('a', { message: '1.2' }), by('U0ANA', 7)))).toEqual(['2 open a'])
  })

  it('rules out in one step what nobody had supposed, or the message that somebody had', () => {
    expect(board(ruleOut(opened(), { text: 'DNS' }, by('U0BEN', 1)))).toEqual(['1 ruled-out DNS'])
    const known = stated(hypothesis('DNS', { message: '1.2' }))
    expect(board(ruleOut(known, { text: 'DNS', message: '1.2' }, by('U0ANA', 2)))).toEqual(['1 ruled-out DNS'])
    const why = findings(ruleOut(opened(), { text: 'DNS', why: 'it answers' }, by('U0BEN', 1)))[0]?.why
    expect(why).toBe('it answers')
  })
})

describe('why', () => {
  it.each([
    ['Roll back because payments fail', { text: 'Roll back', why: 'payments fail' }],
    ['Roll back', { text: 'Roll back' }],
    ['because we can', { text: 'because we can' }],
    ['Wait because A\nbecause B', { text: 'Wait', why: 'A\nbecause B' }],
  ])('is what follows the first “because” in “%s”', (text, expected) => {
    expect(splitReason(text)).toEqual(expected)
  })
})

describe('a reaction on a message', () => {
  const message = '1772362931.000200'
  const supposed = () => stated(hypothesis('the disk', { message }))

  it('confirms only what was supposed', () => {
    expect(confirmMessage(opened(), { message }, by('U0ANA', 5))).toEqual(opened())
    expect(board(confirmMessage(supposed(), { message }, by('U0ANA', 5)))).toEqual(['1 confirmed the disk'])
  })

  it('is taken back only by who gave it', () => {
    const taken = { message, kind: 'hypothesis' as const }
    const incident = supposed()
    expect(takeBackMessage(incident, taken, by('U0ANA', 5))).toBe(incident)
    expect(board(takeBackMessage(incident, taken, by('U0BEN', 5)))).toEqual([])
    const ruled = ruleOut(incident, { message, text: 'the disk' }, by('U0ANA', 5))
    expect(reopenMessage(ruled, { message, was: 'ruled-out' }, by('U0BEN', 6))).toBe(ruled)
    expect(reopenMessage(ruled, { message, was: 'confirmed' }, by('U0ANA', 6))).toBe(ruled)
    expect(board(reopenMessage(ruled, { message, was: 'ruled-out' }, by('U0ANA', 6)))).toEqual(['1 open the disk'])
  })

  it('that ruled out what nobody had supposed leaves nothing behind', () => {
    const ruled = ruleOut(opened(), { message, text: 'the disk' }, by('U0ANA', 5))
    expect(reopenMessage(ruled, { message, was: 'ruled-out' }, by('U0BEN', 6))).toBe(ruled)
    expect(board(reopenMessage(ruled, { message, was: 'ruled-out' }, by('U0ANA', 6)))).toEqual([])
  })
})
