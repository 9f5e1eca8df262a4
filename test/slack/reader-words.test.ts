import { describe, expect, it } from 'vitest'
import { readerWords } from '../../src/domain/audiences.ts'
import { compose } from '../../src/domain/compose.ts'
import { disclose } from '../../src/domain/disclosure.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { resolve } from '../../src/domain/lifecycle.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { answerQuestion, askQuestion } from '../../src/domain/questions.ts'
import { READER_WORDS } from '../../src/domain/reader-words.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { askModalView } from '../../src/slack/modals/ask.ts'
import { announcementView } from '../../src/slack/views/announcement.ts'
import { answerView } from '../../src/slack/views/respond.ts'
import { subscriptionControls } from '../../src/slack/views/subscriptions.ts'
import { sharedMessage } from '../../src/slack/work/digests.ts'
import { by, channels, opened, policy } from '../helpers/incidents.ts'

const words = Object.fromEntries(READER_WORDS.map(name => [name, `«${name}»`]))
const own = parsePolicy(
  { audiences: { leadership: { readerWords: words }, followers: { readerWords: words } } },
  policy,
)
const fields = { state: 'x', impact: 'word '.repeat(1000) }
const written = (incident: Incident) =>
  writeUpdate(incident, { fields, nextInMinutes: 30, policy: own }, by('U0ANA', 5))
const part = (incident: Incident) => {
  const update = incident.timeline.findLast(isFact('update-written'))
  if (!update) throw new Error('no update was written')
  return { incident, update, audience: 'leadership' }
}
const read = (...incidents: Incident[]) =>
  JSON.stringify(sharedMessage(incidents.map(part), { channel: channels.leadership, policy: own }))

describe('what readers press and are answered', () => {
  const told = written(opened({}, own))
  const over = resolve(told, { resolution: 'Fixed', policy: own }, by('U0ANA', 20))

  it('is in the words of their audience, wherever they read', () => {
    expect(read(told)).toContain('«haveWhatINeed»')
    expect(read(told)).toContain('«readItAll»')
    expect(read(told, written({ ...opened({}, own), id: 'INC-43' }))).toContain('INC-43: «stillNeed»')
    expect(read(over)).toMatch(/«helpful».*«notHelpful».*«stillNeed»/)
    const given = {
      heading: 'x',
      questions: ['Why?'],
      said: 'So.',
      update: { incident: 'INC-42', update: 4, audience: 'leadership' },
    }
    const answer = (isDeclined: boolean) =>
      JSON.stringify(answerView({ ...given, isDeclined, own: readerWords('leadership', own) }))
    expect(answer(false)).toMatch(/«youAsked».*«answer».*«allAnswers»/)
    expect(answer(true)).toContain('«noAnswer»')
    expect(JSON.stringify(askModalView('INC-42#4/leadership', 0, readerWords('leadership', own)))).toMatch(
      /«fixed».*«affected».*«customers».*«other»/,
    )
    expect(JSON.stringify(announcementView(disclose(told, 'insider', own), own))).toContain('«subscribe»')
    expect(JSON.stringify(subscriptionControls('incident:INC-42', own))).toMatch(/«unsubscribe».*«subscribedTo»/)
  })

  it('is said in an update too, where nobody wrote a question of their own', () => {
    const asked = askQuestion(told, { audience: 'leadership', update: 4, topic: 'fixed' }, by('U0EMI', 6))
    const question = asked.timeline.at(-1)?.seq ?? 0
    const answered = written(answerQuestion(asked, { question, text: 'At noon', inUpdate: true }, by('U0ANA', 7)))
    const { paragraphs } = compose('leadership', part(answered).update, { incident: answered, policy: own })
    expect(paragraphs.at(-1)?.text).toBe('«fixed»\nAt noon')
  })

  it('is English where an audience says nothing else, and for its own words alone', () => {
    const message = JSON.stringify(
      sharedMessage([{ ...part(told), audience: 'support' }], { channel: channels.support, policy: own }),
    )
    expect(message).toContain('I have what I need')
    expect(message).not.toContain('«')
  })
})
