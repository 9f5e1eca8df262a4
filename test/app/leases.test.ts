import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Performer } from '../../src/app/app.ts'
import { declareIncident } from '../../src/app/incidents.ts'
import { performDue } from '../../src/app/perform.ts'
import { appOn } from '../helpers/app.ts'
import { openDatabase } from '../helpers/database.ts'
import { at } from '../helpers/incidents.ts'

let database: Awaited<ReturnType<typeof openDatabase>>
const apps: Awaited<ReturnType<typeof appOn>>[] = []
beforeAll(async () => {
  database = await openDatabase()
})
afterEach(async () => {
  await apps[0]?.store.clear()
  for (const app of apps.splice(0)) await app.store.close()
})
afterAll(() => database.close())

/** Two processes on one clock: in the first the work waits until it is let go. */
async function twoProcesses() {
  const clock = { now: at(0) }
  const runs: string[] = []
  const ticks = new Set<() => void>()
  let finish = () => {}
  const gate = new Promise<void>(resolve => {
    finish = resolve
  })
  let begin = () => {}
  const begun = new Promise<void>(resolve => {
    begin = resolve
  })
  const slow: Performer<'announce'> = async ({ signal }) => {
    runs.push('first')
    begin()
    const lost = new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    await Promise.race([gate, lost])
    runs.push('first finished')
    return undefined
  }
  const quick: Performer<'announce'> = async () => {
    runs.push('second')
    return undefined
  }
  const real = await appOn(database.uri, {
    performers: { announce: slow },
    clock,
    repeat: (_, run) => {
      ticks.add(run)
      return () => ticks.delete(run)
    },
  })
  const second = await appOn(database.uri, { performers: { announce: quick }, clock })
  apps.push(real, second)
  const renewals: Promise<boolean>[] = []
  const renew: typeof real.deliveries.renew = (...given) => {
    const renewal = real.deliveries.renew(...given)
    renewals.push(renewal)
    return renewal
  }
  const first = { ...real, deliveries: { ...real.deliveries, renew } }
  const wait = async (minutes: number, isAlive: boolean) => {
    clock.now = new Date(clock.now.getTime() + minutes * 60_000)
    if (isAlive) for (const tick of [...ticks]) tick()
    await Promise.all(renewals)
  }
  const input = { title: 'Down', summary: '', severity: 'SEV1', urgency: 'high', isPrivate: false } as const
  await declareIncident(first, { ...input, requestId: 'T1/V1' }, { by: 'U0ANA', via: 'command' })
  await begun
  return { second, runs, wait, finish, ended: () => first.background.idle(), ticks }
}

describe('work that takes longer than its lease', () => {
  it('stays with the process that does it as long as that lives', async () => {
    const { second, runs, wait, finish, ended, ticks } = await twoProcesses()
    for (let n = 0; n < 4; n++) {
      await wait(0.5, true)
      await performDue(second)
    }
    finish()
    await ended()
    await performDue(second)
    expect(runs).toEqual(['first', 'first finished'])
    expect(ticks.size).toBe(0)
  })

  it('goes to another process when its own falls silent, and is stopped there when that wakes up', async () => {
    const { second, runs, wait, ended } = await twoProcesses()
    await wait(2, false)
    await performDue(second)
    await wait(0, true)
    await ended()
    expect(runs).toEqual(['first', 'second'])
  })
})
