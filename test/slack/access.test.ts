import type { InputBlock, ModalView } from '@slack/types'
import { describe, expect, it } from 'vitest'
import { type Edge, edgeStarter } from '../helpers/slack-listener.ts'
import { command, event, opened, press, pressIn, submission } from './payloads.ts'

const startEdge = edgeStarter()
const secret = { isPrivate: true, title: 'Payroll data leaked', channel: 'C0SECRET', reporter: 'U0EVE' } as const

/** Ana is not in the private incident's channel. */
function anaIsOutside(edge: Edge): void {
  edge.slack.always('users.conversations', { channels: [] })
}

const answerTo = async (edge: Edge, text: string, where = {}) => (await edge.send(command(text, where))).ack

describe('a private incident', () => {
  it.each([
    'show',
    'ack',
    'update',
    'resolve fixed',
    'role commander me',
    'merge INC-1',
    'review',
    'subscribe',
    'catchup',
    'stakeholders',
  ])('is refused on “%s” as if it did not exist', async verb => {
    const edge = await startEdge()
    await edge.seed()
    await edge.seed(secret)
    anaIsOutside(edge)
    const hidden = await answerTo(edge, `INC-2 ${verb}`)
    const missing = await answerTo(edge, `INC-9 ${verb}`)
    expect(hidden).toMatchObject({ text: expect.stringContaining('There is no INC-2 that you can see.') })
    expect(JSON.stringify(hidden).replaceAll('INC-2', 'INC-9')).toBe(JSON.stringify(missing))
  })

  it('is refused on its buttons to whoever is not in its channel', async () => {
    const edge = await startEdge()
    const { id } = await edge.seed(secret)
    anaIsOutside(edge)
    edge.slack.expect('response_url')
    await edge.send(press('acknowledge', id))
    expect(edge.slack.calls.at(-1)?.args.text).toContain('There is no INC-1 that you can see.')
    expect((await edge.incident(id)).acknowledgedAt).toBeUndefined()
  })

  it('is refused on a form that was opened while one was still in its channel', async () => {
    const edge = await startEdge()
    await edge.seed(secret)
    edge.slack.expect('views.open')
    const { calls } = await edge.send(command('note', { channel: 'C0SECRET', channelName: 'privategroup' }))
    anaIsOutside(edge)
    const { ack } = await edge.send(submission(opened(calls[0]?.args.view), { text: 'x' }))
    expect(ack).toMatchObject({ errors: { text: expect.stringContaining('There is no INC-1 that you can see.') } })
  })

  it('is shown no more in a tray whose owner has left the channel', async () => {
    const edge = await startEdge()
    await edge.seed(secret)
    edge.slack.expect('views.open')
    const { calls } = await edge.send(command('', { channel: 'C0SECRET', channelName: 'privategroup' }))
    const tray = opened(calls[0]?.args.view)
    expect(tray.view).toMatchObject({ callback_id: 'tray' })
    anaIsOutside(edge)
    const after = await edge.send(pressIn(tray, 'acknowledge', { value: 'INC-1' }))
    expect(after.calls.map(call => call.method)).not.toContain('views.update')
    expect(JSON.stringify(after.calls)).not.toContain('Payroll')
    expect(after.calls.at(-1)).toMatchObject({
      method: 'chat.postMessage',
      args: { channel: 'U0ANA', text: expect.stringContaining('There is no INC-1') },
    })
  })

  it('is shown no more of its timeline to whoever has left the channel, who is told so', async () => {
    const edge = await startEdge()
    await edge.seed(secret)
    edge.slack.expect('views.open')
    const { calls } = await edge.send(command('timeline', { channel: 'C0SECRET', channelName: 'privategroup' }))
    const timeline = opened(calls.at(-1)?.args.view)
    expect(JSON.stringify(timeline.view)).toContain('Payroll data leaked')
    anaIsOutside(edge)
    const value = 'INC-1#1772445600.000100'
    for (const action of ['put_on_timeline', 'take_off_timeline', 'timeline_older']) {
      edge.slack.expect('views.push')
      const after = await edge.send(pressIn(timeline, action, { value }))
      expect(after.calls.map(call => call.method)).not.toContain('views.update')
      expect(JSON.stringify(after.calls)).not.toContain('Payroll')
      expect(after.calls.at(-1)?.method).toBe('views.push')
      expect(JSON.stringify(after.calls.at(-1)?.args.view)).toContain('There is no INC-1')
    }
    expect((await edge.incident('INC-1')).timeline.map(({ type }) => type)).not.toContain('message-kept')
  })

  it('is open to everybody in its channel', async () => {
    const edge = await startEdge()
    await edge.seed(secret)
    const answer = await answerTo(edge, 'ack', { channel: 'C0SECRET', channelName: 'privategroup' })
    expect(answer).toMatchObject({ text: expect.stringContaining('You acknowledged INC-1.') })
  })

  it('in a public channel is refused to whoever writes there without being in it', async () => {
    const edge = await startEdge()
    await edge.seed()
    const here = { channel: 'C0WARROOM', channelName: 'inc-1' }
    await edge.send(command('private', here))
    edge.slack.always('users.conversations', { channels: [{ id: 'C0WARROOM' }] })
    expect(await answerTo(edge, 'ack', here)).toMatchObject({
      text: expect.stringContaining('You acknowledged INC-1.'),
    })
    anaIsOutside(edge)
    expect(await answerTo(edge, 'INC-1 ack', here)).toMatchObject({
      text: expect.stringContaining('There is no INC-1 that you can see.'),
    })
  })

  it('is open to a member on a later page, from anywhere', async () => {
    const edge = await startEdge()
    await edge.seed(secret)
    edge.slack.expect('users.conversations', { channels: [{ id: 'C1' }], response_metadata: { next_cursor: 'p2' } })
    edge.slack.expect('users.conversations', { channels: [{ id: 'C0SECRET' }] })
    expect(await answerTo(edge, 'INC-1 ack')).toMatchObject({ text: expect.stringContaining('You acknowledged') })
  })

  it('is left out of the list of whoever is not in its channel', async () => {
    const edge = await startEdge()
    await edge.seed(secret)
    await edge.seed()
    anaIsOutside(edge)
    const list = JSON.stringify(await answerTo(edge, 'list'))
    expect(list).toContain('INC-2')
    expect(list).not.toMatch(/INC-1|Payroll/)
  })

  it('whose channel Sitrep was removed from leaves the list of the others alone', async () => {
    const edge = await startEdge()
    await edge.seed(secret)
    await edge.seed()
    edge.slack.always('users.conversations', { ok: false, error: 'channel_not_found' })
    expect(JSON.stringify(await answerTo(edge, 'list'))).toContain('INC-2')
  })

  it('cannot be pointed to by a public one', async () => {
    const edge = await startEdge()
    await edge.seed(secret)
    await edge.seed()
    edge.slack.always('users.conversations', { channels: [{ id: 'C0SECRET' }] })
    const answer = await answerTo(edge, 'merge INC-1', { channel: 'C0WARROOM' })
    expect(answer).toMatchObject({ text: 'INC-1 is private; a public incident cannot point to it.' })
  })

  it('is never offered to a public one to be merged into, even to its members', async () => {
    const edge = await startEdge()
    await edge.seed(secret)
    await edge.seed({ channel: 'C0ONE' })
    await edge.seed({ channel: 'C0TWO' })
    edge.slack.always('users.conversations', { channels: [{ id: 'C0SECRET' }] })
    expect(await mergeChoices(edge, 'C0ONE')).toEqual(['INC-3'])
  })

  it('is offered to another private one by those who are in both', async () => {
    const edge = await startEdge()
    await edge.seed(secret)
    await edge.seed({ ...secret, channel: 'C0VAULT' })
    await edge.seed({ ...secret, channel: 'C0ELSEWHERE' })
    await edge.seed()
    edge.slack.always('users.conversations', { channels: [{ id: 'C0SECRET' }, { id: 'C0VAULT' }] })
    expect(await mergeChoices(edge, 'C0SECRET')).toEqual(['INC-2', 'INC-4'])
  })
})

