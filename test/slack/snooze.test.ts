import type { ModalView } from '@slack/types'
import { describe, expect, it } from 'vitest'
import { decide } from '../../src/app/incidents.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { told } from '../helpers/incidents.ts'
import { type Edge, edgeStarter, type Outcome } from '../helpers/slack-listener.ts'
import { command, opened, press, submission } from './payloads.ts'

const startEdge = edgeStarter()
const here = { channel: 'C0WARROOM' }
const modalIn = ({ calls }: Outcome) => calls.find(call => call.method === 'views.open')?.args.view as ModalView

async function seeded(): Promise<Edge> {
  const edge = await startEdge()
  await edge.seed()
  return edge
}
const snoozes = async (edge: Edge) => (await edge.incident('INC-1')).timeline.filter(isFact('update-snoozed'))

async function form(edge: Edge) {
  edge.slack.expect('views.open')
  return opened(modalIn(await edge.send(press('snooze', 'INC-1', { channel: 'D0ANA' }))))
}

describe('the button Snooze', () => {
  it('opens the form, and the form moves the promise', async () => {
    const edge = await seeded()
    const modal = await form(edge)
    const { ack, calls } = await edge.send(
      submission(modal, { minutes: '20', reason: 'The vendor is <looking>' }, { user: 'U0ANA' }),
    )
    expect(ack).toEqual({ response_action: 'clear' })
    expect(await snoozes(edge)).toMatchObject([{ by: 'U0ANA', reason: 'The vendor is <looking>' }])
    const card = calls.find(call => call.method === 'chat.update' && call.args.channel === 'C0WARROOM')
    expect(JSON.stringify(card?.args.blocks)).toContain('The vendor is &lt;looking&gt;')
    const told = calls.filter(call => call.method === 'chat.postMessage')
    expect(told.length).toBeGreaterThan(0)
    expect(JSON.stringify(told)).not.toContain('vendor')
  })

  it('asks again for a reason that is missing', async () => {
    const edge = await seeded()
    const modal = await form(edge)
    const { ack } = await edge.send(submission(modal, { reason: '' }, { user: 'U0ANA' }))
    expect(ack).toMatchObject({ response_action: 'errors', errors: { reason: expect.stringContaining('Say why') } })
    expect(await snoozes(edge)).toEqual([])
  })

  it('moves nothing when the update was written while the form was open', async () => {
    const edge = await seeded()
    const modal = await form(edge)
    await decide(edge.app, 'INC-1', {
      by: { by: 'U0ANA', via: 'command' },
      run: told,
      input: { policy: edge.app.policy },
    })
    edge.slack.expect('response_url')
    await edge.send(press('no_change', 'INC-1', here))
    const { ack } = await edge.send(submission(modal, { reason: 'The vendor is looking' }, { user: 'U0ANA' }))
    expect(JSON.stringify(ack)).toContain('not waited for any more')
    expect(await snoozes(edge)).toEqual([])
  })

  it('opens no form for what may not be put off again', async () => {
    const edge = await seeded()
    await edge.send(command('snooze 10 the vendor is looking', here))
    await edge.send(command('snooze 10 the vendor still is', here))
    edge.slack.expect('response_url')
    const { calls } = await edge.send(press('snooze', 'INC-1', here))
    expect(modalIn({ calls, ack: undefined, ackedAfterMs: 0 })).toBeUndefined()
    expect(JSON.stringify(calls)).toContain('put off 2 times already')
  })
})

describe('/incident snooze', () => {
  const said = ({ ack }: Outcome) => (ack as { text?: string } | undefined)?.text

  it('does the same with minutes and a reason', async () => {
    const edge = await seeded()
    const reply = await edge.send(command('snooze 20 min: waiting for the vendor', here))
    expect(said(reply)).toMatch(/^The next update of INC-1 comes at 2026-03-02 10:35 UTC\./)
    expect(await snoozes(edge)).toMatchObject([{ reason: 'waiting for the vendor' }])
  })

  it('opens the form alone', async () => {
    const edge = await seeded()
    edge.slack.expect('views.open')
    expect(modalIn(await edge.send(command('snooze', here))).callback_id).toBe('snooze')
  })

  it('says what is missing', async () => {
    const edge = await seeded()
    expect(said(await edge.send(command('snooze a bit', here)))).toContain('Say by how many minutes')
    expect(said(await edge.send(command('snooze 20', here)))).toContain('Say why')
    expect(said(await edge.send(command('snooze 90 long lunch', here)))).toContain('at most 30 min')
    expect(await snoozes(edge)).toEqual([])
  })
})
