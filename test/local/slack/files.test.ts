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
})
