import { describe, expect, it } from 'vitest'
import { type Answer, client, type Playground, playground } from './playground.ts'

const order = (place: Playground, ...rules: readonly Answer[]) => place.act('faults', { rules })
const post = (place: Playground, text: string, channel = 'incidents') => place.web.chat.postMessage({ channel, text })
const thrown = async (call: Promise<unknown>): Promise<Answer> => {
  try {
    return await call.then(() => 'answered')
  } catch (error) {
    return error
  }
}
const texts = async (place: Playground) => (await place.messages('incidents')).map(message => message.text)
const apiEntries = async (place: Playground) =>
  (await place.see('log')).entries.filter((entry: Answer) => entry.direction === 'api')

describe('a fault', () => {
  it('strikes once unless more is asked for, after as many calls as asked, and counts', async () => {
    const place = await playground()
    const { ids } = await order(place, { fault: 'error', error: 'internal_error', times: 2, after: 1 })
    const outcomes = []
    for (let i = 0; i < 4; i++) outcomes.push(await thrown(place.web.auth.test()))
    expect(outcomes.map(one => one.data?.error ?? one)).toEqual(['answered', 'internal_error', 'internal_error', 'answered'])
    expect((await place.see('faults')).faults).toMatchObject([{ id: ids[0], struck: 2, isActive: false }])
  })
})
