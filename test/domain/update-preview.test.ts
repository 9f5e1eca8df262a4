import { describe, expect, it } from 'vitest'
import { changeDetails, changeSeverity, type Incident } from '../../src/domain/incident.ts'
import { type Policy, parsePolicy } from '../../src/domain/policy.ts'
import { answerQuestion, askQuestion } from '../../src/domain/questions.ts'
import { sendUpdate } from '../../src/domain/send-update.ts'
import { basisOf, changedSince, previewUpdate } from '../../src/domain/update-preview.ts'
import { updatesOf } from '../../src/domain/updates.ts'
import { at, by, opened, policy, told } from '../helpers/incidents.ts'

const stamp = by('U0BEN', 5)
const asked = (incident: Incident) =>
  askQuestion(incident, { audience: 'support', update: 1, topic: 'fixed' }, by('U0DEV', 4))
const question = (incident: Incident) => incident.timeline.findLast(({ type }) => type === 'question-asked')?.seq ?? 0

describe('the preview of an audience that is not to be disturbed', () => {
  it('says until when it waits, in whoever’s time looks at it', () => {
    const quietHours = { from: '09:00', to: '12:00', timeZone: 'UTC' }
    const own = (timeZone: string) => parsePolicy({ audiences: { support: { quietHours, timeZone } } }, policy)
    const marks = (under: Policy) => {
      const [update] = updatesOf(told(opened({}, under), { policy: under }, by('U0ANA', 5)))
      const previews = update ? previewUpdate(update, { incident: opened({}, under), policy: under }) : []
      return previews.find(({ audience }) => audience === 'support')?.marks
    }
    expect(marks(own('reader'))).toEqual([
      {
        text: 'Waits until 2026-03-02 12:00 UTC: quiet hours',
        moments: [{ at: at(120), words: '2026-03-02 12:00 UTC', from: 12 }],
      },
    ])
    expect(marks(own('Europe/Paris'))).toEqual([{ text: expect.stringMatching(/^Waits until Monday.* 13:00/) }])
  })
})

describe('what changes between the preview of an update and its being sent', () => {
  const before = asked(opened({ service: 'checkout' }))
  const sentences = (after: Incident) => changedSince(basisOf(before, policy), after, policy)?.sentences

  it.each<[string, Incident, RegExp]>([
    ['the service', changeDetails(before, { service: 'website' }, stamp), /^Its service is .+ now; it was Checkout/],
    ['the category', changeDetails(before, { category: 'software' }, stamp), /^Its category is .+ now; it was not set/],
    [
      'the severity alone',
      changeSeverity(before, { severity: 'SEV2', policy }, stamp),
      /^It is SEV2 now; it was SEV1\.$/,
    ],
    [
      'an answer that goes into it',
      answerQuestion(before, { question: question(before), text: 'At noon', inUpdate: true }, stamp),
      /^An answer to a question of its readers goes out with it now\.$/,
    ],
  ])('is noticed: %s', (_, after, said) => {
    expect(sentences(after)).toEqual([expect.stringMatching(said)])
    const input = { fields: { state: 'Out' }, nextInMinutes: 30, wordings: {}, basis: basisOf(before, policy), policy }
    expect(() => sendUpdate(after, input, stamp)).toThrow('changed meanwhile')
  })

  it('is said once where an audience comes in because of it', () => {
    const after = changeDetails(before, { category: 'security' }, stamp)
    expect(sentences(after)).toEqual([
      expect.stringMatching(/^Its category is Security now/),
      'Reads it too now: Legal.',
    ])
  })

  it('is nothing where only the responders’ own story went on', () => {
    const answered = answerQuestion(before, { question: question(before), text: 'At noon', inUpdate: false }, stamp)
    expect(sentences(answered)).toBeUndefined()
  })

  it('may be what an audience is let see, which is why it is asked for', () => {
    const careful = parsePolicy({ audiences: { support: { categoryFields: { security: ['impact'] } } } }, policy)
    const after = changeDetails(before, { category: 'security' }, stamp)
    expect(changedSince(basisOf(before, careful), after, careful)).toBeDefined()
  })
})
