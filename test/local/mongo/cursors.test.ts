import { expect, test } from 'vitest'
import { Cursors } from '../../../src/local/mongo/cursors.ts'

test('closes the cursor that was asked longest ago when there are too many', async () => {
  const cursors = new Cursors({ rest: () => Promise.resolve() }, { mostOpen: 2 })
  const closed: string[] = []
  const open = async (name: string) => {
    const results = [{ a: 1 }, { a: 2 }, { a: 3 }][Symbol.iterator]()
    const reply = await cursors.start('db.docs', results, {
      batchSize: 1,
      single: false,
      close: () => void closed.push(name),
    })
    return (reply.cursor as { id: Parameters<Cursors['more']>[0] }).id
  }
  const [first, second] = [await open('first'), await open('second')]
  await cursors.more(first, 'db.docs', 1)
  await open('third')
  expect(closed).toEqual(['second'])
  await expect(cursors.more(second, 'db.docs', 1)).rejects.toMatchObject({ codeName: 'CursorNotFound' })
  expect(await cursors.more(first, 'db.docs', 1)).toMatchObject({ cursor: { id: first } })
  cursors.closeAll()
  expect(closed.sort()).toEqual(['first', 'second', 'third'])
})
