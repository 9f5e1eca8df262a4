import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Message } from '../src/domain/review.ts'
import { runEraseCommand } from '../src/erase-command.ts'
import { heardOf } from '../src/slack/heard.ts'
import { gatherTranscript } from '../src/slack/transcript.ts'
import { connectStore, type Store } from '../src/store/connect.ts'
import { openDatabase } from './helpers/database.ts'
import { slackHttp, workspaceOver } from './slack/slack-http.ts'

let database: Awaited<ReturnType<typeof openDatabase>>
let store: Store
beforeAll(async () => {
  database = await openDatabase()
  store = await connectStore(database.uri)
})
afterEach(() => store.clear())
afterAll(async () => {
  await store.close()
  await database.close()
})

const rules = { keepDeleted: true, self: 'U0SITREP' }
const ts = (n: number) => `1772445600.00000${n}`
const erase = (...args: string[]) => runEraseCommand(args, { MONGODB_URI: database.uri })

async function talk(into = store): Promise<void> {
  const said = [
    { ts: ts(1), user: 'U0BEN', text: 'I broke it', files: [{ id: 'F1', name: 'ben.png' }] },
    { ts: ts(2), user: 'U0ANA', text: 'Thanks <@U0BEN|ben>, and <@U0BENNY>' },
  ]
  const heard = said.flatMap(one => heardOf(one, { seen: one.ts }) ?? [])
  const mark = { name: 'eyes', user: 'U0BEN', isAdded: true, at: ts(3), heardAt: 3 }
  await into.transcripts.note('C0INC', [...heard, { kind: 'reaction', ts: ts(2), ...mark }], rules)
}
async function messages(): Promise<Message[]> {
  const all: Message[] = []
  for await (const message of store.transcripts.read('C0INC')) all.push(message)
  return all
}

