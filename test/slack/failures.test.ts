import { describe, expect, it } from 'vitest'
import type { Incidents } from '../../src/app/app.ts'
import { answerWithinMs } from '../../src/slack/answer.ts'
import { edgeStarter } from '../helpers/slack-listener.ts'
import { command, event, opened, press, submission } from './payloads.ts'

const startEdge = edgeStarter()
const here = { channel: 'C0WARROOM', channelName: 'inc-1' }

/** A bug, or a store that is down: every read throws what no person should read. */
function broken(real: Incidents): Incidents {
  const fail = () => Promise.reject(new TypeError('cannot read properties of undefined at mongodb://admin:pw@10.0.0.7'))
  return { ...real, get: fail, getByChannel: fail, listOpen: fail }
}

const apology = /^Something went wrong on my side \(reference \w{8}\)\. Nothing is lost; please try again\.$/

describe('when something breaks', () => {
  it.each(['ack', 'list', 'show', 'INC-1 role', 'close', 'review'])(
    '“%s” is answered with a reference and no detail; the log has the rest',
    async text => {
      const edge = await startEdge({ incidents: broken })
      const { ack, calls } = await edge.send(command(text, here))
      expect(ack).toMatchObject({ text: expect.stringMatching(apology) })
      expect(calls).toEqual([])
      const [error] = edge.takeErrors()
      expect(error).toMatchObject({ fields: { err: expect.any(TypeError), reference: expect.any(String) } })
      expect(ack).toMatchObject({ text: expect.stringContaining(String(error?.fields.reference)) })
    },
  )

  it('a button is answered with a reference', async () => {
    const edge = await startEdge({ incidents: broken })
    edge.slack.expect('response_url')
    const { ack, calls } = await edge.send(press('acknowledge', 'INC-1', here))
    expect(ack).toBeUndefined()
    expect(calls).toMatchObject([{ args: { text: expect.stringMatching(apology) } }])
    expect(edge.takeErrors()).toHaveLength(1)
  })

  it('a form keeps what was typed and says so', async () => {
    let isBroken = false
    const edge = await startEdge({
      incidents: real => ({ ...real, get: id => (isBroken ? broken(real) : real).get(id) }),
    })
    await edge.seed()
    edge.slack.expect('views.open')
    const { calls } = await edge.send(press('add_note', 'INC-1', here))
    isBroken = true
    const { ack } = await edge.send(submission(opened(calls[0]?.args.view), { text: 'Seen at 10:02' }))
    expect(ack).toMatchObject({ response_action: 'errors', errors: { text: expect.stringMatching(apology) } })
    expect(edge.takeErrors()).toHaveLength(1)
  })

  it('an event is acknowledged all the same, and logged', async () => {
    const edge = await startEdge({ incidents: broken })
    const { calls } = await edge.send(event({ type: 'app_home_opened', user: 'U0ANA', tab: 'home', channel: 'D1' }))
    expect(calls).toEqual([])
    expect(edge.takeErrors()).toMatchObject([{ fields: { err: expect.any(TypeError) } }])
  })

  it('a form with metadata that nobody understands is answered', async () => {
    const edge = await startEdge()
    await edge.seed()
    edge.slack.expect('views.open')
    const { calls } = await edge.send(press('add_note', 'INC-1', here))
    const view = { ...(calls[0]?.args.view as object), private_metadata: '{"incident": {"$ne": null}}' }
    const { ack } = await edge.send(submission(opened(view), { text: 'x' }))
    expect(ack).toMatchObject({ errors: { text: expect.stringMatching(apology) } })
    expect(edge.takeErrors()).toHaveLength(1)
  })

  it('says that Slack did not go along, where it was Slack', async () => {
    const edge = await startEdge()
    await edge.seed()
    edge.slack.expect('views.open', { ok: false, error: 'internal_error' })
    const { ack } = await edge.send(command('update', here))
    expect(ack).toMatchObject({ text: 'Slack did not go along just now. Nothing was changed: please try again.' })
  })

  it('a slow command is acknowledged in time and answered when it is done', async () => {
    let letGo = () => {}
    const slow = new Promise<void>(resolve => {
      letGo = resolve
    })
    const edge = await startEdge({
      incidents: real => ({ ...real, getByChannel: async channel => slow.then(() => real.getByChannel(channel)) }),
    })
    await edge.seed()
    edge.slack.expect('response_url')
    setTimeout(letGo, answerWithinMs + 200)
    const { ack, ackedAfterMs, calls } = await edge.send(command('ack', here))
    expect(ack).toBeUndefined()
    expect(ackedAfterMs).toBeLessThan(3_000)
    expect(calls.find(call => call.method === 'response_url')?.args).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('You acknowledged INC-1.'),
    })
  })
})
