import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mongo } from 'mongoose'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { startStore } from '../src/local/mongo/index.ts'
import { runStoreCommand } from '../src/store-command.ts'
import { serve, typescript } from './local/mongo/helpers/child.ts'

let data: string
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'sitrep-command-'))
  onTestFinished(() => rm(data, { recursive: true, force: true }))
})

const storeOf = (folder: string) => join(folder, 'store')

async function run(args: string, folder = data): Promise<{ code: number; out: string; err: string; lines: string[] }> {
  const [out, err, lines]: [string[], string[], string[]] = [[], [], []]
  const code = await runStoreCommand(args.split(' ').filter(Boolean), {
    env: { DATA_DIR: folder },
    say: text => void out.push(text),
    complain: text => void err.push(text),
    showProgress: line => void lines.push(line),
  })
  return { code, out: out.join('\n'), err: err.join('\n'), lines }
}

async function withClient<T>(uri: string, work: (db: mongo.Db) => Promise<T>): Promise<T> {
  const client = await new mongo.MongoClient(uri).connect()
  try {
    return await work(client.db())
  } finally {
    await client.close()
  }
}

async function fill(uri: string): Promise<void> {
  await withClient(uri, async db => {
    await db.collection('incidents').createIndex({ number: 1 }, { unique: true })
    await db.collection('incidents').insertMany(Array.from({ length: 1_234 }, (_, number) => ({ number })))
    await db.collection('counters').insertOne({ value: 1_234 })
  })
}

async function filledStore(): Promise<void> {
  const store = await startStore({ dir: storeOf(data) })
  await fill(store.uri)
  await store.stop()
}

test('checks, measures, backs up, restores and copies a store that nobody uses', async () => {
  await filledStore()
  expect(await run('check')).toMatchObject({
    code: 0,
    out: 'All is well: 1,235 documents in 2 collections, 1,234 index entries.',
  })
  const stats = await run('stats')
  expect(stats.out).toContain('Used by  nobody')
  expect(stats.out).toMatch(/sitrep\.incidents +1,234 +0\.0 MB +2/)
  const file = join(data, 'backup.gz')
  expect(await run(`backup ${file}`)).toMatchObject({
    code: 0,
    out: `Wrote 1,235 documents of 2 collections to ${file}.`,
  })
  const elsewhere = join(data, 'elsewhere')
  expect(await run(`restore ${file}`, elsewhere)).toMatchObject({
    code: 0,
    out: 'Restored and checked 1,235 documents of 2 collections.',
  })
  const target = await startStore({ dir: join(data, 'target') })
  onTestFinished(() => target.stop())
  const copied = await run(`copy --to ${target.uri}`)
  expect(copied).toMatchObject({ code: 0, err: '' })
  expect(copied.out).toMatch(/incidents +1,234 +1,234 +2 +[0-9a-f]{12}/)
  expect(copied.out).toContain('Counts and hashes are the same on both sides. 1,235 documents were written.')
  for (const step of ['copy', 'verify'])
    expect(copied.lines.join('\n')).toMatch(new RegExp(`${step} incidents +\\[#*\\.*\\] \\d+ %`))
  expect((await run(`copy --to ${target.uri}`)).out).toContain('There was nothing to copy.')
  const back = join(data, 'back')
  expect((await run(`copy --from ${target.uri}`, back)).code).toBe(0)
  expect((await run('check', back)).out).toContain('All is well: 1,235 documents')
})

test('checks, measures, backs up and copies while Sitrep runs, and restores only when it does not', async () => {
  const { child, uri } = await serve(storeOf(data))
  await fill(uri)
  expect((await run('check')).out).toContain('All is well: 1,235 documents')
  expect((await run('stats')).out).toContain(`Used by  the process ${child.pid}`)
  const file = join(data, 'backup')
  expect(await run(`backup ${file}`)).toMatchObject({ code: 0 })
  const target = await startStore({ dir: join(data, 'target') })
  onTestFinished(() => target.stop())
  expect(await run(`copy --to ${target.uri}`)).toMatchObject({ code: 0 })
  for (const command of [`restore ${file} --force`, `copy --from ${target.uri}`])
    expect(await run(command)).toMatchObject({
      code: 1,
      err: `The data folder ${storeOf(data)} is in use by the process ${child.pid}. Stop that one first, or choose another folder.`,
    })
  await withClient(uri, async db => expect(await db.collection('incidents').countDocuments()).toBe(1_234))
})

test('asks before it replaces anything', async () => {
  await filledStore()
  const file = join(data, 'backup')
  await run(`backup ${file}`)
  expect(await run(`backup ${file}`)).toMatchObject({ code: 1, err: expect.stringContaining('--force') })
  expect(await run(`restore ${file}`)).toMatchObject({ code: 1, err: expect.stringContaining('--force') })
  expect(await run(`restore ${file} --force`)).toMatchObject({ code: 0 })
})

test.each([
  ['', 'Say what to do: check, stats, backup, restore, copy.'],
  ['chekc', 'There is no command chekc.'],
  ['backup', 'Name the file to backup.'],
  ['check now', 'now is too much.'],
  ['copy', 'Say either --to or --from'],
  ['copy --to a --from b', 'Say either --to or --from'],
  ['check --fast', "Unknown option '--fast'"],
])('says what is wrong with “%s” and how it is used', async (args, message) => {
  const { code, err, out } = await run(args)
  expect(code).toBe(2)
  expect(out).toBe('')
  expect(err).toContain(message)
  expect(err).toContain('npm run store -- check')
  expect(existsSync(storeOf(data))).toBe(false)
})

test('explains itself', async () => {
  expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('copy --to <mongodb-uri>') })
})

test.each(['check', 'stats', 'backup x', 'copy --to mongodb://127.0.0.1:1'])(
  'says where it looked when %s finds no store, and makes none',
  async args => {
    expect(await run(args)).toMatchObject({ code: 1, err: expect.stringMatching(/There is no store in .*DATA_DIR/) })
    expect(existsSync(storeOf(data))).toBe(false)
  },
)

test('ends as a command does', async () => {
  const child = spawn(process.execPath, [...typescript, 'src/store-cli.ts', 'check'], {
    env: { ...process.env, DATA_DIR: data },
  })
  let err = ''
  child.stderr.on('data', chunk => (err += String(chunk)))
  const [code] = await once(child, 'exit')
  expect([code, err]).toEqual([1, expect.stringContaining('There is no store in')])
})