/** The incidents that the form to merge offers Ana in this channel. */
async function mergeChoices(edge: Edge, channel: string): Promise<unknown[]> {
  edge.slack.expect('views.open')
  const { calls } = await edge.send(command('merge', { channel }))
  const view = calls.find(call => call.method === 'views.open')?.args.view as ModalView
  const input = view.blocks.find((block): block is InputBlock => block.type === 'input')
  if (input?.element.type !== 'static_select') throw new Error('the form offers nothing')
  return (input.element.options ?? []).map(option => option.value)
}

describe('the Home tab', () => {
  const home = (edge: Edge) => {
    edge.slack.expect('views.publish')
    return edge.send(event({ type: 'app_home_opened', user: 'U0ANA', tab: 'home', channel: 'D1' }))
  }

  it('shows the incidents one may see, and one’s roles', async () => {
    const edge = await startEdge()
    await edge.seed(secret)
    await edge.seed()
    await edge.send(command('role scribe me', { channel: 'C0WARROOM' }))
    anaIsOutside(edge)
    const { calls } = await home(edge)
    const shown = JSON.stringify(calls.at(-1)?.args)
    expect(calls.at(-1)?.args).toMatchObject({ user_id: 'U0ANA', view: { type: 'home' } })
    expect(shown).toContain('Scribe of INC-2')
    expect(shown).not.toMatch(/INC-1|Payroll/)
  })

  it('shows a private incident to its members', async () => {
    const edge = await startEdge()
    await edge.seed(secret)
    edge.slack.always('users.conversations', { channels: [{ id: 'C0SECRET' }] })
    const { calls } = await home(edge)
    expect(JSON.stringify(calls.at(-1)?.args)).toContain('Payroll data leaked (private)')
  })

  it('is left alone when another tab was opened', async () => {
    const edge = await startEdge()
    const { calls } = await edge.send(event({ type: 'app_home_opened', user: 'U0ANA', tab: 'messages', channel: 'D1' }))
    expect(calls).toEqual([])
  })

  it('opens the form from its button', async () => {
    const edge = await startEdge()
    const { calls } = await home(edge)
    edge.slack.expect('views.open')
    const pressed = await edge.send(pressIn(opened(calls.at(-1)?.args.view), 'declare'))
    expect(pressed.calls).toMatchObject([{ method: 'views.open', args: { view: { callback_id: 'declare' } } }])
  })

  it('says in a direct message why its button did nothing', async () => {
    const edge = await startEdge()
    const { calls } = await home(edge)
    edge.slack.expect('views.open', { ok: false, error: 'expired_trigger_id' })
    const pressed = await edge.send(pressIn(opened(calls.at(-1)?.args.view), 'declare'))
    expect(pressed.calls.at(-1)).toMatchObject({
      method: 'chat.postMessage',
      args: { channel: 'U0ANA', text: expect.stringContaining('please try again') },
    })
  })
})
