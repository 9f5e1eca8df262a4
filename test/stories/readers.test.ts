import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decide } from '../../src/app/incidents.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { declareCheckout, type Story, tellStory } from '../helpers/story.ts'

async function writeTo(story: Story, id: string): Promise<void> {
  const { app } = story.running
  const input = { fields: { state: 'Looking', impact: 'Slow' }, nextInMinutes: 240, policy: app.policy }
  await decide(app, id, { by: { by: 'U0ANA00001', via: 'modal' }, run: writeUpdate, input })
  await story.settle()
}

describe('a reader of updates who types instead of pressing', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await declareCheckout(story)
    await writeTo(story, 'INC-1')
    await story.command('ana', 'general', '')
    await story.submit('ana', { title: 'Payroll leaked', severity: 'SEV1', urgency: 'high', private: true })
    await story.settle()
    await writeTo(story, 'INC-2')
    await story.command('ana', 'general', '')
    await story.submit('ana', { title: 'Search is slow', severity: 'SEV1', urgency: 'high' })
    await story.settle()
  })
  afterAll(() => story.end())

  const says = async (who: string, text: string, where = 'general') =>
    (await story.command(who, where, text)).response?.text
  const seen = async () =>
    JSON.stringify((await story.command('ana', 'inc-1-checkout-fails', 'feedback')).response?.blocks)

  it('asks what they still need, as the audience in whose channel they read', async () => {
    expect(await says('emi', 'ask INC-1 When can I tell the board?')).toContain('Your question is with the people')
    expect(await says('gus', 'INC-1 ask May I tell customers?', 'support')).toContain(
      'Your question is with the people',
    )
    const asked = (await story.incident()).timeline.filter(isFact('question-asked'))
    expect(asked.map(({ audience, topic, text }) => [audience, topic, text])).toEqual([
      ['leadership', 'other', 'When can I tell the board?'],
      ['support', 'other', 'May I tell customers?'],
    ])
  })

  it('gets the form with no words', async () => {
    await story.command('emi', 'general', 'ask INC-1')
    await story.submit('emi', { topic: 'fixed' })
    expect((await story.incident()).timeline.findLast(isFact('question-asked'))).toMatchObject({ topic: 'fixed' })
  })

  it('says that they have what they need, and what they make of it', async () => {
    expect(await says('emi', 'feedback INC-1 enough')).toContain('noted that you have what you need')
    expect(await says('emi', 'feedback INC-1 helpful')).toContain('noted as helpful')
    expect(await says('gus', 'INC-1 feedback not helpful: too late', 'support')).toContain('noted, with your line')
    expect(await seen()).toContain('*Leadership* (1 person): had what they needed 1×, asked 0×, 👍 1, 👎 0')
    expect(await seen()).toContain('too late')
    expect(await says('emi', 'feedback INC-1 splendid')).toContain('Say `/incident feedback INC-42 enough`')
  })

  it('is told when it is too long, and of which incident to speak', async () => {
    expect(await says('emi', `ask INC-1 ${'x'.repeat(501)}`)).toContain('501 characters long, and 500 fit')
    expect(await says('emi', 'ask')).toContain('Say of which incident, by its number')
  })

  it('reads the same of one that is hidden, one that does not exist, and one of which nothing went to them', async () => {
    for (const verb of ['ask', 'ask INC-2 what is it', 'feedback INC-2 helpful', 'INC-2 ask why']) {
      const text = verb.includes('INC-2') ? verb : `INC-2 ${verb}`
      const hidden = await says('emi', text)
      expect(hidden, text).toContain('No update of INC-2 went to you')
      expect(await says('emi', text.replace('INC-2', 'INC-9'))).toBe(hidden?.replace('INC-2', 'INC-9'))
    }
    expect(await says('emi', 'ask INC-3 what is it')).toBe(
      'No update of INC-3 went to you or to a channel that you are in. Ask whoever told you of it.',
    )
  })
})
