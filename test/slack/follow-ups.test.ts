import type { ModalView } from '@slack/types'
import { describe, expect, it } from 'vitest'
import { update } from '../../src/app/app.ts'
import { record } from '../../src/domain/incident.ts'
import { type Edge, edgeStarter } from '../helpers/slack-listener.ts'
import { command, opened, press, pressIn, submission } from './payloads.ts'

const startEdge = edgeStarter()
const here = { channel: 'C0WARROOM' }

async function resolved(): Promise<Edge> {
  const edge = await startEdge()
  await edge.seed()
  edge.slack.expect('views.open')
  const { calls } = await edge.send(press('resolve', 'INC-1', here))
  const modal = opened(calls.find(call => call.method === 'views.open')?.args.view as ModalView)
  const promises = '- A second <provider>\n- An alert'
  await edge.send(submission(modal, { resolution: 'Rolled back', promises, skip: ['skip'] }))
  return edge
}

describe('the promises of an incident', () => {
  it('are listed in a modal, where each can be marked as done', async () => {
    const edge = await resolved()
    edge.slack.expect('views.open')
    const { calls } = await edge.send(press('follow_ups', 'INC-1', here))
    const view = calls.find(call => call.method === 'views.open')?.args.view as ModalView
    expect(JSON.stringify(view)).toContain('1. A second &lt;provider&gt;')
    edge.slack.expect('views.update')
    const { calls: more } = await edge.send(pressIn(opened(view), 'follow_up_done', { value: 'INC-1#1' }))
    const posts = more.filter(({ method, args }) => method === 'chat.postMessage' && args.thread_ts === undefined)
    const told = posts.map(call => call.args.channel)
    expect(told.sort()).toEqual(['C0CUSTOMERS', 'C0LEADERSHIP', 'C0SUPPORT', 'C0WARROOM'])
    const redrawn = JSON.stringify(more.find(call => call.method === 'views.update')?.args.view)
    expect(redrawn).toContain(':white_check_mark: 1. A second')
    expect(redrawn).not.toContain('INC-1#1')
  })

  it('can be typed, and a slip is told what to type', async () => {
    const edge = await resolved()
    expect((await edge.send(command('followup done 2', here))).ack).toMatchObject({
      text: expect.stringContaining('Follow-up 2 of INC-1 is done'),
    })
    expect((await edge.send(command('followup done', here))).ack).toMatchObject({
      text: expect.stringContaining('`/incident followup done 1`'),
    })
  })
})

describe('the review', () => {
  it('is published by its button, and refused before it is there', async () => {
    const edge = await resolved()
    edge.slack.always('response_url', {})
    // What an audience may read of the review follows below its message.
    edge.slack.always('files.getUploadURLExternal', { ok: false, error: 'file_uploads_disabled' })
    const answer = async () => {
      const { calls } = await edge.send(press('publish_review', 'INC-1', here))
      return String(calls.find(call => call.method === 'response_url')?.args.text)
    }
    expect(await answer()).toContain('There is no review of INC-1 yet')
    edge.slack.expect('views.open')
    const { calls } = await edge.send(press('write_review', 'INC-1', here))
    const window = opened(calls.find(call => call.method === 'views.open')?.args.view)
    const refused = async () => (await edge.send(pressIn(window, 'publish_review', { value: 'INC-1' }))).calls
    edge.slack.expect('views.push')
    const [push] = await refused()
    expect(JSON.stringify(push?.args.view)).toContain('There is no review of INC-1 yet')
    // Slack stacks three windows; then it is said where it can be.
    edge.slack.expect('views.push', { ok: false, error: 'push_limit_reached' })
    expect((await refused()).at(-1)?.args).toMatchObject({
      channel: 'U0ANA',
      text: expect.stringContaining('There is no review of INC-1 yet'),
    })
    await update(edge.app, 'INC-1', incident =>
      record(incident, { by: 'sitrep', via: 'bot', at: edge.app.now() }, { type: 'review-delivered', file: 'x.md' }),
    )
    expect(await answer()).toContain('is published')
    const told = edge.slack.calls.filter(call => String(call.args.text).includes('review is published'))
    expect(told.map(call => call.args.channel)).toContain('C0LEADERSHIP')
  })
})
