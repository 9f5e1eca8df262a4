import type { ModalView } from '@slack/types'
import { describe, expect, it } from 'vitest'
import { update as change } from '../../src/app/app.ts'
import { record } from '../../src/domain/incident.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { makePrivate } from '../../src/domain/privacy.ts'
import { questionGroups } from '../../src/domain/questions.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { by, channels, policy } from '../helpers/incidents.ts'
import { type Edge, edgeStarter, type Outcome } from '../helpers/slack-listener.ts'
import { command, opened, press, submission } from './payloads.ts'

const startEdge = edgeStarter()
const cleared = parsePolicy({
  audiences: {
    leadership: {
      channels: [channels.leadership],
      incidents: { private: 'cleared', clearedPeople: ['U0CEO'] },
    },
  },
})

/** An incident with one update, and the reference that the buttons below it carry. */
async function told(given: { isPrivate?: boolean; under?: typeof policy } = {}) {
  const edge = await startEdge({ policy: given.under ?? policy })
  await edge.seed({ isPrivate: given.isPrivate ?? false })
  const written = await change(edge.app, 'INC-1', incident =>
    writeUpdate(
      incident,
      { fields: { state: 'Looking' }, nextInMinutes: 240, policy: edge.app.policy },
      by('U0ANA', 1),
    ),
  )
  const seq = written.timeline.findLast(isFact('update-written'))?.seq
  return { edge, ref: (audience = 'leadership') => `INC-1#${seq}/${audience}` }
}

async function answered(edge: Edge, action: string, value: string, user = 'U0EMI'): Promise<string> {
  edge.slack.expect('response_url')
  const { calls } = await edge.send(press(action, value, { user, channel: channels.leadership }))
  return String(calls.find(call => call.method === 'response_url')?.args.text)
}

const modalIn = ({ calls }: Outcome): ModalView =>
  calls.find(call => call.method === 'views.open' || call.method === 'views.push')?.args.view as ModalView

async function openWith(edge: Edge, action: string, value: string, where: { user: string; channel?: string }) {
  edge.slack.expect('views.open')
  return opened(modalIn(await edge.send(press(action, value, where))))
}

const guest = (user: unknown) => (user === 'U0GUEST' ? { is_restricted: true } : {})
const isGuestEverywhere = (edge: Edge) =>
  edge.slack.always('users.info', ({ user }) => ({ user: { id: user, ...guest(user) } }))

const refusal = 'You cannot answer to this update any more. Ask whoever told you of it.'

describe('a press below an update', () => {
  it('is noted once for each person and update, and the last word counts', async () => {
    const { edge, ref } = await told()
    await answered(edge, 'have_what_i_need', ref())
    await answered(edge, 'rate_helpful', ref())
    await answered(edge, 'rate_not_helpful', ref())
    await answered(edge, 'have_what_i_need', ref(), 'U0CEO')
    expect(await edge.app.feedback.of('INC-1')).toMatchObject([
      { by: 'U0CEO', audience: 'leadership', has: 'enough' },
      { by: 'U0EMI', audience: 'leadership', has: 'enough', rating: 'not-helpful' },
    ])
  })

  it.each([
    ['an update that does not exist', 'INC-1#99/leadership'],
    ['an incident that does not exist', 'INC-9#4/leadership'],
    ['something that no button carries', 'INC-1'],
    ['an audience that was not told', 'INC-1#5/board'],
  ])('is refused for %s', async (_, value) => {
    const { edge } = await told()
    expect(await answered(edge, 'have_what_i_need', value)).toBe(refusal)
    expect(await edge.app.feedback.of('INC-1')).toEqual([])
  })

  it('below several incidents counts for those that this person may still hear of, and is refused where that is none', async () => {
    const { edge, ref } = await told()
    await edge.seed({ channel: 'C0WAR2' })
    const written = await change(edge.app, 'INC-2', incident =>
      writeUpdate(incident, { fields: { state: 'Looking' }, nextInMinutes: 240, policy }, by('U0ANA', 1)),
    )
    await change(edge.app, 'INC-2', incident => makePrivate(incident, undefined, by('U0ANA', 2)))
    const hidden = `INC-2#${written.timeline.at(-1)?.seq}/leadership`
    expect(await answered(edge, 'have_what_i_need', `${hidden} ${ref()}`)).toContain('Thank you')
    expect(await edge.app.feedback.of('INC-1')).toMatchObject([{ by: 'U0EMI', has: 'enough' }])
    expect(await edge.app.feedback.of('INC-2')).toEqual([])
    expect(await answered(edge, 'have_what_i_need', `${hidden} INC-9#4/leadership`)).toBe(refusal)
  })

  it('below a message to the reporter is for the reporter alone, and for nothing that they were not told', async () => {
    const { edge } = await told()
    const { timeline } = await edge.incident('INC-1')
    const ref = (type: string) => `INC-1#${timeline.find(fact => fact.type === type)?.seq}/reporter/helpful`
    expect(await answered(edge, 'rate', ref('channel-opened'), 'U0ANA')).toContain('noted as helpful')
    expect(await answered(edge, 'rate', ref('channel-opened'), 'U0EMI')).toBe(refusal)
    for (const type of ['declared', 'update-written'])
      expect(await answered(edge, 'rate', ref(type), 'U0ANA')).toBe(refusal)
    expect(await edge.app.feedback.of('INC-1')).toMatchObject([{ audience: 'reporter', rating: 'helpful' }])
  })

  it('is for guests only where somebody put them', async () => {
    const { edge, ref } = await told()
    isGuestEverywhere(edge)
    expect(await answered(edge, 'have_what_i_need', ref(), 'U0GUEST')).toBe(refusal)
    edge.slack.always('users.conversations', { channels: [{ id: channels.leadership }] })
    expect(await answered(edge, 'have_what_i_need', ref(), 'U0GUEST')).toContain('Thank you')
    expect(await answered(edge, 'have_what_i_need', ref('support'), 'U0GUEST')).toBe(refusal)
  })

  it('is for whoever is cleared, of a private incident, in the words of one that does not exist for all others', async () => {
    const { edge, ref } = await told({ isPrivate: true, under: cleared })
    for (const action of ['still_need', 'answers', 'answers_it'])
      expect(await answered(edge, action, ref(), 'U0EMI')).toBe(refusal)
    expect(await answered(edge, 'ask_anyway', `fixed ${ref()}`, 'U0EMI')).toBe(refusal)
    const form = await openWith(edge, 'still_need', ref(), { user: 'U0CEO' })
    expect((await edge.send(submission(form, { topic: 'fixed' }, { user: 'U0EMI' }))).ack).toMatchObject({
      errors: { topic: refusal },
    })
    await edge.send(submission(form, { topic: 'fixed' }, { user: 'U0CEO' }))
    expect(questionGroups(await edge.incident('INC-1'))).toHaveLength(1)
  })
})

