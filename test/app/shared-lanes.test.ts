import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Performers } from '../../src/app/app.ts'
import { decide, declareIncident } from '../../src/app/incidents.ts'
import { performDue } from '../../src/app/perform.ts'
import { digestName } from '../../src/domain/digest.ts'
import { record } from '../../src/domain/incident.ts'
import { reportNoChange } from '../../src/domain/no-change.ts'
import { ServiceError } from '../../src/errors.ts'
import { appOn } from '../helpers/app.ts'
import { openDatabase } from '../helpers/database.ts'
import { at, channels, policy, told } from '../helpers/incidents.ts'

let database: Awaited<ReturnType<typeof openDatabase>>
const apps: Awaited<ReturnType<typeof appOn>>[] = []
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(async () => {
  for (const app of apps) await app.store.close()
  await database.close()
})
beforeEach(async () => {
  for (const app of apps) await app.background.idle()
  await apps[0]?.store.clear()
})

const ana = { by: 'U0ANA', via: 'command' } as const
const place = channels.leadership
const clock = { now: at(0) }
async function newApp(post: Performers['post-update']) {
  clock.now = at(0)
  const app = await appOn(database.uri, { performers: { 'post-update': post }, clock })
  apps.push(app)
  return app
}
type OneApp = Awaited<ReturnType<typeof newApp>>

/** Three incidents, each with a word for everybody that says nothing new. */
async function three(app: OneApp, { oneByOne = false } = {}) {
  const input = { title: 'Down', summary: '', severity: 'SEV1', urgency: 'high', isPrivate: false } as const
  for (const requestId of ['T1/V1', 'T1/V2', 'T1/V3']) {
    await declareIncident(app, { ...input, requestId }, ana)
    await app.background.idle()
  }
  for (const id of ['INC-1', 'INC-2', 'INC-3']) {
    await decide(app, id, { by: ana, run: told, input: { policy } })
    await decide(app, id, { by: ana, run: reportNoChange, input: { policy } })
    if (oneByOne) await app.background.idle()
  }
}

describe('incidents that write to one place', () => {
  it('take turns, in all processes, until what they did is on the record', async () => {
    let inHand = 0
    let most = 0
    const known: number[] = []
    const post: Performers['post-update'] = async ({ work, sharedClaim }, app) => {
      if (work.channel !== place) return undefined
      expect(sharedClaim?.lane).toBe(`place/${place}`)
      most = Math.max(most, ++inHand)
      const digest = digestName(place, app.now())
      known.push((await app.incidents.inDigest(digest)).length)
      inHand--
      const fact = { type: 'update-posted', audience: work.audience, channel: place, ts: '1.1', digest } as const
      return (incident, stamp) => record(incident, stamp, { ...fact, update: work.fact.seq })
    }
    const [one, other] = [await newApp(post), await newApp(post)]
    await three(one)
    for (let second = 0; second < 10; second++) {
      await Promise.all([performDue(one), performDue(other)])
      await one.background.idle()
      clock.now = new Date(clock.now.getTime() + 1_000)
    }
    expect(most).toBe(1)
    expect(known).toEqual([0, 1, 2])
  })

  it('hear that one before them failed there, and do not wait for it', async () => {
    const attempts: [string, number | undefined][] = []
    const app = await newApp(async ({ work, incident, sharedClaim }) => {
      if (work.channel !== place) return undefined
      attempts.push([incident.id, sharedClaim?.attempt])
      if (incident.id === 'INC-1') throw new ServiceError('slack', { outcome: 'ambiguous', code: 'lost' })
      return undefined
    })
    await three(app, { oneByOne: true })
    expect(attempts).toEqual([
      ['INC-1', 1],
      ['INC-2', 2],
      ['INC-3', 1],
    ])
  })
})
