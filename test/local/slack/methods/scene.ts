import { sampleSeed, startWorkspace } from '../../../../src/local/slack/index.ts'
import { type Answer, channels, client, people } from '../playground.ts'
import { sampleApp } from '../sample-app.ts'

/** A workspace in which something of every kind can go wrong. */
export interface Scene {
  readonly url: string
  readonly post_at: number
  /**
   * Channels: one the app is in, one it made, a private one with nobody else, one it is not in, a private one of others,
   * an archived one, a direct message, and none.
   */
  readonly open: string
  readonly own: string
  readonly alone: string
  readonly closed: string
  readonly hidden: string
  readonly archived: string
  readonly direct: string
  readonly nowhere: string
  /** A user who left, a message of the app, one of a person, and one that the app reacted to and pinned. */
  readonly gone: string
  readonly mine: string
  readonly theirs: string
  readonly marked: string
  readonly file: string
  readonly uploaded: string
  readonly deletedFile: string
  readonly theirFile: string
  readonly theirUpload: string
  readonly canvas: string
  readonly deletedCanvas: string
  readonly bookmark: string
  readonly scheduled: string
  stop(): Promise<void>
}

export async function setScene(): Promise<Scene> {
  const seed = sampleSeed({ ...sampleApp, scopes: [...sampleApp.scopes, 'mpim:history'] })
  const gone = {
    id: 'U0GONE0008',
    name: 'gone',
    realName: 'Gone Sample',
    tz: 'Etc/UTC',
    isDeleted: true,
    email: 'gone@acme.example',
  }
  const { url, stop } = await startWorkspace({
    seed: { ...seed, users: [...seed.users, gone] },
    rateLimits: 'off',
  })
  const web = client(url)
  const open = channels.incidents
  const act = async (name: string, body: Record<string, unknown>): Promise<Answer> => {
    const headers = { 'content-type': 'application/json' }
    return (await fetch(`${url}/_control/${name}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }
  const post = async (text: string) => (await web.chat.postMessage({ channel: open, text })).ts!
  const upload = async (filename: string) => {
    const { upload_url, file_id } = await web.files.getUploadURLExternal({ filename, length: 1 })
    await fetch(upload_url!, { method: 'POST', body: 'x' })
    return file_id!
  }
  const share = async (filename: string) => {
    const id = await upload(filename)
    await web.files.completeUploadExternal({ files: [{ id }], channel_id: open })
    return id
  }
  const create = async (name: string, is_private = false) =>
    (await web.conversations.create({ name, is_private })).channel!.id!
  const archived = await create('archived')
  await web.conversations.archive({ channel: archived })
  const marked = await post('marked')
  await web.reactions.add({ channel: open, timestamp: marked, name: 'eyes' })
  await web.pins.add({ channel: open, timestamp: marked })
  const deletedFile = await share('b.txt')
  await web.files.delete({ file: deletedFile })
  const data = Buffer.from('x').toString('base64')
  const { file: theirs } = await act('upload', { user: 'ana', name: 'c.txt', data })
  await act('message', { channel: 'incidents', user: 'ana', text: 'file', files: [theirs.id] })
  const deletedCanvas = (await web.canvases.create({ title: 'x' })).canvas_id!
  await web.canvases.delete({ canvas_id: deletedCanvas })
  await web.conversations.canvases.create({ channel_id: open })
  const { bookmark } = await web.bookmarks.add({ channel_id: open, title: 'x', type: 'link', link: 'https://a.test' })
  const post_at = Math.floor(Date.now() / 1000) + 3600
  return {
    url,
    stop,
    post_at,
    open,
    own: await create('own'),
    alone: await create('alone', true),
    closed: channels.general,
    hidden: channels.security,
    archived,
    direct: (await web.conversations.open({ users: people.ana })).channel!.id!,
    nowhere: 'C0NOWHERE0',
    gone: gone.id,
    mine: await post('mine'),
    theirs: (await act('message', { channel: 'incidents', user: 'ana', text: 'theirs' })).ts,
    marked,
    file: await share('a.txt'),
    uploaded: await upload('d.txt'),
    deletedFile,
    theirFile: theirs.id,
    theirUpload: (await act('upload', { user: 'ana', name: 'e.txt', data })).file.id,
    canvas: (await web.canvases.create({ title: 'x' })).canvas_id!,
    deletedCanvas,
    bookmark: bookmark!.id!,
    scheduled: (await web.chat.scheduleMessage({ channel: open, text: 'x', post_at })).scheduled_message_id!,
  }
}