describe('the whole of an update that was cut', () => {
  const long = 'Cards are refused. '.repeat(150)
  const sent = async () => {
    const { edge } = await told()
    const written = await change(edge.app, 'INC-1', incident =>
      writeUpdate(
        incident,
        { fields: { state: long, impact: `${long}END`, actions: 'INSIDE' }, nextInMinutes: 240, policy },
        by('U0ANA', 2),
      ),
    )
    const update = written.timeline.at(-1)?.seq ?? 0
    const post = {
      type: 'update-posted',
      update,
      audience: 'customers',
      channel: channels.customers,
      ts: '1.1',
    } as const
    await change(edge.app, 'INC-1', incident => record(incident, by('sitrep', 2), post))
    return { edge, value: `INC-1#${update}/customers` }
  }

  it('is read where it was posted, with what that audience may see', async () => {
    const { edge, value } = await sent()
    edge.slack.expect('views.open')
    const view = JSON.stringify(
      modalIn(await edge.send(press('read_whole', value, { user: 'U0EMI', channel: channels.customers }))),
    )
    expect(view).toContain('refused. END')
    expect(view).not.toContain('INSIDE')
  })

  it('is read nowhere else, and by nobody once the incident is private', async () => {
    const { edge, value } = await sent()
    const pressed = async (user: string, channel: string) => {
      edge.slack.expect('response_url')
      const { calls } = await edge.send(press('read_whole', value, { user, channel }))
      return String(calls.find(call => call.method === 'response_url')?.args.text)
    }
    expect(await pressed('U0EMI', channels.leadership)).toContain('to be read where it was posted')
    await change(edge.app, 'INC-1', incident => makePrivate(incident, undefined, by('U0ANA', 3)))
    expect(await pressed('U0EMI', channels.customers)).toBe(refusal)
  })
})

describe('the form for a question', () => {
  it('asks for words where the choice says nothing', async () => {
    const { edge, ref } = await told()
    const form = await openWith(edge, 'still_need', ref(), { user: 'U0EMI' })
    expect((await edge.send(submission(form, { topic: 'other' }, { user: 'U0EMI' }))).ack).toEqual({
      response_action: 'errors',
      errors: { text: 'Say in a sentence what you need to know.' },
    })
    expect(await edge.app.feedback.of('INC-1')).toEqual([])
  })

  it('asks once, however often it is sent', async () => {
    const { edge, ref } = await told()
    const form = await openWith(edge, 'still_need', ref(), { user: 'U0EMI' })
    const sent = submission(form, { topic: 'other', text: 'Do we owe refunds?' }, { user: 'U0EMI' })
    await edge.send(sent)
    await edge.send(sent)
    expect(questionGroups(await edge.incident('INC-1')).map(({ questions }) => questions.length)).toEqual([1])
    expect(await edge.app.feedback.of('INC-1')).toMatchObject([{ by: 'U0EMI', has: 'question' }])
  })
})

