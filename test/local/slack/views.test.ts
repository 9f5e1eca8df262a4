import type { HomeView, ModalView } from '@slack/types'
import { describe, expect, it } from 'vitest'
import { call, channels, type Playground, people, playground, refusal, refused } from './playground.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const modal = (title: string, more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  title: plain(title),
  blocks: [],
  ...more,
})
const home = (text: string): HomeView => ({ type: 'home', blocks: [{ type: 'section', text: plain(text) }] })
const input = (block_id: string, more = {}) => ({
  type: 'input' as const,
  block_id,
  label: plain(block_id),
  element: { type: 'plain_text_input' as const, action_id: 'v', ...more },
})

/** A trigger_id, as an app receives it with a command. The app is not connected: reading the log is enough. */
async function trigger({ act, see }: Playground, user = 'ana'): Promise<string> {
  const before = (await see('log')).entries.length
  await act('command', { channel: 'incidents', user, command: '/hello', text: '' })
  const { entries } = await see(`log?since=${before}`)
  return entries[0].request.trigger_id
}

/** The trigger_id of a click in the person's topmost modal. */
async function triggerFromModal({ act, see }: Playground): Promise<string> {
  const before = (await see('log')).entries.length
  await act('interact', { user: 'ana', action: 'go' })
  return (await see(`log?since=${before}`)).entries[0].request.trigger_id
}

const withButton = (title: string) =>
  modal(title, { blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'go', text: plain('Go') }] }] })

