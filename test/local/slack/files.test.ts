import { describe, expect, it } from 'vitest'
import { bot, channels, playground, refused } from './playground.ts'

const markdown = '# Review\n\nÀ la fin, tout va bien.\n'

describe('a file', () => {
  it('is uploaded by uploadV2 and shared as a message', async () => {
    const { web, messages } = await playground()
    await web.filesUploadV2({
      channel_id: channels.incidents,
      filename: 'review.md',
      title: 'Review',
      content: markdown,
      initial_comment: 'Here it is',
    })
    const [message] = await messages('incidents')
    expect(message).toMatchObject({
      text: 'Here it is',
      user: bot,
      files: [{ name: 'review.md', title: 'Review', mimetype: 'text/markdown', size: Buffer.byteLength(markdown) }],
    })
  })

  it('is downloaded with the bot’s token only', async () => {
    const { web, messages, url } = await playground()
    await web.filesUploadV2({ channel_id: channels.incidents, filename: 'review.md', content: markdown })
    const [message] = await messages('incidents')
    const { id, url_private_download } = message.files[0]
    const authorized = await fetch(url_private_download, { headers: { authorization: 'Bearer xoxb-sandbox' } })
    expect(await authorized.text()).toBe(markdown)
    expect((await fetch(url_private_download)).status).toBe(403)
    const forPage = await fetch(`${url}/_control/files/${id}`)
    expect(forPage.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    expect(await forPage.text()).toBe(markdown)
    expect((await web.files.info({ file: id })).file).toMatchObject({ id, channels: [channels.incidents] })
  })

  it('exists only once its upload is complete', async () => {
    const { web, messages } = await playground()
    const { upload_url, file_id } = await web.files.getUploadURLExternal({ filename: 'a.png', length: 3 })
    const complete = () =>
      web.files.completeUploadExternal({ files: [{ id: file_id!, title: 'A' }], channel_id: channels.incidents })
    expect(await refused(complete())).toBe('file_not_found')
    expect((await fetch(upload_url!, { method: 'POST', body: 'too long' })).status).toBe(400)
    expect((await fetch(upload_url!, { method: 'POST', body: 'png' })).status).toBe(200)
    expect(await refused(web.files.info({ file: file_id! }))).toBe('file_not_found')
    expect((await fetch(`${upload_url}x`, { method: 'POST', body: 'png' })).status).toBe(404)
    await complete()
    expect(await messages('incidents')).toMatchObject([{ files: [{ id: file_id, mimetype: 'image/png' }] }])
    // Completing twice is not possible.
    expect(await refused(complete())).toBe('file_not_found')
  })

  it('may come as a form and land in a thread', async () => {
    const { web } = await playground()
    const { ts } = await web.chat.postMessage({ channel: channels.incidents, text: 'parent' })
    const { upload_url, file_id } = await web.files.getUploadURLExternal({ filename: 'a.txt', length: 5 })
    const form = new FormData()
    form.append('file', new Blob(['hello']), 'a.txt')
    expect((await fetch(upload_url!, { method: 'POST', body: form })).status).toBe(200)
    await web.files.completeUploadExternal({
      files: [{ id: file_id! }],
      channel_id: channels.incidents,
      thread_ts: ts!,
    })
    const { messages } = await web.conversations.replies({ channel: channels.incidents, ts: ts! })
    expect(messages![1]).toMatchObject({ thread_ts: ts, files: [{ id: file_id, title: 'a.txt' }] })
  })

  it('is not shared where the app is not a member', async () => {
    const { web } = await playground()
    const { upload_url, file_id } = await web.files.getUploadURLExternal({ filename: 'a.txt', length: 1 })
    await fetch(upload_url!, { method: 'POST', body: 'x' })
    const share = web.files.completeUploadExternal({ files: [{ id: file_id! }], channel_id: channels.general })
    expect(await refused(share)).toBe('not_in_channel')
  })

  it('is deleted by its owner and leaves a tombstone in its message', async () => {
    const { url, web, messages, act } = await playground()
    const channel_id = channels.incidents
    await web.filesUploadV2({ channel_id, filename: 'review.md', content: markdown })
    const [{ files }] = await messages('incidents')
    const file = files[0].id
    const bytes = () => fetch(`${url}/_control/files/${file}`)
    expect(await (await bytes()).text()).toBe(markdown)
    await web.files.delete({ file })
    expect((await bytes()).status).toBe(404)
    expect((await messages('incidents'))[0].files).toEqual([{ id: file, mode: 'tombstone' }])
    expect(await refused(web.files.info({ file }))).toBe('file_deleted')
    expect(await refused(web.files.delete({ file }))).toBe('file_deleted')
    const headers = { authorization: 'Bearer xoxb-sandbox' }
    expect((await fetch(files[0].url_private_download, { headers })).status).toBe(404)
    const { canvas_id } = await web.canvases.create({ title: 'Notes' })
    expect(await refused(web.files.delete({ file: canvas_id! }))).toBe('cant_delete_file')
    const data = Buffer.from('hello').toString('base64')
    const upload = await act('upload', { user: 'ana', name: 'a.txt', data })
    await act('message', { channel: 'incidents', user: 'ana', text: 'look', files: [upload.file.id] })
    expect(await refused(web.files.delete({ file: upload.file.id }))).toBe('cant_delete_file')
    expect(await refused(web.files.delete({ file: 'F0NONE' }))).toBe('file_not_found')
  })

  it('is renamed and deleted by who sent it, or an admin', async () => {
    const { url, messages, act } = await playground()
    const data = Buffer.from('hello').toString('base64')
    const { file } = await act('upload', { user: 'ben', name: 'a.txt', data })
    const refusal = { ok: false, error: expect.any(String) }
    expect(await act('rename-file', { user: 'ben', file: file.id, name: 'b.txt' })).toEqual(refusal)
    await act('message', { channel: 'incidents', user: 'ben', text: 'look', files: [file.id] })
    expect(await act('delete-file', { user: 'chloe', file: file.id })).toEqual(refusal)
    await act('rename-file', { user: 'ben', file: file.id, name: 'b.txt' })
    expect((await messages('incidents')).at(-1).files).toMatchObject([{ id: file.id, name: 'b.txt', title: 'b.txt' }])
    await act('delete-file', { user: 'ana', file: file.id })
    expect((await messages('incidents')).at(-1).files).toEqual([{ id: file.id, mode: 'tombstone' }])
    expect((await fetch(`${url}/_control/files/${file.id}`)).status).toBe(404)
    expect(await act('delete-file', { user: 'ana', file: file.id })).toEqual(refusal)
  })

  it('is listed, the newest first, by channel and kind', async () => {
    const { web } = await playground()
    const upload = (channel_id: string, filename: string) =>
      web.filesUploadV2({ channel_id, filename, content: markdown })
    await upload(channels.incidents, 'review.md')
    await upload(channels.support, 'picture.png')
    const { canvas_id } = await web.canvases.create({ title: 'Notes', channel_id: channels.incidents })
    const names = async (args: Record<string, string | number>) =>
      (await web.files.list(args)).files!.map(file => file.name)
    expect(await names({})).toEqual(['Notes', 'picture.png', 'review.md'])
    expect(await names({ channel: channels.incidents })).toEqual(['Notes', 'review.md'])
    expect(await names({ types: 'images,pdfs' })).toEqual(['picture.png'])
    expect((await web.files.list({ types: 'canvas' })).files).toMatchObject([{ id: canvas_id }])
    expect(await names({ count: 2, page: 2 })).toEqual(['review.md'])
    expect((await web.files.list({ count: 2 })).paging).toEqual({ count: 2, total: 3, page: 1, pages: 2 })
    expect(await refused(web.files.list({ types: 'planets' }))).toBe('unknown_type')
    expect(await refused(web.files.list({ types: 'toString' }))).toBe('unknown_type')
  })
})
