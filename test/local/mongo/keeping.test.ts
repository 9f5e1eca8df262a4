import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import mongoose from 'mongoose'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Crc64 } from '../../../src/local/mongo/crc64.ts'
import { folderAt } from '../../../src/local/mongo/folder.ts'
import { backUp, checkStore, measureStore, restore, StoreError, startStore } from '../../../src/local/mongo/index.ts'
import { checkPages } from '../../../src/local/mongo/pages.ts'
import { Storage } from '../../../src/local/mongo/storage.ts'
import { crc64, makeArchive, parseArchive } from './helpers/archive.ts'
import { serve } from './helpers/child.ts'
import { Decimal128, Double, Int32, Long, MongoClient, ObjectId, temporaryFolder } from './helpers/store.ts'

const { BSON, BSONRegExp } = mongoose.mongo

function folder(): string {
  const { path, remove } = temporaryFolder()
  onTestFinished(remove)
  return path
}

async function connect(uri: string) {
  const client = await new MongoClient(uri).connect()
  onTestFinished(() => client.close())
  return client
}

/** Lets a store run in the folder for as long as the work takes. */
async function within<T>(dir: string, work: (db: mongoose.mongo.Db) => Promise<T>): Promise<T> {
  const store = await startStore({ dir })
  const client = await new MongoClient(store.uri).connect()
  try {
    return await work(client.db())
  } finally {
    await client.close()
    await store.stop()
  }
}

const everyType = {
  _id: new ObjectId(),
  int: new Int32(1),
  double: new Double(1),
  long: Long.fromString('9007199254740993'),
  decimal: Decimal128.fromString('1.10'),
  date: new Date(0),
  bytes: Buffer.from('bytes'),
  nothing: null,
  list: [1, 'two', { three: 3 }],
  pattern: new BSONRegExp('^a', 'im'),
}

/** A store with three collections, one of them empty, and every kind of index. */
async function fill(dir: string): Promise<void> {
  await within(dir, async db => {
    await db.collection('incidents').insertMany(
      Array.from({ length: 300 }, (_, n) => ({
        n,
        requestId: `r${n}`,
        tags: ['a', n % 3],
        ...(n % 2 ? { at: new Date(n) } : {}),
      })),
    )
    await db.collection('incidents').createIndex({ requestId: 1 }, { unique: true })
    await db.collection('incidents').createIndex({ tags: 1, n: -1 })
    await db.collection('incidents').createIndex({ at: 1 }, { sparse: true })
    await db.collection('types').insertOne(everyType)
    await db.collection('types').createIndex({ date: 1 }, { expireAfterSeconds: 1e9 })
    await db.collection('types').createIndex({ int: 1 }, { partialFilterExpression: { int: { $gt: 5 } } })
    await db.createCollection('empty')
  })
}

/** Everything that a client can see. */
function contents(dir: string): Promise<unknown> {
  return within(dir, async db => {
    const names = (await db.listCollections().toArray()).map(({ name }) => name).sort()
    return Promise.all(
      names.map(async name => {
        const docs = await db
          .collection(name)
          .find({}, { promoteValues: false, bsonRegExp: true })
          .sort({ _id: 1 })
          .toArray()
        return [
          name,
          docs.map(doc => Buffer.from(BSON.serialize(doc)).toString('hex')),
          await db.collection(name).indexes(),
        ]
      }),
    )
  })
}