describe('a modal', () => {
  it('starts with the conversation it was opened from, where an element asks for that and names none', async () => {
    const place = await playground()
    const select = (block_id: string, element: object) => ({
      ...{ type: 'input', block_id, label: plain(block_id) },
      element: { action_id: 'v', default_to_current_conversation: true, ...element },
    })
    const { view } = await call(place.web, 'views.open', {
      trigger_id: await trigger(place),
      view: {
        ...modal('Where'),
        submit: plain('Go'),
        blocks: [
          select('one', { type: 'conversations_select' }),
          select('many', { type: 'multi_conversations_select' }),
          select('named', { type: 'conversations_select', initial_conversation: channels.random }),
          select('unasked', { type: 'conversations_select', default_to_current_conversation: false }),
        ],
      },
    })
    expect(view.state.values).toMatchObject({
      one: { v: { selected_conversation: channels.incidents } },
      many: { v: { selected_conversations: [channels.incidents] } },
      named: { v: { selected_conversation: channels.random } },
      unasked: { v: { selected_conversation: null } },
    })
  })

  it('is opened for the person who acted, with an id, a hash and its state', async () => {
    const place = await playground()
    const { view } = await place.web.views.open({
      trigger_id: await trigger(place),
      view: modal('Hi', { submit: plain('Go'), blocks: [input('name', { initial_value: 'Bo' })] }),
    })
    expect(view).toMatchObject({
      id: expect.stringMatching(/^V/),
      hash: expect.any(String),
      root_view_id: view!.id,
      previous_view_id: null,
      state: { values: { name: { v: { type: 'plain_text_input', value: 'Bo' } } } },
    })
    expect(await place.see('views/ana')).toMatchObject({ stack: 1, view: { id: view!.id } })
    expect(await place.see('views/ben')).toEqual({ ok: true, view: null, stack: 0 })
  })

  it('needs a trigger that exists, is fresh and was not used', async () => {
    let now = 1_767_225_600_000
    const place = await playground({ now: () => now })
    const open = (trigger_id: string) => place.web.views.open({ trigger_id, view: modal('Hi') })
    expect(await refused(open('made.up'))).toBe('invalid_trigger_id')
    const used = await trigger(place)
    await open(used)
    expect(await refused(open(used))).toBe('exchanged_trigger_id')
    const fresh = await trigger(place)
    now += 3000
    await open(fresh)
    const late = await trigger(place)
    now += 3001
    expect(await refused(open(late))).toBe('expired_trigger_id')
  })

  it('keeps its trigger when the view itself is refused', async () => {
    const place = await playground()
    const trigger_id = await trigger(place)
    expect(await refused(place.web.views.open({ trigger_id, view: modal('') }))).toBe('invalid_arguments')
    expect((await place.web.views.open({ trigger_id, view: modal('Hi') })).ok).toBe(true)
  })

  it.each([
    [
      'a title of 25 characters',
      modal('x'.repeat(25)),
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    [
      '101 blocks',
      modal('x', { blocks: Array.from({ length: 101 }, () => ({ type: 'divider' as const })) }),
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    [
      'private_metadata of 3,001',
      modal('x', { private_metadata: 'x'.repeat(3001) }),
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      'a callback_id of 256',
      modal('x', { callback_id: 'x'.repeat(256) }),
      'must be less than 256 characters [json-pointer:/view/callback_id]',
    ],
    [
      'inputs but no submit',
      modal('x', { blocks: [input('a')] }),
      'missing required field: submit, since the view has input blocks [json-pointer:/view]',
    ],
    [
      'a text input of 3,001',
      modal('x', { submit: plain('Go'), blocks: [input('a', { max_length: 3001 })] }),
      'must be at most 3000 [json-pointer:/view/blocks/0/element/max_length]',
    ],
    [
      'a long button',
      modal('x', { submit: plain('x'.repeat(25)) }),
      'must be less than 25 characters [json-pointer:/view/submit/text]',
    ],
  ])('with %s is refused with the reason', async (_what, view, reason) => {
    const place = await playground()
    const answer = await refusal(place.web.views.open({ trigger_id: await trigger(place), view }))
    expect(answer).toMatchObject({ error: 'invalid_arguments', response_metadata: { messages: [`[ERROR] ${reason}`] } })
  })

  it('of more than 250 kB is too large', async () => {
    const place = await playground()
    const blocks = Array.from({ length: 90 }, () => ({ type: 'section' as const, text: plain('x'.repeat(3000)) }))
    expect(
      await refused(place.web.views.open({ trigger_id: await trigger(place), view: modal('x', { blocks }) })),
    ).toBe('view_too_large')
  })

  it('is updated by id or external_id, with a hash that must be the current one', async () => {
    const place = await playground()
    const { web } = place
    const { view } = await web.views.open({
      trigger_id: await trigger(place),
      view: modal('One', { external_id: 'ext' }),
    })
    const updated = await web.views.update({
      view_id: view!.id!,
      hash: view!.hash!,
      view: modal('Two', { external_id: 'ext' }),
    })
    expect(updated.view!.hash).not.toBe(view!.hash)
    expect(await refused(web.views.update({ view_id: view!.id!, hash: view!.hash!, view: modal('Three') }))).toBe(
      'hash_conflict',
    )
    await web.views.update({ external_id: 'ext', view: modal('Four') })
    expect((await place.see('views/ana')).view.title.text).toBe('Four')
    expect(await refused(web.views.update({ view_id: 'V0GONE', view: modal('x') }))).toBe('not_found')
    expect(await refused(call(web, 'views.update', { view: modal('x') }))).toBe('invalid_arguments')
  })

  it('keeps what the person wrote where block and action stay the same', async () => {
    const place = await playground()
    const blocks = [input('a'), input('b')]
    const { view } = await place.web.views.open({
      trigger_id: await trigger(place),
      view: modal('One', { submit: plain('Go'), blocks }),
    })
    for (const [block_id, value] of [
      ['a', 'first'],
      ['b', 'second'],
    ]) {
      await place.act('interact', { user: 'ana', action: { action_id: 'v', block_id, value } })
    }
    await place.web.views.update({
      view_id: view!.id!,
      view: modal('Two', { submit: plain('Go'), blocks: [input('a'), input('c')] }),
    })
    expect((await place.see('views/ana')).view.state.values).toEqual({
      a: { v: { type: 'plain_text_input', value: 'first' } },
      c: { v: { type: 'plain_text_input', value: null } },
    })
  })

  it('cannot share its external_id with another open view', async () => {
    const place = await playground()
    await place.web.views.open({ trigger_id: await trigger(place), view: modal('One', { external_id: 'ext' }) })
    const second = place.web.views.open({
      trigger_id: await trigger(place, 'ben'),
      view: modal('Two', { external_id: 'ext' }),
    })
    expect(await refused(second)).toBe('duplicate_external_id')
  })

  it('carries two more at most, pushed from within it', async () => {
    const place = await playground()
    const { web } = place
    expect(await refused(web.views.push({ trigger_id: await trigger(place), view: modal('x') }))).toBe('not_found')
    const { view } = await web.views.open({ trigger_id: await trigger(place), view: withButton('One') })
    const second = await web.views.push({ trigger_id: await triggerFromModal(place), view: withButton('Two') })
    expect(second.view).toMatchObject({ previous_view_id: view!.id, root_view_id: view!.id })
    await web.views.push({ trigger_id: await triggerFromModal(place), view: withButton('Three') })
    expect(await refused(web.views.push({ trigger_id: await triggerFromModal(place), view: modal('Four') }))).toBe(
      'push_limit_reached',
    )
    expect((await place.see('views/ana')).stack).toBe(3)
    await place.act('close-view', { user: 'ana' })
    expect((await place.see('views/ana')).view.title.text).toBe('Two')
    expect(await place.act('close-view', { user: 'ana', all: true })).toEqual({ ok: true, view: null })
  })
})

describe('a Home view', () => {
  it('is published per person, with a hash against overwriting', async () => {
    const { web, see } = await playground()
    const first = await web.views.publish({ user_id: people.ana, view: home('Hello Ana') })
    expect((await see('home/ana')).view.blocks[0].text.text).toBe('Hello Ana')
    expect((await see('home/ben')).view).toBeNull()
    await web.views.publish({ user_id: people.ana, hash: first.view!.hash!, view: home('Again') })
    expect(await refused(web.views.publish({ user_id: people.ana, hash: first.view!.hash!, view: home('Late') }))).toBe(
      'hash_conflict',
    )
    expect((await see('home/ana')).view.id).toBe(first.view!.id)
    expect(await refused(web.views.publish({ user_id: people.ana, view: modal('x') as never }))).toBe(
      'invalid_arguments',
    )
  })
})
