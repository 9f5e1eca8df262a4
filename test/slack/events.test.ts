import { describe, expect, it } from 'vitest'
import type { Message } from '../../src/domain/review.ts'
import { type Edge, edgeStarter } from '../helpers/slack-listener.ts'
import { event } from './payloads.ts'

const start = edgeStarter()
const channel = 'C0WARROOM'
const at = (n: number) => `1772445600.${String(n).padStart(6, '0')}`
const said = {
  type: 'message',
  channel,
  channel_type: 'channel',
  user: 'U0BEN',
  ts: at(1),
  event_ts: at(1),
  text: 'one',
}
const now = { type: 'message', user: 'U0BEN', ts: at(1), text: 'two', edited: { user: 'U0BEN', ts: at(5) } }
const changed = {
  type: 'message',
  subtype: 'message_changed',
  hidden: true,
  channel,
  ts: at(5),
  event_ts: at(5),
  message: now,
}
const deleted = {
  type: 'message',
  subtype: 'message_deleted',
  hidden: true,
  channel,
  ts: at(9),
  event_ts: at(9),
  deleted_ts: at(1),
}
const item = { type: 'message', channel, ts: at(1) }

async function heard(edge: Edge, ...events: object[]): Promise<Message[]> {
  for (const one of events) await edge.send(event({ ...one }))
  const messages: Message[] = []
  for await (const message of edge.app.transcripts.read(channel)) messages.push(message)
  return messages
}

describe('what happens in the channel of an incident', () => {
  it('is kept as it happens: messages, edits, deletions, reactions and pins', async () => {
    const edge = await start()
    await edge.seed({ channel })
    const pin = { channel_id: channel, user: 'U0ANA', item: { type: 'message', channel, message: { ts: at(1) } } }
    const reaction = { user: 'U0CHLOE', reaction: 'eyes', item }
    expect(
      await heard(
        edge,
        { ...said, subtype: 'file_share', files: [{ id: 'F1', name: 'a.png', mimetype: 'image/png', size: 3 }] },
        changed,
        { type: 'reaction_added', ...reaction, event_ts: at(6) },
        { type: 'reaction_added', ...reaction, reaction: 'tada', event_ts: at(7) },
        { type: 'reaction_removed', ...reaction, event_ts: at(8) },
        { type: 'pin_added', ...pin, event_ts: at(6) },
        { ...said, ts: at(3), thread_ts: at(1), subtype: 'thread_broadcast', text: 'reply' },
        { ...said, ts: at(4), subtype: 'channel_topic', text: 'set the topic' },
      ),
    ).toEqual([
      {
        ts: at(1),
        user: 'U0BEN',
        text: 'two',
        isEdited: true,
        earlier: [{ text: 'one', since: at(1) }],
        isSystem: false,
        isPinned: true,
        files: [{ id: 'F1', name: 'a.png', mediaType: 'image/png', bytes: 3 }],
        reactions: [{ name: 'tada', count: 1, users: ['U0CHLOE'] }],
      },
      expect.objectContaining({ ts: at(3), threadTs: at(1), text: 'reply' }),
      expect.objectContaining({ ts: at(4), isSystem: true }),
    ])
    expect(await heard(edge, deleted)).toMatchObject([{ text: 'two', deletion: { at: at(9) } }, {}, {}])
  })

  it('is the same when events come late, twice and in another order', async () => {
    const edge = await start()
    await edge.seed({ channel })
    const messages = await heard(edge, deleted, deleted, changed, said, said)
    expect(messages).toMatchObject([{ text: 'two', earlier: [{ text: 'one' }], deletion: { at: at(9) } }])
  })

  it('is a deletion too when a parent turns into a stone, because its thread lives on', async () => {
    const edge = await start()
    await edge.seed({ channel })
    const message = {
      subtype: 'tombstone',
      ts: at(1),
      thread_ts: at(1),
      user: 'USLACKBOT',
      text: 'This message was deleted.',
    }
    expect(await heard(edge, said, { ...changed, message, previous_message: said })).toMatchObject([
      { user: 'U0BEN', text: 'one', deletion: { at: at(5) } },
    ])
  })

  it('is another name of a file, and its deletion, told of by the file alone', async () => {
    const edge = await start()
    await edge.seed({ channel })
    // Once: of a file that was sent nowhere here nothing is asked.
    edge.slack.expect('files.info', { ok: true, file: { id: 'F1', name: 'errors.png', size: 3 } })
    const sent = { ...said, subtype: 'file_share', files: [{ id: 'F1', name: 'IMG_1.png', mimetype: 'image/png' }] }
    const changes = ['file_change', 'file_deleted'].map((type, n) => ({ type, file_id: 'F1', event_ts: at(5 + n) }))
    const elsewhere = { type: 'file_change', file_id: 'F2', event_ts: at(5) }
    expect((await heard(edge, sent, elsewhere, ...changes))[0]?.files).toEqual([
      {
        id: 'F1',
        name: 'errors.png',
        formerly: ['IMG_1.png'],
        mediaType: 'image/png',
        bytes: 3,
        deletion: { at: new Date('2026-03-02T10:00:00Z') },
      },
    ])
  })

  it('is nothing to us in any other channel, which is not asked about again and again', async () => {
    const edge = await start()
    await edge.seed({ channel: 'C0OTHER' })
    let asked = 0
    const { getByChannel } = edge.app.incidents
    Object.assign(edge.app.incidents, {
      getByChannel: async (id: string) => {
        asked += 1
        return getByChannel(id)
      },
    })
    expect(await heard(edge, said, changed, said)).toEqual([])
    expect(asked).toBe(1)
  })
})
