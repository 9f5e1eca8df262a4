import { describe, expect, it } from 'vitest'
import { modes, startHelper } from './helper-app.ts'
import { type Answer, call, channels, type Playground, people, playground, refused } from './playground.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const option = (value: string) => ({ text: plain(value), value })
const channel = channels.incidents

/** What the app was sent last; no app is connected, so that nothing answers. */
async function sent({ see }: Playground): Promise<Answer> {
  const { entries } = await see('log')
  return entries.findLast((e: Answer) => e.type === 'interactive').request
}

async function withMessage(blocks: readonly unknown[]) {
  const play = await playground()
  const { ts } = await call(play.web, 'chat.postMessage', { channel, text: 'x', blocks })
  const use = async (user: string, action: unknown, value?: unknown) => {
    await play.act('interact', { user, channel, messageTs: ts, action, ...(value === undefined ? {} : { value }) })
    return sent(play)
  }
  return { ...play, ts, use }
}

async function withModal(element: unknown) {
  const play = await playground()
  await play.act('command', { channel: 'incidents', user: 'ana', command: '/hello', text: '' })
  const { trigger_id } = (await play.see('log')).entries[0].request
  const blocks = [{ type: 'input', block_id: 'b', label: plain('b'), element }]
  await call(play.web, 'views.open', {
    trigger_id,
    view: { type: 'modal', title: plain('T'), submit: plain('Go'), blocks },
  })
  return { ...play, submit: (value: unknown) => play.act('submit', { user: 'ana', values: { b: value } }) }
}

describe('an element of a message', () => {
  const select = { type: 'static_select', action_id: 's', options: [option('a'), option('b')] }
  const blocks = [
    { type: 'actions', block_id: 'b', elements: [select, { type: 'button', action_id: 'go', text: plain('Go') }] },
  ]

  it('holds what each person chose for that person alone', async () => {
    const { use } = await withMessage(blocks)
    const chosen = (payload: Answer) => payload.state.values.b.s.selected_option
    expect(chosen(await use('ana', 's', 'a'))).toEqual(option('a'))
    expect(chosen(await use('ben', 'go'))).toBeNull()
    expect(chosen(await use('ben', 's', 'b'))).toEqual(option('b'))
    expect(chosen(await use('ana', 'go'))).toEqual(option('a'))
  })

  it('does not show in history what somebody chose', async () => {
    const { use, web } = await withMessage(blocks)
    await use('ana', 's', 'a')
    const { messages } = await web.conversations.history({ channel })
    expect(JSON.stringify(messages)).not.toContain('selected_option')
    expect(Object.keys(messages?.[0] ?? {})).not.toContain('chosen')
  })

  it('says which of its buttons was pressed', async () => {
    const judge = {
      type: 'feedback_buttons',
      action_id: 'judge',
      positive_button: { text: plain('Good'), value: 'good' },
      negative_button: { text: plain('Bad'), value: 'bad' },
    }
    const { use } = await withMessage([
      {
        type: 'context_actions',
        elements: [judge, { type: 'icon_button', action_id: 'bin', icon: 'trash', text: plain('Delete'), value: '7' }],
      },
    ])
    expect((await use('ana', 'judge', 'bad')).actions).toMatchObject([{ type: 'feedback_buttons', value: 'bad' }])
    expect((await use('ana', 'judge', 'good')).actions).toMatchObject([{ value: 'good', text: plain('Good') }])
    expect((await use('ana', 'bin')).actions).toMatchObject([{ type: 'icon_button', icon: 'trash', value: '7' }])
  })

  it('is found inside a card, a carousel and a container', async () => {
    const go = (id: string) => ({ type: 'button', action_id: id, text: plain('Go'), value: id })
    const { use } = await withMessage([
      { type: 'card', title: plain('x'), actions: [go('card')] },
      {
        type: 'carousel',
        elements: [{ type: 'card', block_id: 'second', title: plain('x'), actions: [go('carousel')] }],
      },
      { type: 'container', title: plain('x'), child_blocks: [{ type: 'actions', elements: [go('container')] }] },
    ])
    for (const id of ['card', 'carousel', 'container'])
      expect((await use('ana', id)).actions).toMatchObject([{ type: 'button', value: id }])
    expect((await use('ana', 'carousel')).actions).toMatchObject([{ block_id: 'second' }])
  })
})

