import { describe, expect, it } from 'vitest'
import type { Feedback } from '../../src/domain/feedback.ts'
import { figuresOf, isLeftOut, sampleOf, spreadOf } from '../../src/domain/figures.ts'
import { acknowledge, type Incident, record } from '../../src/domain/incident.ts'
import { cancel, merge, resolve } from '../../src/domain/lifecycle.ts'
import { answerQuestion, askQuestion } from '../../src/domain/questions.ts'
import { updatesOf, writeUpdate } from '../../src/domain/updates.ts'
import { at, by, channels, opened, policy } from '../helpers/incidents.ts'

/** Acknowledged and told after so many minutes, resolved after an hour. */
function lived(
  number: number,
  { acknowledgedAfter, toldAfter }: { acknowledgedAfter: number; toldAfter: number },
): Incident {
  const id = `INC-${number}`
  const acknowledged = acknowledge({ ...opened(), number, id }, undefined, by('U0BEN', acknowledgedAfter))
  const fields = { state: 'Looking' }
  const told = writeUpdate(acknowledged, { fields, nextInMinutes: 60, policy }, by('U0BEN', toldAfter))
  const update = updatesOf(told)[0]?.seq ?? 0
  const posted = record(told, by('sitrep', toldAfter), {
    type: 'update-posted',
    update,
    audience: 'leadership',
    channel: channels.leadership,
    ts: '1.1',
  })
  const asked = askQuestion(posted, { audience: 'leadership', update, topic: 'fixed' }, by('U0EMI', toldAfter + 1))
  const question = asked.timeline.at(-1)?.seq ?? 0
  const answered = answerQuestion(
    asked,
    { question, text: 'Noon', inUpdate: false },
    by('U0BEN', toldAfter + 1 + acknowledgedAfter),
  )
  const over = resolve(answered, { resolution: 'Rolled back', policy }, by('U0BEN', 60))
  return record(over, by('sitrep', 60), {
    ...{ type: 'update-posted', update: updatesOf(over).at(-1)?.seq ?? 0, ts: '1.2' },
    ...{ audience: 'leadership', channel: channels.leadership },
  })
}

const rated = (incident: string, rating: Feedback['rating'], person: string): Feedback => ({
  incident,
  update: 5,
  audience: 'leadership',
  by: person,
  at: at(20),
  ...(rating ? { rating } : {}),
})
const over = (all: readonly (readonly [Incident, readonly Feedback[]])[]) =>
  figuresOf(
    all.map(([incident, feedback]) => sampleOf(incident, { feedback, policy, now: at(120) })),
    policy,
  )

const quick = lived(1, { acknowledgedAfter: 2, toldAfter: 10 })
const slow = lived(2, { acknowledgedAfter: 20, toldAfter: 40 })
const usual = lived(3, { acknowledgedAfter: 4, toldAfter: 12 })
const all = over([
  [quick, [rated('INC-1', 'helpful', 'U0EMI'), rated('INC-1', 'not-helpful', 'U0DEV')]],
  [slow, [rated('INC-2', 'helpful', 'U0EMI'), rated('INC-2', undefined, 'U0DEV')]],
  [usual, []],
])

describe('the figures over several incidents', () => {
  it('say how long each interval took, with its start and its end', () => {
    expect(all.intervals.find(({ label }) => label === 'Time to acknowledge')).toEqual({
      label: 'Time to acknowledge',
      from: 'Declared',
      to: 'Acknowledged',
      spread: { count: 3, median: 4, p90: 20, worst: 20 },
    })
    expect(all.intervals.find(({ label }) => label === 'Time to close')?.spread).toBeUndefined()
  })

  it('count the promises that were kept of those that were decided', () => {
    expect(all.attainments).toEqual([
      { label: 'Acknowledge', of: 3, met: 2 },
      { label: 'First update', of: 3, met: 2 },
      { label: 'Resolve', of: 3, met: 3 },
    ])
    const [acknowledged] = over([[opened(), []]]).attainments
    expect(acknowledged).toEqual({ label: 'Acknowledge', of: 1, met: 0 })
    const running = figuresOf([sampleOf(opened(), { feedback: [], policy, now: at(1) })], policy)
    expect(running.attainments[0]).toEqual({ label: 'Acknowledge', of: 0, met: 0 })
  })

  it('say for each audience how much was in time, and its longest silences with the worst one’s incident', () => {
    expect(all.onTime.find(({ label }) => label === 'Leadership')).toEqual({ label: 'Leadership', of: 6, met: 5 })
    expect(all.silences.find(({ label }) => label === 'Leadership')).toEqual({
      label: 'Leadership',
      spread: { count: 3, median: 48, p90: 50, worst: 50 },
      worstIn: 'INC-1',
    })
  })

  it('count what was asked and how soon it was answered, and what was found helpful', () => {
    expect(all.questions).toEqual({ asked: 3, answered: { count: 3, median: 4, p90: 20, worst: 20 } })
    expect(all.helpful).toEqual([{ label: 'Leadership', of: 3, met: 2 }])
  })

  it('are empty over none', () => {
    expect(over([])).toMatchObject({ incidents: 0, intervals: [], onTime: [], questions: { asked: 0 } })
  })
})

it('a median and a p90 are times that occurred', () => {
  expect(spreadOf([])).toBeUndefined()
  expect(spreadOf([7])).toEqual({ count: 1, median: 7, p90: 7, worst: 7 })
  expect(spreadOf([10, 1, 2, 3])).toEqual({ count: 4, median: 2, p90: 10, worst: 10 })
  expect(spreadOf(Array.from({ length: 10 }, (_, nth) => nth + 1))).toEqual({ count: 10, median: 5, p90: 9, worst: 10 })
})

it('what was cancelled or merged is left out', () => {
  expect(isLeftOut(quick)).toBe(false)
  expect(isLeftOut(cancel(opened(), { reason: 'a test', policy }, by('U0ANA')))).toBe(true)
  expect(isLeftOut(merge(opened(), { into: 'INC-7', policy }, by('U0ANA')))).toBe(true)
})
