import mongoose from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectStore, type Store } from '../../src/store/connect.ts'
import { openDatabase } from '../helpers/database.ts'

describe('reviews that were kept before they could be of any size', () => {
  let database: Awaited<ReturnType<typeof openDatabase>>
  let connection: mongoose.Connection
  let store: Store
  const old = () => connection.collection<{ _id: string; content: string }>('reviews')
  const left = async () => (await old().find().toArray()).map(one => one._id).sort()
  beforeAll(async () => {
    database = await openDatabase()
    store = await connectStore(database.uri)
    const given = new URL(database.uri)
    connection = await mongoose
      .createConnection(database.uri, given.pathname.length > 1 ? {} : { dbName: 'sitrep' })
      .asPromise()
  })
  beforeEach(async () => {
    await old().deleteMany({})
    await old().insertMany(
      ['INC-1.markdown', 'INC-1.html', 'INC-10.markdown', 'INC-2.markdown'].map(_id => ({ _id, content: 'said' })),
    )
  })
  afterAll(async () => {
    await connection.close()
    await store.close()
    await database.close()
  })

  it('go with what was said in their incident, and no other does', async () => {
    await store.reviews.forget('INC-1')
    expect(await left()).toEqual(['INC-10.markdown', 'INC-2.markdown'])
  })

  it('go when a person is taken out of everything, and are counted', async () => {
    expect(await store.reviews.forgetAll()).toBe(4)
    expect(await left()).toEqual([])
  })

  it('go when everything does', async () => {
    await store.clear()
    expect(await left()).toEqual([])
  })
})
