import type { HomeView, ModalView } from '@slack/types'
import { describe, expect, it } from 'vitest'
import { actionItems } from '../../src/domain/action-items.ts'
import { type Edge, edgeStarter } from '../helpers/slack-listener.ts'
import { command, event, messageShortcut, opened, press, pressIn, submission } from './payloads.ts'

const startEdge = edgeStarter()
const here = { channel: 'C0WARROOM' }

async function withItem(): Promise<Edge> {
  const edge = await startEdge()
  await edge.seed()
  await edge.send(command('followup An <alert> <@U0BEN|ben> by 2026-03-10', here))
  return edge
}
const items = async (edge: Edge) => actionItems(await edge.incident('INC-1'))
const viewOf = (calls: readonly { method: string; args: Record<string, unknown> }[], method: string) =>
  calls.find(call => call.method === method)?.args.view as ModalView

describe('the list of follow-ups', () => {
  it('adds one in a form, and says at the field what is wrong', async () => {
    const edge = await withItem()
    edge.slack.expect('views.open')
    const { calls } = await edge.send(press('add_item', 'INC-1', here))
    const form = opened(viewOf(calls, 'views.open'))
    const past = String(Date.parse('2026-03-01T12:00:00Z') / 1000)
    expect((await edge.send(submission(form, { text: 'Too late', dueAt: past }))).ack).toMatchObject({
      errors: { dueAt: expect.stringContaining('That day is over') },
    })
    const sent = submission(form, { text: 'A <script>', kind: 'prevent', owner: 'U0CLEO' })
    await edge.send(sent)
    await edge.send(sent)
    expect((await items(edge)).slice(1)).toMatchObject([{ text: 'A <script>', kind: 'prevent', owner: 'U0CLEO' }])
  })

  it('is drawn anew where one was finished or reopened in it', async () => {
    const edge = await withItem()
    edge.slack.expect('views.open')
    const { calls } = await edge.send(press('follow_ups', 'INC-1', here))
    const list = opened(viewOf(calls, 'views.open'))
    edge.slack.expect('views.update')
    const done = await edge.send(pressIn(list, 'item_done', { value: 'INC-1#1' }))
    expect(JSON.stringify(viewOf(done.calls, 'views.update'))).toContain('reopen_item')
    edge.slack.expect('views.update')
    await edge.send(pressIn(list, 'reopen_item', { value: 'INC-1#1' }))
    expect((await items(edge))[0]?.state).toBe('open')
  })

  it('edits one: what was taken out of the form is gone', async () => {
    const edge = await withItem()
    edge.slack.expect('views.open')
    const { calls } = await edge.send(press('edit_item', 'INC-1#1', here))
    const form = opened(viewOf(calls, 'views.open'))
    expect((await edge.send(submission(form, { link: 'tickets/7' }))).ack).toMatchObject({
      errors: { link: expect.stringContaining('whole address') },
    })
    await edge.send(submission(form, { owner: undefined, link: 'https://tickets.example/7' }))
    const [item] = await items(edge)
    expect(item).toMatchObject({ text: 'An <alert>', link: 'https://tickets.example/7' })
    expect(item?.owner).toBeUndefined()
  })
})

describe('the buttons of a reminder', () => {
  it('move it with a reason, and say where that fits nowhere', async () => {
    const edge = await withItem()
    edge.slack.expect('views.open')
    const { calls } = await edge.send(press('move_item', 'INC-1#1', { user: 'U0BEN', channel: 'D0BEN' }))
    const form = opened(viewOf(calls, 'views.open'))
    expect((await edge.send(submission(form, { reason: 'Later' }))).ack).toMatchObject({
      errors: { dueAt: expect.stringContaining('Choose the new day') },
    })
    await edge.send(submission(form, { reason: 'Theirs', link: 'https://tickets.example/7' }))
    expect((await items(edge))[0]).toMatchObject({ state: 'moved', ended: { reason: 'Theirs' } })
  })

  it('refuse whoever may not know of the incident, as if there were none', async () => {
    const edge = await startEdge()
    await edge.seed({ isPrivate: true })
    await edge.send(command('followup An alert', here))
    edge.slack.always('response_url', {})
    edge.slack.always('users.conversations', { channels: [] })
    for (const action of ['item_done', 'move_item', 'drop_item', 'edit_item', 'reopen_item']) {
      const { calls } = await edge.send(press(action, 'INC-1#1', { user: 'U0DEV', channel: 'D0DEV' }))
      expect(calls.find(call => call.method === 'response_url')?.args.text).toContain('There is no INC-1 that you can')
    }
    expect((await items(edge))[0]?.state).toBe('open')
  })
})

describe('the shortcut of a message', () => {
  it('opens the form with what was said', async () => {
    const edge = await withItem()
    edge.slack.expect('views.open')
    const { calls } = await edge.send(
      messageShortcut('make_follow_up', 'Ask &amp; tell <https://x.example|them>', here.channel),
    )
    const form = viewOf(calls, 'views.open')
    expect(JSON.stringify(form)).toContain('Ask & tell them (https://x.example)')
    await edge.send(submission(opened(form)))
    expect((await items(edge))[1]?.text).toBe('Ask & tell them (https://x.example)')
  })
})

it('the Home tab has what its reader owns', async () => {
  const edge = await withItem()
  edge.slack.always('users.conversations', { channels: [] })
  const home = async (user: string) => {
    edge.slack.expect('views.publish')
    const { calls } = await edge.send(event({ type: 'app_home_opened', user, tab: 'home', channel: 'D1' }))
    return JSON.stringify(calls.find(call => call.method === 'views.publish')?.args.view as HomeView)
  }
  expect(await home('U0BEN')).toContain('An &lt;alert&gt;')
  expect(await home('U0CLEO')).not.toContain('alert')
})