describe('a question', () => {
  const asked = async (texts: readonly string[]) => {
    const { edge, ref } = await told()
    for (const text of texts) {
      const form = await openWith(edge, 'still_need', ref(), { user: 'U0EMI' })
      await edge.send(submission(form, { topic: 'other', text }, { user: 'U0EMI' }))
    }
    const groups = questionGroups(await edge.incident('INC-1'))
    return { edge, refs: groups.map(({ id }) => `INC-1#${id}`) }
  }
  const here = { user: 'U0ANA', channel: 'C0WARROOM' }

  it('stands in the thread below the first message, each with its buttons', async () => {
    const { edge } = await asked(['Do we owe refunds?', 'Is Rome affected?'])
    const posts = edge.slack.calls.filter(
      ({ method, args }) => method === 'chat.postMessage' && args.channel === 'C0WARROOM',
    )
    const [parent, ...replies] = posts.map(({ args }) => args).filter(({ text }) => !String(text).includes('update'))
    expect(parent?.text).toBe('INC-1: 1 open question, oldest just asked')
    expect(replies.map(({ text }) => text)).toEqual([
      'Q1: Do we owe refunds? (asked 2026-03-02 10:00 UTC)',
      'Q2: Is Rome affected? (asked 2026-03-02 10:00 UTC)',
    ])
    expect(new Set(replies.map(({ thread_ts }) => thread_ts)).size).toBe(1)
    expect(replies[0]?.thread_ts).toMatch(/^1700000000\./)
  })

  it('is answered by button, together with another that is the same, and taken apart again', async () => {
    const { edge, refs } = await asked(['Do we owe refunds?', 'Is money given back?'])
    const [first = '', second = ''] = refs
    const same = await openWith(edge, 'same_as', second, here)
    edge.slack.always('users.conversations', { channels: [{ id: 'C0WARROOM' }] })
    await edge.send(submission(same, { as: first.split('#')[1] }, { user: 'U0ANA' }))
    expect(questionGroups(await edge.incident('INC-1')).map(({ questions }) => questions.length)).toEqual([2, 0])
    edge.slack.expect('response_url')
    await edge.send(press('not_the_same', first, here))
    expect(questionGroups(await edge.incident('INC-1')).map(({ questions }) => questions.length)).toEqual([1, 1])
    const form = await openWith(edge, 'answer_question', first, here)
    const late = await openWith(edge, 'answer_question', first, { ...here, user: 'U0BEN' })
    await edge.send(submission(form, { text: 'No' }, { user: 'U0ANA' }))
    expect((await edge.send(submission(late, { text: 'Yes' }, { user: 'U0BEN' }))).ack).toMatchObject({
      errors: { text: 'Q1 was answered already. `/incident questions` shows what was said.' },
    })
    const direct = edge.slack.calls.filter(
      ({ method, args }) => method === 'chat.postMessage' && args.channel === 'U0EMI',
    )
    expect(direct.map(({ args }) => args.text).filter(text => String(text).includes('Answer:'))).toEqual([
      'INC-1 Checkout is down: we are looking into it (P1)\nYou asked: Do we owe refunds?\nAnswer: No',
    ])
  })

  it('is neither shown to nor answered by whoever is not in the incident’s channel', async () => {
    const { edge, refs } = await asked(['CANARY'])
    const outsider = { user: 'U0EMI', channel: channels.leadership }
    for (const [action, value] of [
      ['questions', 'INC-1'],
      ['feedback', 'INC-1'],
      ['answer_question', refs[0]],
      ['decline_question', refs[0]],
      ['same_as', refs[0]],
      ['not_the_same', refs[0]],
    ] as const)
      expect(await answered(edge, action, value ?? ''), action).toContain('for the people in its channel')
    for (const verb of ['feedback', 'answer Q1 no', 'decline Q1 no']) {
      const { ack } = await edge.send(command(`INC-1 ${verb}`, outsider))
      expect(JSON.stringify(ack), verb).toContain('for the people in its channel')
    }
    // Who reads updates is shown the answers of their like, and nobody else anything.
    expect((await edge.send(command('INC-1 questions', outsider))).ack).toMatchObject({
      text: expect.stringContaining('No update of INC-1 went to you'),
    })
    const caughtUp = async (where: { user?: string; channel?: string }) =>
      JSON.stringify((await edge.send(command('INC-1 catchup', where))).ack)
    expect(await caughtUp(outsider)).not.toContain('CANARY')
    expect(await caughtUp(here)).toContain('CANARY')
    expect(questionGroups(await edge.incident('INC-1'))[0]).not.toHaveProperty('settled')
  })

  it('is asked for by its label when more than one is open', async () => {
    const { edge } = await asked(['Do we owe refunds?', 'Is Rome affected?'])
    const where = { channel: 'C0WARROOM' }
    const said = async (text: string) => JSON.stringify((await edge.send(command(text, where))).ack)
    expect(await said('answer no')).toContain('Say which question: Q1, Q2 are open.')
    expect(await said('answer q7 no')).toContain('INC-1 has no Q7')
    expect(await said('answer q2: no')).toContain('Answered')
    expect(await said('decline for finance to say')).toContain('Declined')
    expect(await said('answer no')).toContain('No question on INC-1 is open.')
  })
})
