import { describe, expect, it } from 'vitest'
import { bot, call, channels, client, people, playground, refusal, refused } from './playground.ts'

const channel_id = channels.incidents
const content = (markdown: string) => ({ type: 'markdown' as const, markdown })
const document = '# Review\n\nWhat happened.\n\n- one\n- two\n\n## Actions\n\n| a | b |\n| - | - |\n| 1 | 2 |'

type Play = Awaited<ReturnType<typeof playground>>

async function canvasWith({ web }: Play, markdown = document): Promise<string> {
  return (await web.canvases.create({ title: 'INC-1 review', document_content: content(markdown), channel_id }))
    .canvas_id!
}

const markdownOf = async ({ see }: Play, id: string): Promise<string> => (await see(`canvas/${id}`)).canvas.markdown
const edit = ({ web }: Play, canvas_id: string, change: Record<string, unknown>) =>
  call(web, 'canvases.edit', { canvas_id, changes: [change] })
const find = async ({ web }: Play, canvas_id: string, contains_text: string) =>
  (await web.canvases.sections.lookup({ canvas_id, criteria: { contains_text } })).sections![0]?.id

describe('a canvas', () => {
  it('keeps its Markdown and stands in the tabs of its channel', async () => {
    const play = await playground({ now: () => Date.UTC(2026, 0, 2) })
    const id = await canvasWith(play)
    expect((await play.see(`canvas/${id}`)).canvas).toMatchObject({
      id,
      title: 'INC-1 review',
      channel: channel_id,
      is_channel_canvas: false,
      user: bot,
      updated_by: bot,
      created: Date.UTC(2026, 0, 2) / 1000,
      markdown: document,
    })
    expect((await play.channel('incidents')).canvases).toMatchObject([{ id, title: 'INC-1 review' }])
    const { channel } = await play.web.conversations.info({ channel: channel_id })
    expect(channel!.properties).toMatchObject({ tabs: [{ type: 'canvas', label: 'INC-1 review' }] })
    expect((await play.see('canvas/F0NONE')).error).toBe('There is no canvas "F0NONE".')
  })

  it('is a file, downloaded as HTML whose blocks carry the ids of their sections', async () => {
    const play = await playground()
    const id = await canvasWith(play, '# A <b> & c\n\n**bold** and `code`\n\n- one\n- two')
    const { file } = await play.web.files.info({ file: id })
    expect(file).toMatchObject({
      id,
      filetype: 'quip',
      mode: 'quip',
      mimetype: 'application/vnd.slack-docs',
      title: 'INC-1 review',
      channels: [channel_id],
      linked_channel_id: channel_id,
    })
    const headers = { authorization: 'Bearer xoxb-sandbox' }
    const html = await (await fetch(file!.url_private_download!, { headers })).text()
    expect(html).toContain(`<h1 id="${await find(play, id, 'A <b>')}">A &lt;b&gt; &amp; c</h1>`)
    expect(html).toContain('<b>bold</b> and <code>code</code>')
    expect(html).toMatch(/<ul id="temp:C:\w+"><li>one<\/li><li>two<\/li><\/ul>/)
  })

  it('is edited at its start, at its end, around a section, in place and as a whole', async () => {
    const play = await playground()
    const id = await canvasWith(play, 'middle')
    await edit(play, id, { operation: 'insert_at_start', document_content: content('# Start') })
    await edit(play, id, { operation: 'insert_at_end', document_content: content('end') })
    const section_id = () => find(play, id, 'middle')
    await edit(play, id, { operation: 'insert_before', section_id: await section_id(), document_content: content('b') })
    await edit(play, id, { operation: 'insert_after', section_id: await section_id(), document_content: content('a') })
    expect(await markdownOf(play, id)).toBe('# Start\n\nb\n\nmiddle\n\na\n\nend')
    await edit(play, id, { operation: 'replace', section_id: await section_id(), document_content: content('m\n\nn') })
    await edit(play, id, { operation: 'delete', section_id: await find(play, id, 'Start') })
    expect(await markdownOf(play, id)).toBe('b\n\nm\n\nn\n\na\n\nend')
    await edit(play, id, { operation: 'replace', document_content: content('all new') })
    await edit(play, id, { operation: 'rename', title_content: content('New title') })
    expect((await play.see(`canvas/${id}`)).canvas).toMatchObject({ title: 'New title', markdown: 'all new' })
    expect((await play.web.files.info({ file: id })).file).toMatchObject({ title: 'New title' })
  })

  it('gives its sections new ids with every edit, so that an old id finds nothing', async () => {
    const play = await playground()
    const id = await canvasWith(play)
    const section_id = await find(play, id, 'What happened')
    await edit(play, id, { operation: 'insert_at_end', document_content: content('more') })
    const late = edit(play, id, { operation: 'delete', section_id })
    expect(await refusal(late)).toMatchObject({ error: 'canvas_editing_failed', detail: expect.any(String) })
    expect(await markdownOf(play, id)).toBe(`${document}\n\nmore`)
  })

  it('takes one well-formed operation a call', async () => {
    const play = await playground()
    const canvas_id = await canvasWith(play)
    const at_end = { operation: 'insert_at_end', document_content: content('x') }
    const reasons = async (changes: unknown) =>
      (await refusal(call(play.web, 'canvases.edit', { canvas_id, changes }))).response_metadata.messages
    expect(await reasons([at_end, at_end])).toEqual(['[ERROR] no more than 1 items allowed [json-pointer:/changes]'])
    expect(await reasons([])).toEqual(['[ERROR] no fewer than 1 items allowed [json-pointer:/changes]'])
    expect(await reasons([{ operation: 'insert_after', document_content: content('x') }])).toEqual([
      '[ERROR] missing required field: section_id [json-pointer:/changes/0]',
    ])
    expect(await reasons([{ operation: 'rename', title_content: content('x'), section_id: 'x' }])).toEqual([
      '[ERROR] invalid additional property: section_id [json-pointer:/changes/0]',
    ])
    expect(await reasons([{ operation: 'shuffle' }])).toEqual([
      '[ERROR] unsupported type: shuffle [json-pointer:/changes/0/operation]',
    ])
    expect(await reasons([{ ...at_end, document_content: { type: 'html', markdown: 'x' } }])).toHaveLength(1)
    expect(await reasons(undefined)).toEqual(['[ERROR] missing required field: changes'])
    expect(await markdownOf(play, canvas_id)).toBe(document)
  })

  it('is searched by the kind of section and its text', async () => {
    const play = await playground()
    const canvas_id = await canvasWith(play)
    const count = async (criteria: unknown) =>
      (await call(play.web, 'canvases.sections.lookup', { canvas_id, criteria })).sections.length
    expect(await count({ section_types: ['any_header'] })).toBe(2)
    expect(await count({ section_types: ['h1'] })).toBe(1)
    expect(await count({ section_types: ['h1', 'h2'], contains_text: 'Actions' })).toBe(1)
    expect(await count({ section_types: ['list', 'table'] })).toBe(2)
    expect(await count({ contains_text: 'nowhere' })).toBe(0)
    const lookup = (criteria: unknown) => refused(call(play.web, 'canvases.sections.lookup', { canvas_id, criteria }))
    expect(await lookup({})).toBe('invalid_arguments')
    expect(await lookup({ section_types: ['chapter'] })).toBe('invalid_arguments')
    expect(await lookup(undefined)).toBe('invalid_arguments')
  })

  it('keeps code with empty lines and headings in it together', async () => {
    const play = await playground()
    const canvas_id = await canvasWith(play, 'before\n```\n# not a heading\n\ncode\n```\n\nafter')
    const { sections } = await play.web.canvases.sections.lookup({
      canvas_id,
      criteria: { section_types: ['any_header'] },
    })
    expect(sections).toEqual([])
    expect((await play.see(`canvas/${canvas_id}`)).canvas.sections).toHaveLength(2)
  })

  it('holds tables of 300 cells at most', async () => {
    const play = await playground()
    const table = (rows: number) => ['| a | b | c |', '|---|---|---|', ...Array(rows).fill('| 1 | 2 | 3 |')].join('\n')
    const id = await canvasWith(play, table(99))
    const larger = { operation: 'replace', document_content: content(table(100)) }
    expect(await refused(edit(play, id, larger))).toBe('canvas_editing_failed')
    const create = play.web.canvases.create({ document_content: content(table(100)) })
    expect(await refused(create)).toBe('canvas_creation_failed')
  })

  it('is gone once deleted', async () => {
    const play = await playground()
    const canvas_id = await canvasWith(play)
    await play.web.canvases.delete({ canvas_id })
    expect(await refused(play.web.canvases.delete({ canvas_id }))).toBe('canvas_not_found')
    expect(await refused(edit(play, canvas_id, { operation: 'delete', section_id: 'x' }))).toBe('canvas_not_found')
    expect(await refused(play.web.canvases.sections.lookup({ canvas_id, criteria: { contains_text: 'x' } }))).toBe(
      'canvas_deleted',
    )
    expect(await refused(play.web.files.info({ file: canvas_id }))).toBe('file_deleted')
    expect((await play.channel('incidents')).canvases).toEqual([])
  })

  it('needs a channel the app is in and that is open', async () => {
    const { web } = await playground()
    const create = (id: string) => refused(web.canvases.create({ title: 'x', channel_id: id }))
    expect(await create('C0NOWHERE0')).toBe('channel_not_found')
    expect(await create(channels.security)).toBe('channel_not_found')
    expect(await create(channels.general)).toBe('restricted_action')
  })

  it('is shared with people or with channels, not with both at once', async () => {
    const play = await playground()
    const { web } = play
    const canvas_id = (await web.canvases.create({ title: 'Alone' })).canvas_id!
    await web.canvases.access.set({ canvas_id, access_level: 'read', channel_ids: [channels.support] })
    await web.canvases.access.set({ canvas_id, access_level: 'write', user_ids: [people.ana] })
    expect((await web.files.info({ file: canvas_id })).file!.channels).toEqual([channels.support])
    const set = (args: Record<string, unknown>) =>
      refused(call(web, 'canvases.access.set', { canvas_id, access_level: 'read', ...args }))
    expect(await set({})).toBe('invalid_parameters')
    expect(await set({ user_ids: [people.ana], channel_ids: [channels.support] })).toBe('invalid_parameters')
    expect(await set({ channel_ids: [channels.support], access_level: 'owner' })).toBe('invalid_parameters')
    expect(await set({ user_ids: ['U0NOBODY00'] })).toBe('user_not_found')
    expect(await set({ channel_ids: ['C0NOWHERE0'] })).toBe('channel_not_found')
    expect(await set({ user_ids: [people.ana], access_level: 'admire' })).toBe('invalid_arguments')
  })
})

