import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decide } from '../../src/app/incidents.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { declareCheckout, type Story, tellStory } from '../helpers/story.ts'

const room = 'inc-1-checkout-fails'

describe('what the readers of updates ask', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await declareCheckout(story)
    await story.command('ana', room, 'role commander @ben')
    await story.command('ana', room, 'role communications @ana')
    await update('Looking')
  })
  afterAll(() => story.end())

  const update = async (state: string) => {
    const { app } = story.running
    const fields = { state, impact: 'One in three payments fails' }
    const input = { fields, nextInMinutes: 240, policy: app.policy }
    await decide(app, 'INC-1', { by: { by: 'U0ANA00001', via: 'modal' }, run: writeUpdate, input })
    await story.settle()
  }
  const direct = async (user: string) => {
    const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
    return (await story.messages(channel)).map(message => message.text)
  }
  const viewOf = async (user: string) => JSON.stringify(((await story.get(`views/${user}`)) as { view?: unknown }).view)
  const ask = async (user: string, channel: string, question: Record<string, string>) => {
    await story.press({ user, channel, action: 'still_need' })
    await story.settle()
    expect(await story.submit(user, question)).toMatchObject({ ok: true })
    await story.settle()
  }
  const thread = async () => {
    const messages = (await story.messages(room)) as readonly { ts: string; thread_ts?: string; text: string }[]
    const parent = messages.find(({ text }) => text.startsWith('INC-1: '))
    const replies = messages.filter(({ ts, thread_ts }) => thread_ts === parent?.ts && ts !== thread_ts)
    return { parent: parent?.text, replies: replies.map(({ text }) => text) }
  }

  it('is one press below an update, and answered alone', async () => {
    await story.press({ user: 'emi', channel: 'leadership', action: 'have_what_i_need' })
    await story.settle()
    expect((await story.ephemerals('emi')).map(({ text }) => text)).toEqual([
      'Thank you: noted that you have what you need.',
    ])
  })

  it('is queued in one thread of the incident’s channel', async () => {
    await ask('emi', 'leadership', { topic: 'affected', text: 'Is the shop in Rome affected?' })
    await ask('chloe', 'support', { topic: 'fixed' })
    expect(await thread()).toEqual({
      parent: 'INC-1: 2 open questions, oldest just asked',
      replies: [
        'Q1: Is the shop in Rome affected? (asked 2026-03-02 10:00 UTC)',
        'Q2: When will it be fixed? (asked 2026-03-02 10:00 UTC)',
      ],
    })
    expect(JSON.stringify((await story.messages(room)).at(-1)?.blocks)).toMatch(/\(Support\), <!date\^\d+\^{ago}\|/)
    expect(await direct('emi')).toEqual([
      'Your question is with the people who work on it. The answer comes to you here.',
    ])
  })

  it('is answered once, for everybody who asked it', async () => {
    await ask('gus', 'support', { topic: 'affected', text: 'is Rome’s shop affected' })
    expect(await thread()).toMatchObject({ parent: 'INC-1: 2 open questions, oldest just asked' })
    const messages = await story.messages(room)
    expect(JSON.stringify(messages.find(({ text }) => text.startsWith('Q1'))?.blocks)).toMatch(
      /Asked by <@U0EMI\w+> \(Leadership\), <@U0GUS\w+> \(Support\)/,
    )
    await story.command('ana', room, 'answer q1 No: Rome has a till of its own.')
    await story.settle()
    const [emi, gus] = [await direct('emi'), await direct('gus')]
    expect(emi.at(-1)).toBe(`INC-1 Checkout fails: we are looking into it (P1)
You asked: Is the shop in Rome affected?
Answer: No: Rome has a till of its own.`)
    expect(gus.at(-1)).toBe(`INC-1 Checkout and payments: we are looking into it
You asked: is Rome’s shop affected
Answer: No: Rome has a till of its own.`)
    expect((await direct('chloe')).join()).not.toContain('Rome')
  })

  it('is not put again by whoever reads the same, but answered at once, unless they ask anyway', async () => {
    const before = (await story.incident()).timeline.length
    const typed = await story.command('emi', 'general', 'ask INC-1 is Rome’s shop affected?')
    expect(typed.response?.text).toBe('This was asked and answered already.')
    expect(JSON.stringify(typed.response?.blocks)).toContain('No: Rome has a till of its own.')
    const form = { topic: 'other', text: 'Is the Rome shop affected?' }
    await ask('gus', 'support', form)
    expect(await viewOf('gus')).toContain('No: Rome has a till of its own.')
    expect(await viewOf('gus')).not.toContain('Is the shop in Rome affected?')
    await story.press({ user: 'gus', action: 'answers_it' })
    await story.settle()
    expect(await viewOf('gus')).toContain('noted that you have what you need')
    expect((await story.incident()).timeline).toHaveLength(before)
    await ask('gus', 'support', form)
    await story.press({ user: 'gus', action: 'ask_anyway' })
    await story.settle()
    expect((await thread()).replies.at(-1)).toContain('Q4: Is the Rome shop affected?')
    await story.command('ana', room, 'decline Q4 As before.')
    await story.settle()
  })

  it('can be read with its answer by whoever reads the same updates, in the words of their like alone', async () => {
    await story.command('emi', 'general', 'INC-1 questions')
    expect(await viewOf('emi')).toMatch(/Is the shop in Rome affected\?.*No: Rome has a till of its own\./)
    expect(await viewOf('emi')).not.toMatch(/Rome’s shop|When will it be fixed|As before/)
    await story.press({ user: 'chloe', channel: 'support', action: 'still_need' })
    await story.settle()
    await story.press({ user: 'chloe', action: 'answers' })
    await story.settle()
    expect(await viewOf('chloe')).toMatch(/is Rome’s shop affected.*No: Rome has a till of its own\./)
    expect((await story.command('emi', 'general', 'INC-99 questions')).response?.text).toContain(
      'No update of INC-99 went to you',
    )
  })

  it('is read by the audiences that asked it, in their own words, when the answer is for them all', async () => {
    await story.command('ben', room, 'answer')
    await story.submit('ben', { text: 'At noon.', inUpdate: ['yes'] })
    await story.settle()
    await update('Rolling back')
    expect((await story.messages('support')).at(-1)?.text).toContain(
      'Asked and answered: When will it be fixed?\nAt noon.',
    )
    expect((await story.messages('leadership')).at(-1)?.text).not.toContain('At noon')
    await update('Rolled back')
    expect((await story.messages('support')).at(-1)?.text).not.toContain('At noon')
  })

  it('ages where everybody sees it, and is brought before one person after another', async () => {
    await ask('chloe', 'support', { topic: 'other', text: 'CANARY: do we owe refunds?' })
    await story.post('advance', { minutes: 16 })
    await story.settle()
    expect((await thread()).parent).toBe('INC-1: 1 open question, oldest 15 min')
    expect((await direct('ana')).at(-1)).toBe('INC-1: 1 question waits for an answer')
    const before = await direct('ben')
    await story.post('advance', { minutes: 15 })
    await story.settle()
    expect((await direct('ana')).filter(text => text.includes('waits for an answer'))).toHaveLength(1)
    expect(await direct('ben')).toEqual([...before, 'INC-1: 1 question waits for an answer'])
    await story.post('advance', { minutes: 120 })
    await story.settle()
    expect((await direct('ana')).filter(text => text.includes('waits for an answer'))).toHaveLength(2)
  })

  it('is shown to whoever resolves, and keeps the incident from being closed', async () => {
    await story.command('ana', room, 'resolve')
    const { view } = (await story.get('views/ana')) as unknown as { view: unknown }
    expect(JSON.stringify(view)).toContain('CANARY: do we owe refunds?')
    await story.submit('ana', { resolution: 'Rolled back', skip: ['skip'] })
    await story.settle()
    expect((await story.command('ana', room, 'close')).response?.text).toContain('cannot be closed yet: Q5 is open')
  })

  it('can be declined, with the reason to whoever asked', async () => {
    await story.command('ana', room, 'decline Q5 That is for the finance team to say.')
    await story.settle()
    expect((await direct('chloe')).at(-1)).toContain(
      'There is no answer, because: That is for the finance team to say.',
    )
    expect((await thread()).parent).toBe('INC-1: every question is answered')
    await story.command('ana', room, 'close')
    expect((await story.incident()).status).toBe('closed')
  })

  it('comes too late once the incident is closed', async () => {
    await story.press({ user: 'emi', channel: 'leadership', action: 'still_need' })
    await story.settle()
    expect((await story.ephemerals('emi')).at(-1)?.text).toContain('nobody looks at its questions any more')
  })

  it('reaches nobody but whoever works on the incident', async () => {
    const elsewhere = ['leadership', 'support', 'customer-updates', 'incidents', 'general']
    expect(JSON.stringify(await story.command('emi', 'general', 'INC-1 catchup'))).not.toContain('CANARY')
    for (const channel of elsewhere) expect(JSON.stringify(await story.messages(channel))).not.toContain('CANARY')
    for (const user of ['emi', 'gus', 'dev']) expect((await direct(user)).join()).not.toContain('CANARY')
    expect(JSON.stringify(await story.command('emi', 'general', 'INC-1 show'))).not.toContain('CANARY')
    await story.command('emi', 'general', 'INC-1 questions')
    expect(await viewOf('emi')).not.toContain('CANARY')
    expect((await story.command('emi', 'general', 'INC-1 feedback')).response?.text).toBe(
      'Questions and feedback on INC-1 are for the people in its channel. Join it to read them.',
    )
  })
})
