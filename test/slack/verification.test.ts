import type { ModalView } from '@slack/types'
import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../src/domain/policy.ts'
import { policy } from '../helpers/incidents.ts'
import { type Edge, edgeStarter } from '../helpers/slack-listener.ts'
import { command, opened, press, submission } from './payloads.ts'

const startEdge = edgeStarter()
const here = { channel: 'C0WARROOM' }

async function resolved(): Promise<Edge> {
  const edge = await startEdge()
  await edge.seed()
  await edge.send(command('role commander me', { ...here, user: 'U0BEN' }))
  await edge.send(command('resolve rolled back', { ...here, user: 'U0BEN' }))
  return edge
}

async function modalOf(edge: Edge, action: string, user: string) {
  edge.slack.expect('views.open')
  const { calls } = await edge.send(press(action, 'INC-1', { ...here, user }))
  return opened(calls.find(call => call.method === 'views.open')?.args.view as ModalView)
}

async function answered(edge: Edge, action: string, user: string): Promise<string> {
  edge.slack.expect('response_url')
  const { calls } = await edge.send(press(action, 'INC-1', { ...here, user }))
  return String(calls.find(call => call.method === 'response_url')?.args.text)
}

describe('the question whether it is fixed', () => {
  it('goes to the reporter when somebody else resolves it', async () => {
    const edge = await resolved()
    const asked = edge.slack.calls.filter(
      call => call.method === 'chat.postMessage' && String(call.args.text).includes('Is it fixed for you?'),
    )
    expect(asked.map(call => call.args.channel)).toEqual(['U0ANA'])
  })

  it('is answered by a press, once however often it is pressed', async () => {
    const edge = await resolved()
    expect(await answered(edge, 'fix_confirm', 'U0ANA')).toContain('fixed for you')
    expect(await answered(edge, 'fix_confirm', 'U0ANA')).toContain('fixed for you')
    const facts = (await edge.incident('INC-1')).timeline
    expect(facts.filter(fact => fact.type === 'fix-confirmed')).toHaveLength(1)
  })

  it('is nobody else’s to answer', async () => {
    const edge = await resolved()
    expect(await answered(edge, 'fix_confirm', 'U0CLEO')).toContain('Only who reported INC-1')
    expect(await answered(edge, 'fix_dispute', 'U0CLEO')).toContain('Only who reported INC-1')
    expect(await answered(edge, 'answer_dispute', 'U0BEN')).toContain('Nobody says that INC-1 is not fixed')
  })

  it('answered with no opens a form; what is written there goes to the commander, escaped', async () => {
    const edge = await resolved()
    const modal = await modalOf(edge, 'fix_dispute', 'U0ANA')
    const { calls } = await edge.send(submission(modal, { text: 'Cards <!channel> & more' }, { user: 'U0ANA' }))
    const told = calls.find(call => call.method === 'chat.postMessage' && call.args.channel === 'U0BEN')
    expect(told?.args.text).toContain('Cards &lt;!channel&gt; &amp; more')
  })

  it('is answered by who leads it in a form, and the reporter reads the answer', async () => {
    const edge = await resolved()
    await edge.send(submission(await modalOf(edge, 'fix_dispute', 'U0ANA'), { text: 'Still 502' }, { user: 'U0ANA' }))
    const modal = await modalOf(edge, 'answer_dispute', 'U0BEN')
    expect(JSON.stringify(modal.view)).toContain('Still 502')
    const { calls } = await edge.send(submission(modal, { reason: 'A cached page' }, { user: 'U0BEN' }))
    const told = calls.find(call => call.method === 'chat.postMessage' && call.args.channel === 'U0ANA')
    expect(told?.args.text).toContain('A cached page')
  })

  it('can be typed, with a form for what is left out', async () => {
    const edge = await resolved()
    edge.slack.expect('views.open')
    const { calls } = await edge.send(command('fixed no', here))
    expect(calls.find(call => call.method === 'views.open')?.args.view).toMatchObject({ callback_id: 'dispute' })
    await edge.send(command('fixed no Still 502', here))
    edge.slack.expect('views.open')
    const { calls: more } = await edge.send(command('fixed other', { ...here, user: 'U0BEN' }))
    expect(more.find(call => call.method === 'views.open')?.args.view).toMatchObject({ callback_id: 'answer_dispute' })
    await edge.send(command('fixed other A cached page', { ...here, user: 'U0BEN' }))
    await edge.send(command('fixed', here))
    expect((await edge.send(command('fixed maybe', here))).ack).toMatchObject({
      text: expect.stringContaining('`/incident fixed no'),
    })
    expect((await edge.incident('INC-1')).timeline.map(fact => fact.type)).toEqual(
      expect.arrayContaining(['fix-disputed', 'dispute-answered', 'fix-confirmed']),
    )
  })
})

describe('closing for the service desk', () => {
  it('is for the members of its user group alone', async () => {
    const edge = await startEdge({
      policy: parsePolicy(
        { closers: { roles: [], reporter: false, users: [], userGroups: ['S0DESK'] }, closeRequires: [] },
        policy,
      ),
    })
    await edge.seed()
    await edge.send(command('resolve rolled back', here))
    edge.slack.always('usergroups.users.list', { users: ['U0DESK'] })
    const { ack } = await edge.send(command('close', here))
    expect(ack).toMatchObject({
      text: expect.stringContaining('can be closed only by the people whom the policy names'),
    })
    expect(await answered(edge, 'close', 'U0ANA')).toContain('can be closed only by')
    await edge.send(command('close', { ...here, user: 'U0DESK' }))
    expect((await edge.incident('INC-1')).status).toBe('closed')
  })
})
