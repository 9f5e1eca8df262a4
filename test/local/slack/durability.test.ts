import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { afterwards, channels, client, people, playground } from './playground.ts'

const hooks = new URL('./typescript-hooks.mjs', import.meta.url).href
const typescript = `data:text/javascript,import { register } from 'node:module'; register('${hooks}')`
/** A folder that does not exist yet. */
const newDir = async () => join(await mkdtemp(join(tmpdir(), 'workspace-')), 'data', 'slack')

describe('a workspace with a folder', () => {
  it('is the same after a restart, clock and open modals included', async () => {
    const dir = await newDir()
    const first = await playground({ dir })
    const { web, act } = first
    const { channel } = await web.conversations.create({ name: 'kept', is_private: true })
    const { ts } = await web.chat.postMessage({ channel: channel!.id!, text: 'kept', client_msg_id: 'id-1' } as never)
    await web.chat.postMessage({ channel: channel!.id!, thread_ts: ts!, text: 'reply' })
    await web.chat.postEphemeral({ channel: channels.incidents, user: people.ana, text: 'only you' })
    await web.pins.add({ channel: channel!.id!, timestamp: ts! })
    await web.filesUploadV2({ channel_id: channels.incidents, filename: 'a.txt', content: 'bytes' })
    await web.views.publish({ user_id: people.ana, view: { type: 'home', blocks: [] } })
    await act('command', { channel: 'incidents', user: 'ana', command: '/hello', text: '' })
    const { trigger_id } = (await first.see('log')).entries.find(
      (e: { type?: string }) => e.type === 'slash_commands',
    ).request
    await web.views.open({
      trigger_id,
      view: { type: 'modal', title: { type: 'plain_text', text: 'Open' }, blocks: [] },
    })
    await act('advance', { minutes: 90 })
    await first.workspace.stop()

    const second = await playground({ dir })
    expect((await second.see('state')).offsetMinutes).toBe(90)
    const kept = await second.messages('kept')
    expect(kept).toMatchObject([
      { subtype: 'channel_join' },
      { text: 'kept', reply_count: 1, pinned_to: [channel!.id] },
      { text: 'reply' },
      { subtype: 'pinned_item' },
    ])
    expect((await second.see('ephemeral/ana')).messages).toMatchObject([{ text: 'only you' }, { user: 'USLACKBOT' }])
    expect((await second.see('views/ana')).view.title.text).toBe('Open')
    expect((await second.see('home/ana')).view.type).toBe('home')
    const [{ files }] = (await second.messages('incidents')).slice(-1)
    expect(await (await fetch(`${second.url}/_control/files/${files[0].id}`)).text()).toBe('bytes')
    const again = await second.web.chat.postMessage({
      channel: channel!.id!,
      text: 'kept',
      client_msg_id: 'id-1',
    } as never)
    expect(again.ts).toBe(ts)
  })

  it('stays empty after a reset and a restart', async () => {
    const dir = await newDir()
    const first = await playground({ dir })
    await first.web.conversations.create({ name: 'gone' })
    await first.act('reset')
    await first.workspace.stop()
    const second = await playground({ dir })
    expect((await second.see('state')).channels.map((c: { name: string }) => c.name).sort()).toEqual([
      'customer-updates',
      'general',
      'incidents',
      'leadership',
      'random',
      'security-team',
      'support',
    ])
  })

  it.each([2, 11])('loses nothing it acknowledged when its process is killed with answer %i', async n => {
    const dir = await newDir()
    const script = new URL('./killed-workspace.ts', import.meta.url)
    const child = fork(script, [dir, String(n)], { execArgv: ['--import', typescript] })
    afterwards(async () => void child.kill('SIGKILL'))
    const [{ url }] = (await once(child, 'message')) as [{ url: string }]
    const web = client(url)
    const acknowledged: string[] = []
    const { channel } = await web.conversations.create({ name: 'written' })
    const id = channel!.id!
    while (acknowledged.length < n - 1) {
      const { ts } = await web.chat.postMessage({ channel: id, text: `message ${acknowledged.length}` })
      acknowledged.push(ts!)
    }
    if (child.signalCode === null) await once(child, 'exit')
    expect(child.signalCode).toBe('SIGKILL')

    const { messages } = await playground({ dir })
    expect((await messages('written')).map(m => m.ts).slice(1)).toEqual(acknowledged)
  })

  it('with a thousand messages opens in well under a second', async () => {
    const dir = await newDir()
    const first = await playground({ dir })
    const post = (text: string) => first.act('message', { channel: 'incidents', user: 'ana', text })
    for (let round = 0; round < 10; round++)
      await Promise.all(Array.from({ length: 100 }, (_, i) => post(`message ${round}/${i}`)))
    await first.workspace.stop()
    const started = performance.now()
    const second = await playground({ dir })
    expect(performance.now() - started).toBeLessThan(1000)
    expect((await second.channel('incidents')).message_count).toBe(1000)
  })
})