describe('npm run erase', () => {
  it('calls a person otherwise wherever they wrote, were mentioned or reacted, and nobody else', async () => {
    await talk()
    expect(await erase('--user', 'U0BEN')).toEqual({
      code: 0,
      text: 'U0BEN is Person 1 now, in 2 messages. 0 built reviews were deleted; ask for them again in Slack.',
    })
    expect(await messages()).toMatchObject([
      { user: 'Person 1', text: 'I broke it', files: [{ id: 'F1' }] },
      { user: 'U0ANA', text: 'Thanks @Person 1, and <@U0BENNY>', reactions: [{ users: ['Person 1'] }] },
    ])
    expect(await erase('--user', 'U0BEN')).toMatchObject({
      text: expect.stringContaining('is Person 1 now, in 0 messages'),
    })
    expect(await erase('--user', 'U0ANA')).toMatchObject({
      text: expect.stringContaining('is Person 2 now, in 1 messages'),
    })
  })

  it('deletes what they wrote and sent when asked, and the reviews that say it', async () => {
    await talk()
    await store.attachments.save({
      channel: 'C0INC',
      id: 'F1',
      name: 'ben.png',
      content: ReadableStream.from([new Uint8Array(3)]),
    })
    await store.reviews.save({
      incident: 'INC-1',
      format: 'markdown',
      content: ReadableStream.from(['Ben broke it']),
      builtAt: new Date(0),
    })
    expect((await erase('--user', 'U0BEN', '--texts')).code).toBe(0)
    expect((await messages())[0]).toMatchObject({ user: 'Person 1', text: '', files: [] })
    expect(await store.attachments.bytesOf('C0INC')).toBe(0)
    expect(await store.reviews.get('INC-1', 'markdown')).toBeUndefined()
  })

  it('lets nothing come back that Slack says again', async () => {
    await talk()
    await erase('--user', 'U0BEN', '--texts')
    const another = await connectStore(database.uri)
    try {
      await talk(another)
    } finally {
      await another.close()
    }
    expect(JSON.stringify(await messages())).not.toMatch(/U0BEN[^N]|broke|ben\.png/)
  })

  it('takes out their names as others typed them, as words of their own', async () => {
    const said = 'Ask ben, BEN OKRI or @ben; the bench, Ben_2 and Rubén stay. (ben.)'
    const heard = heardOf({ ts: ts(1), user: 'U0ANA', text: said }, { seen: ts(1) })
    if (heard) await store.transcripts.note('C0INC', [heard], rules)
    await erase('--user', 'U0BEN', '--name', 'Ben Okri', '--name', 'ben')
    const told = 'Ask Person 1, Person 1 or @Person 1; the bench, Ben_2 and Rubén stay. (Person 1.)'
    expect((await messages())[0]?.text).toBe(told)
    await erase('--user', 'U0BEN')
    const later = heardOf({ ts: ts(2), user: 'U0ANA', text: 'Thanks, Ben' }, { seen: ts(2) })
    if (later) await store.transcripts.note('C0INC', [later], rules)
    expect((await messages())[1]?.text).toBe('Thanks, Person 1')
  })

  it('holds at once in a process that runs, whatever it hears or reads of the channel again', async () => {
    // It remembers for a while that there is nobody.
    expect((await store.pseudonyms.now()).size).toBe(0)
    const another = await connectStore(database.uri)
    await another.pseudonyms.give('U0BEN', { isSilenced: true, names: ['Ben'] })
    await another.transcripts.rename()
    await another.close()
    await talk()
    const file = { id: 'F1', name: 'ben.png', mimetype: 'image/png', url_private: 'https://files.slack.com/ben.png' }
    const reactions = [{ name: 'eyes', count: 1, users: ['U0BEN'] }]
    const slack = slackHttp({
      'conversations.history': () => ({
        messages: [
          { ts: ts(5), user: 'U0SITREP', subtype: 'channel_topic', text: '<@U0SITREP> set the topic: IC @ben' },
          { ts: ts(4), user: 'U0BEN', subtype: 'channel_join', text: '<@U0BEN> has joined the channel' },
          { ts: ts(3), user: 'U0ANA', text: 'Ben did', reply_count: 1, thread_ts: ts(3), reactions },
          { ts: ts(1), user: 'U0BEN', text: 'I broke it', edited: { ts: ts(9) }, files: [file] },
        ],
      }),
      'conversations.replies': () => ({ messages: [{ ts: ts(6), thread_ts: ts(3), user: 'U0BEN', text: 'Not me' }] }),
    })
    try {
      const keeper = { transcripts: store.transcripts, rules: () => rules, now: () => new Date('2026-03-02T12:00:00Z') }
      await gatherTranscript(workspaceOver(), keeper)('C0INC')
    } finally {
      slack.stop()
    }
    expect(await messages()).toMatchObject([
      { user: 'Person 1', text: '' },
      { user: 'U0ANA' },
      { text: 'Person 1 did', reactions: [{ users: ['Person 1'] }] },
      { user: 'Person 1', text: '', threadTs: ts(3) },
      { text: '' },
      { text: expect.stringContaining('IC @Person 1') },
    ])
    expect(JSON.stringify(await messages())).not.toMatch(/U0BEN[^N]|\bben\b|broke|Not me/i)
    expect(await store.transcripts.filesToKeep('C0INC')).toEqual([])
  })

  it.each([
    [[]],
    [['--user']],
    [['--user', 'ben']],
    [['--user', 'U0BEN', '--all']],
    [['--user', 'U0BEN', '--name', 'b']],
  ])('says how it is used when it is called with %j', async args => {
    expect(await erase(...args)).toMatchObject({ code: 2, text: expect.stringContaining('Usage: npm run erase') })
  })

  it('says what to mend when there is no database', async () => {
    const answer = await runEraseCommand(['--user', 'U0BEN'], { MONGODB_URI: 'mongodb://127.0.0.1:1/sitrep' })
    expect(answer).toMatchObject({ code: 1, text: expect.stringContaining('mongodb') })
  })
})