describe('an element of a modal', () => {
  it('takes a person for the direct message that the chooser has with them', async () => {
    const { act, submit, see } = await withModal({ type: 'conversations_select', action_id: 'a' })
    await submit('@ben')
    const { channel: dm } = await act('open-dm', { user: 'ana', with: ['ben'] })
    expect((await see('views/ana')).view.state.values.b.a.selected_conversation).toBe(dm)
  })

  it('takes rich text as it is typed', async () => {
    const { submit, see } = await withModal({ type: 'rich_text_input', action_id: 'a' })
    await submit('*now*')
    expect((await see('views/ana')).view.state.values.b.a.rich_text_value.elements).toEqual([
      { type: 'rich_text_section', elements: [{ type: 'text', text: 'now', style: { bold: true } }] },
    ])
  })

  it('takes files that the person uploaded, and the app reads them', async () => {
    const play = await withModal({ type: 'file_input', action_id: 'a', filetypes: ['txt'], max_files: 1 })
    const upload = async (user: string, name: string) =>
      (await play.act('upload', { user, name, data: Buffer.from('x').toString('base64') })).file.id
    const id = await upload('ana', 'log.txt')
    for (const wrong of ['F1', await upload('ben', 'log.txt'), await upload('ana', 'log.png')])
      expect(await play.submit([wrong])).toMatchObject({ error: expect.stringContaining('takes') })
    expect(await play.submit([id, await upload('ana', 'more.txt')])).toEqual({
      ok: false,
      errors: { b: 'Choose at most 1.' },
    })
    expect(await refused(play.web.files.info({ file: 'F1' }))).toBe('file_not_found')
    await play.submit([id])
    expect((await sent(play)).view.state.values.b.a).toMatchObject({
      type: 'file_input',
      files: [{ id, name: 'log.txt', user: people.ana, url_private_download: expect.stringContaining(id) }],
    })
    expect((await play.web.files.info({ file: id })).file).toMatchObject({ id, size: 1 })
  })
})

describe.each(modes)('an external select over %s', mode => {
  const cities = (count: number) => Array.from({ length: count }, (_, i) => option(`city ${i}`))

  async function offering(answer: Answer, more = {}) {
    const select = { type: 'external_select', action_id: 'offer', ...more }
    const play = await withMessage([{ type: 'actions', elements: [select] }])
    const { app } = await startHelper(play, mode)
    const asked: string[] = []
    app.options('offer', async ({ ack, options }) => {
      asked.push(options.value)
      await ack(answer)
    })
    const offer = (query: string) =>
      play.act('options', { user: 'ana', channel, messageTs: play.ts, action: 'offer', query })
    return { asked, offer }
  }

  it('shows up to a hundred options, in groups or not, and nothing that is too much', async () => {
    const groups = [{ label: plain('Europe'), options: cities(2) }]
    expect(await (await offering({ option_groups: groups })).offer('c')).toEqual({ ok: true, option_groups: groups })
    expect((await (await offering({ options: cities(100) })).offer('c')).options).toHaveLength(100)
    expect((await (await offering({ options: cities(101) })).offer('c')).options).toEqual([])
  })

  it('asks only once enough is typed', async () => {
    const { asked, offer } = await offering({ options: cities(1) }, { min_query_length: 3 })
    expect(await offer('ci')).toEqual({ ok: true, options: [] })
    expect((await offer('cit')).options).toHaveLength(1)
    expect(asked).toEqual(['cit'])
  })
})
