import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Story, tellStory } from '../helpers/story.ts'

const room = 'inc-1-checkout-fails'

describe('what the readers of updates ask', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await story.command('ana', 'general', '')
    await story.submit('ana', {
      title: 'Checkout fails',
      severity: 'SEV1',
      urgency: 'high',
      service: 'checkout',
      category: 'software',
    })
    await story.settle()
    await story.command('ana', room, 'role commander @ben')
    await story.command('ana', room, 'role communications @ana')
    await update('Looking')
  })
  afterAll(() => story.end())

  const update = async (state: string) => {
    await story.command('ana', room, 'update')
    await story.submit('ana', { state, impact: 'One in three payments fails', next: '240' })
    await story.settle()
  }
  const direct = async (user: string) => {
    const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
    return (await story.messages(channel)).map(message => message.text)
  }
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
      replies: ['Q1: Is the shop in Rome affected?', 'Q2: When will it be fixed?'],
    })
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
    expect(emi.at(-1)).toBe(`INC-1: Checkout fails (P1, Triage)
You asked: Is the shop in Rome affected?
Answer: No: Rome has a till of its own.`)
    expect(gus.at(-1)).toBe(`INC-1: Checkout and payments (Triage)
You asked: is Rome’s shop affected
Answer: No: Rome has a till of its own.`)
    expect((await direct('chloe')).join()).not.toContain('Rome')
  })
})
