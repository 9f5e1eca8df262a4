import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Message } from '../src/domain/review.ts'
import { runEraseCommand } from '../src/erase-command.ts'
import { heardOf } from '../src/slack/heard.ts'
import { connectStore, type Store } from '../src/store/connect.ts'
import { openDatabase } from './helpers/database.ts'

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

  it.each([[[]], [['--user']], [['--user', 'ben']], [['--user', 'U0BEN', '--all']]])(
    'says how it is used when it is called with %j',
    async args => {
      expect(await erase(...args)).toMatchObject({ code: 2, text: expect.stringContaining('Usage: npm run erase') })
    },
  )

  it('says what to mend when there is no database', async () => {
    const answer = await runEraseCommand(['--user', 'U0BEN'], { MONGODB_URI: 'mongodb://127.0.0.1:1/sitrep' })
    expect(answer).toMatchObject({ code: 1, text: expect.stringContaining('mongodb') })
  })
})