describe('the canvas of a channel', () => {
  it('is one, and named by the channel', async () => {
    const play = await playground()
    const { web } = play
    await canvasWith(play)
    const create = () => web.conversations.canvases.create({ channel_id, document_content: content('# Runbook') })
    const { canvas_id } = await create()
    expect(await refused(create())).toBe('channel_canvas_already_exists')
    expect((await play.channel('incidents')).canvases).toMatchObject([
      { id: canvas_id, title: 'Untitled', is_channel_canvas: true },
      { title: 'INC-1 review', is_channel_canvas: false },
    ])
    const { channel } = await web.conversations.info({ channel: channel_id })
    expect(channel!.properties).toMatchObject({ canvas: { file_id: canvas_id, is_empty: false } })
    await web.canvases.delete({ canvas_id: canvas_id! })
    expect((await create()).ok).toBe(true)
    expect(await refused(web.conversations.canvases.create({ channel_id: 'C0NOWHERE0' }))).toBe('channel_not_found')
  })

  it('is written and looked through by an app with the scopes for it', async () => {
    const { url } = await playground({ app: { scopes: ['canvases:read'] } })
    const web = client(url)
    expect(await refusal(web.conversations.canvases.create({ channel_id }))).toMatchObject({
      error: 'missing_scope',
      needed: 'canvases:write',
    })
    const lookup = web.canvases.sections.lookup({ canvas_id: 'F0NONE', criteria: { contains_text: 'x' } })
    expect(await refused(lookup)).toBe('canvas_not_found')
  })
})
