import { describe, expect, it } from 'vitest'
import { type Answer, call, type Playground, people, playground } from './playground.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const go = { type: 'actions', elements: [{ type: 'button', action_id: 'go', text: plain('Go') }] }
const modal = (callback_id: string, more = {}) => ({
  type: 'modal',
  callback_id,
  title: plain(callback_id),
  blocks: [go],
  ...more,
})

/** No app is connected: what it would be sent is in the log. */
async function sent({ see }: Playground): Promise<readonly Answer[]> {
  const { entries } = await see('log')
  return entries.filter((e: Answer) => e.direction === 'delivery').map((e: Answer) => e.request)
}

async function stacked(top = {}) {
  const play = await playground()
  await play.act('command', { channel: 'incidents', user: 'ana', command: '/hello', text: '' })
  const trigger = async () => (await sent(play)).at(-1).trigger_id
  await call(play.web, 'views.open', { trigger_id: await trigger(), view: modal('below', { notify_on_close: true }) })
  await play.act('interact', { user: 'ana', action: 'go' })
  await call(play.web, 'views.push', {
    trigger_id: await trigger(),
    view: modal('top', { notify_on_close: true, ...top }),
  })
  const closed = async () =>
    (await sent(play))
      .filter(body => body.type === 'view_closed')
      .map(body => [body.view.callback_id, body.is_cleared, body.user.id])
  return { ...play, closed }
}

describe('closing a modal', () => {
  it('shows the one below it', async () => {
    const { act, closed } = await stacked()
    expect(await act('close-view', { user: 'ana' })).toMatchObject({ view: { callback_id: 'below' } })
    await expect.poll(closed).toEqual([['top', false, people.ana]])
  })

  it('closes all of them where the view or the person says so', async () => {
    for (const [top, body] of [
      [{ clear_on_close: true }, {}],
      [{}, { all: true }],
    ] as const) {
      const { act, closed, see } = await stacked(top)
      expect(await act('close-view', { user: 'ana', ...body })).toMatchObject({ view: null })
      expect(await see('views/ana')).toMatchObject({ stack: 0 })
      await expect.poll(closed).toEqual([
        ['top', true, people.ana],
        ['below', true, people.ana],
      ])
    }
  })

  it('tells the app nothing where the view does not ask for it', async () => {
    const { act, closed } = await stacked({ notify_on_close: false })
    await act('close-view', { user: 'ana', all: true })
    await expect.poll(closed).toEqual([['below', true, people.ana]])
  })
})