describe('a backup', () => {
  test('is an archive as mongodump writes it, with checksums, indexes and every document as it is', async () => {
    const dir = folder()
    const file = join(dir, 'backup.archive')
    await fill(dir)
    expect(await backUp({ dir, file })).toEqual({ collections: 3, documents: 301 })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const { header, metadata, segments } = parseArchive(readFileSync(file))
    expect(header).toMatchObject({ concurrent_collections: 1, version: '0.1', server_version: '7.0.0' })
    expect(metadata.map(({ db, collection, type }) => [db, collection, type])).toEqual([
      ['sitrep', 'empty', 'collection'],
      ['sitrep', 'incidents', 'collection'],
      ['sitrep', 'types', 'collection'],
    ])
    expect(JSON.parse(metadata[1]!.metadata).indexes).toEqual([
      { v: { $numberInt: '2' }, key: { _id: { $numberInt: '1' } }, name: '_id_' },
      { v: { $numberInt: '2' }, key: { requestId: { $numberInt: '1' } }, name: 'requestId_1', unique: true },
      { v: { $numberInt: '2' }, key: { tags: { $numberInt: '1' }, n: { $numberInt: '-1' } }, name: 'tags_1_n_-1' },
      { v: { $numberInt: '2' }, key: { at: { $numberInt: '1' } }, name: 'at_1', sparse: true },
    ])
    for (const name of ['empty', 'incidents', 'types']) {
      const own = segments.filter(({ ns }) => ns === `sitrep.${name}`)
      const bytes = Buffer.concat(own.flatMap(({ docs }) => docs))
      expect(own.map(({ isEnd }) => isEnd)).toEqual(name === 'empty' ? [true] : [false, true])
      expect(own.at(-1)?.crc).toBe(crc64(bytes))
    }
    const [type] = segments.find(({ ns }) => ns === 'sitrep.types')!.docs
    expect(Buffer.from(type!)).toEqual(Buffer.from(BSON.serialize(everyType)))
  })

  test('has the checksum of the standard', () => {
    const crc = new Crc64()
    crc.update(Buffer.from('1234'))
    crc.update(Buffer.from('56789'))
    // The check value of CRC-64/XZ.
    expect(BigInt.asUintN(64, crc.value)).toBe(0x995dc9bbdf1939fan)
  })

  test('is compressed when its name says so, and replaces no file unless it is told to', async () => {
    const dir = folder()
    await fill(dir)
    await backUp({ dir, file: join(dir, 'plain') })
    await backUp({ dir, file: join(dir, 'small.gz') })
    expect(gunzipSync(readFileSync(join(dir, 'small.gz')))).toEqual(readFileSync(join(dir, 'plain')))
    await expect(backUp({ dir, file: join(dir, 'plain') })).rejects.toThrow(/plain exists already.*--force/)
    await backUp({ dir, file: join(dir, 'plain'), force: true })
    await expect(backUp({ dir, file: join(dir, 'nowhere', 'x') })).rejects.toThrow(
      /cannot be written \(ENOENT.*Choose a place/,
    )
    await expect(backUp({ dir: join(dir, 'nothing'), file: join(dir, 'y') })).rejects.toThrow(
      /There is no store in .*DATA_DIR/,
    )
    expect(existsSync(join(dir, 'nothing'))).toBe(false)
  })

  test('shows one moment of a store that is written to', async () => {
    const dir = folder()
    const { uri } = await serve(dir)
    const db = (await connect(uri)).db()
    await db
      .collection('before')
      .insertMany(Array.from({ length: 20_000 }, (_, _id) => ({ _id, text: 'x'.repeat(200) })) as never)
    let isDone = false
    let written = 0
    const writer = (async () => {
      for (; !isDone; written++) {
        await db.collection<{ _id: number }>('z-first').insertOne({ _id: written })
        await db.collection<{ _id: number }>('a-second').insertOne({ _id: written })
      }
    })()
    while (written === 0) await db.command({ ping: 1 })
    const before = written
    await backUp({ dir, file: join(dir, 'backup') })
    isDone = true
    await writer
    const { segments } = parseArchive(readFileSync(join(dir, 'backup')))
    const count = (name: string) =>
      segments.filter(({ ns }) => ns === `sitrep.${name}`).flatMap(({ docs }) => docs).length
    expect(count('before')).toBe(20_000)
    expect(count('a-second')).toBeGreaterThanOrEqual(before)
    // Of a pair the first may be there alone, but never the second.
    expect([0, 1]).toContain(count('z-first') - count('a-second'))
    expect(await checkStore(dir)).toMatchObject({ problems: [] })
  })
})

describe('a restore', () => {
  test.each(['backup', 'backup.gz'])('brings back all that was backed up to %s', async name => {
    const [dir, other] = [folder(), folder()]
    await fill(dir)
    await backUp({ dir, file: join(dir, name) })
    expect(await restore({ dir: other, file: join(dir, name) })).toEqual({ collections: 3, documents: 301 })
    expect(await contents(other)).toEqual(await contents(dir))
    expect((await checkStore(other)).problems).toEqual([])
  })

  test('replaces data only when it is told to, and keeps what was there', async () => {
    const [dir, other] = [folder(), folder()]
    await fill(dir)
    await backUp({ dir, file: join(dir, 'backup') })
    await within(other, async db => void (await db.collection('mine').insertOne({ a: 1 })))
    const before = await contents(other)
    await expect(restore({ dir: other, file: join(dir, 'backup') })).rejects.toThrow(/has data already. Add --force/)
    expect(await contents(other)).toEqual(before)
    await restore({ dir: other, file: join(dir, 'backup'), force: true })
    expect(await contents(other)).toEqual(await contents(dir))
    const kept = new Storage(`${folderAt(other).data}.replaced`)
    expect(kept.size().documents).toBe(1)
    await kept.close()
  })

  test('changes nothing when the archive is cut off, altered, or no archive', async () => {
    const [dir, other] = [folder(), folder()]
    await fill(dir)
    await backUp({ dir, file: join(dir, 'backup') })
    await within(other, async db => void (await db.collection('mine').insertOne({ a: 1 })))
    const before = await contents(other)
    const whole = readFileSync(join(dir, 'backup'))
    const altered = Buffer.from(whole)
    altered[whole.indexOf('r299') + 1] = 'x'.charCodeAt(0)
    const bad: [Buffer, RegExp][] = [
      [whole.subarray(0, whole.length / 2), /ends too early/],
      [whole.subarray(0, 2), /ends too early/],
      [altered, /checksum/],
      [Buffer.from('{"not":"an archive"}'), /not an archive of mongodump/],
      [gzipSync(whole).subarray(0, 1000), /cannot be restored/],
      [makeArchive([{ db: 'a', name: 'v', docs: [], type: 'view' }]), /a.v is a view/],
      [
        makeArchive([
          {
            db: 'a',
            name: 'c',
            docs: [
              { _id: 1, x: 1 },
              { _id: 2, x: 1 },
            ],
            indexes: [{ key: { x: 1 }, name: 'x', unique: true }],
          },
        ]),
        /E11000/,
      ],
      [
        makeArchive([{ db: 'a', name: 'c', docs: [], indexes: [{ key: { x: 'text' }, name: 'x' }] }]),
        /index of the type text/,
      ],
    ]
    for (const [bytes, reason] of bad) {
      writeFileSync(join(dir, 'bad'), bytes)
      const attempt = restore({ dir: other, file: join(dir, 'bad'), force: true })
      await expect(attempt).rejects.toThrow(StoreError)
      await expect(attempt).rejects.toThrow(reason)
      expect(existsSync(`${folderAt(other).data}.restoring`)).toBe(false)
    }
    expect(await contents(other)).toEqual(before)
    await expect(restore({ dir: other, file: join(dir, 'none') })).rejects.toThrow('There is no file')
  })

  test('takes an archive of another MongoDB: its one database becomes the store’s, the server’s own are left out', async () => {
    const dir = folder()
    const file = join(dir, 'dump.gz')
    const docs = [
      { _id: 1, a: 1 },
      { a: 2, _id: 2 },
    ]
    writeFileSync(
      file,
      gzipSync(
        makeArchive([
          {
            db: 'production',
            name: 'incidents',
            docs,
            indexes: [
              { v: 2, key: { _id: 1 }, name: '_id_' },
              { v: 2, key: { a: -1 }, name: 'by_a', background: true },
            ],
          },
          { db: 'admin', name: 'system.version', docs: [{ _id: 'x' }] },
          { db: 'production', name: 'others', docs: [{ _id: 'o' }] },
        ]),
      ),
    )
    expect(await restore({ dir, file })).toEqual({ collections: 2, documents: 3 })
    await within(dir, async db => {
      expect(await db.collection('incidents').find().sort({ _id: 1 }).toArray()).toEqual(docs)
      expect((await db.collection('incidents').indexes()).map(({ name }) => name)).toEqual(['_id_', 'by_a'])
      expect(await db.collection('others').countDocuments()).toBe(1)
      expect((await db.admin().listDatabases()).databases.map(({ name }) => name)).toEqual(['sitrep'])
    })
  })

  test('is refused while the store is in use', async () => {
    const dir = folder()
    await fill(dir)
    await backUp({ dir, file: join(dir, 'backup') })
    const { child } = await serve(dir)
    await expect(restore({ dir, file: join(dir, 'backup'), force: true })).rejects.toThrow(
      `in use by the process ${child.pid}`,
    )
  })

  test('helps where the data can no longer be opened', async () => {
    const dir = folder()
    await fill(dir)
    const before = await contents(dir)
    await backUp({ dir, file: join(dir, 'backup') })
    const { data } = folderAt(dir)
    const harm = [
      () => writeFileSync(data, Buffer.alloc(40_000, 'rubbish')),
      // As a copy that was interrupted.
      () => truncateSync(data, Math.floor(statSync(data).size * 0.9)),
      () => truncateSync(data, 20_000),
    ]
    for (const damage of harm) {
      damage()
      await expect(startStore({ dir })).rejects.toThrow(/cannot be opened .*restore the folder from a backup/)
      await expect(checkStore(dir)).rejects.toThrow(/cannot be read .*Restore it from a backup/)
      await restore({ dir, file: join(dir, 'backup'), force: true })
      expect(await contents(dir)).toEqual(before)
    }
  })
})

test('a file whose last pages are free and were never written is whole', async () => {
  const dir = folder()
  await fill(dir)
  const { data } = folderAt(dir)
  const bytes = readFileSync(data)
  // Both of lmdb's heads say which page is the last.
  for (const head of [0, 4096]) bytes.writeBigUInt64LE(bytes.readBigUInt64LE(head + 144) + 10n, head + 144)
  writeFileSync(data, bytes)
  await within(dir, async db => expect(await db.collection('incidents').countDocuments()).toBe(300))
})

describe('a damaged page', () => {
  const kinds = { 1: 'branch', 2: 'leaf', 4: 'overflow' } as const
  type Kind = (typeof kinds)[keyof typeof kinds]

  /** Pages in use of each kind: those that are missed when they are gone. */
  function pagesOf(data: string): Map<Kind, number> {
    const whole = readFileSync(data)
    const found = new Map<Kind, number>()
    for (let page = 2; page * 4096 < whole.length; page++) {
      const kind = kinds[whole.readUInt16LE(page * 4096 + 18) as keyof typeof kinds]
      if (!kind || found.has(kind)) continue
      writeFileSync(data, Buffer.from(whole).fill(0, page * 4096, page * 4096 + 4096))
      try {
        checkPages(data)
      } catch {
        found.set(kind, page)
      }
    }
    writeFileSync(data, whole)
    return found
  }

  const harm: Readonly<Record<string, (page: Buffer) => unknown>> = {
    'is empty': page => page.fill(0),
    'is another one': page => page.writeUInt32LE(1, 0),
    'is of another kind': page => page.writeUInt16LE(0x20, 18),
    'says it has more rows than there is room': page => page.writeUInt32LE(0xffff_fffe, 20),
    'has rows beyond its end': page => page.fill(0xff, 24, 40),
  }

  test('is told of at the start and by a backup, and neither dies of it or changes anything', async () => {
    const dir = folder()
    await fill(dir)
    await within(dir, db => db.collection('large').insertOne({ text: 'x'.repeat(20_000) }))
    const { data, lock } = folderAt(dir)
    const whole = readFileSync(data)
    const pages = pagesOf(data)
    expect([...pages.keys()].sort()).toEqual(['branch', 'leaf', 'overflow'])
    // Of a process that is no more.
    writeFileSync(lock, '999999999 1')
    for (const [kind, page] of pages) {
      for (const [what, change] of Object.entries(harm)) {
        // On such pages nothing else is said of a value.
        if (kind === 'overflow' && what === 'has rows beyond its end') continue
        const bytes = Buffer.from(whole)
        change(bytes.subarray(page * 4096, page * 4096 + 4096))
        writeFileSync(data, bytes)
        const says = new RegExp(`page ${page} of the file, with .+, is damaged or missing`)
        await expect(startStore({ dir }), `${kind} ${what}`).rejects.toThrow(says)
        await expect(backUp({ dir, file: join(dir, 'backup') }), `${kind} ${what}`).rejects.toThrow(says)
        expect(readFileSync(data).equals(bytes)).toBe(true)
      }
    }
    expect(readdirSync(dir).filter(name => name.startsWith('backup'))).toEqual([])
    await expect(startStore({ dir })).rejects.toThrow(/Nothing was changed.*restore the folder from a backup/)
    writeFileSync(data, whole)
    await within(dir, async db => expect(await db.collection('large').countDocuments()).toBe(1))
  })
})

describe('a check', () => {
  /** Changes rows behind the store's back. */
  async function damage(dir: string, change: (storage: Storage) => Promise<unknown>): Promise<void> {
    const storage = new Storage(folderAt(dir).data)
    await change(storage)
    await storage.close()
  }

  const first = (storage: Storage, table: 'documents' | 'entries') => {
    const [row] = storage.snapshot().range(table, { low: Buffer.alloc(1), high: Buffer.alloc(8, 255) })
    return row!
  }

  test('counts what there is when all is well, also while the store is in use', async () => {
    const dir = folder()
    await fill(dir)
    const { child } = await serve(dir)
    const { collections, problems } = await checkStore(dir)
    expect(problems).toEqual([])
    expect(collections.map(({ ns, documents, entries }) => [ns, documents, entries])).toEqual([
      ['sitrep.empty', 0, {}],
      ['sitrep.incidents', 300, { requestId_1: 300, 'tags_1_n_-1': 600, at_1: 150 }],
      ['sitrep.types', 1, { date_1: 1, int_1: 0 }],
    ])
    expect(await measureStore(dir)).toMatchObject({ documents: 301, usedBy: child.pid })
  })

  test.each<[string, (storage: Storage) => Promise<unknown>, RegExp]>([
    [
      'an entry that is missing',
      storage => storage.write(w => w.remove('entries', first(storage, 'entries').key)),
      /is missing from the index requestId_1/,
    ],
    [
      'an entry for another document',
      storage => storage.write(w => w.put('entries', first(storage, 'entries').key, Buffer.of(1))),
      /is missing from the index requestId_1/,
    ],
    [
      'an entry too many',
      storage =>
        storage.write(w =>
          w.put(
            'entries',
            Buffer.concat([first(storage, 'entries').key.subarray(0, 4), Buffer.from('zz')]),
            Buffer.from('z'),
          ),
        ),
      /requestId_1 has 301 entries, its documents ask for 300/,
    ],
    [
      'a document that went away',
      storage => storage.write(w => w.remove('documents', first(storage, 'documents').key)),
      /has 300 entries, its documents ask for 299/,
    ],
    [
      'a document that cannot be read',
      storage => storage.write(w => w.put('documents', first(storage, 'documents').key, Buffer.from('rubbish'))),
      /cannot be read/,
    ],
    [
      'a document in another’s place',
      storage =>
        storage.write(w =>
          w.put('documents', first(storage, 'documents').key, Buffer.from(BSON.serialize({ _id: 'other' }))),
        ),
      /"other" lies at another _id/,
    ],
    [
      'a document of no collection',
      storage =>
        storage.write(w => w.put('documents', Buffer.of(0, 0, 9, 9, 1), Buffer.from(BSON.serialize({ _id: 1 })))),
      /1 documents belong to no collection/,
    ],
    [
      'an entry of no index',
      storage => storage.write(w => w.put('entries', Buffer.of(0, 0, 9, 9, 1), Buffer.of(1))),
      /1 index entries belong to no index/,
    ],
  ])('finds %s', async (_, change, problem) => {
    const dir = folder()
    await fill(dir)
    await damage(dir, change)
    const { problems } = await checkStore(dir)
    expect(problems.join('\n')).toMatch(problem)
  })

  test('says that damaged pages cannot be read, and does not die of them', async () => {
    const dir = folder()
    await fill(dir)
    const { data } = folderAt(dir)
    const bytes = readFileSync(data)
    // The pages with a key of an index.
    const key = 'r100\0\0'
    for (let at = bytes.indexOf(key); at > 0; at = bytes.indexOf(key, at)) {
      const page = at - (at % 4096)
      bytes.fill(0, page, page + 4096)
    }
    writeFileSync(data, bytes)
    await expect(checkStore(dir)).rejects.toThrow(/page \d+ of the file, with the entries of its indexes, is damaged/)
  })

  test('is made of a sample at every start', async () => {
    const dir = folder()
    await fill(dir)
    await damage(dir, storage => storage.write(w => w.remove('entries', first(storage, 'entries').key)))
    const store = await startStore({ dir })
    onTestFinished(() => store.stop())
    expect(store.found).toMatchObject({ documents: 301, wasKilled: false })
    expect(store.found.problems.join()).toMatch(/is missing from the index requestId_1/)
  })
})
