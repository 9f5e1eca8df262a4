import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createPacer, type Pacer } from '../../../src/local/slack/play/pacer.ts'

const long = 60_000

function pacer(speed = 1): Pacer & { readonly stop: () => void } {
  const controller = new AbortController()
  return { ...createPacer({ speed, signal: controller.signal }), stop: () => controller.abort() }
}

/** Whether a wait ends within a time that is long for it. */
async function endsSoon(wait: Promise<void>): Promise<boolean> {
  return Promise.race([wait.then(() => true), sleep(300, false)])
}

it('waits as long as it is told, and shorter the faster it goes', async () => {
  expect(await endsSoon(pacer().wait(20))).toBe(true)
  expect(await endsSoon(pacer().wait(long))).toBe(false)
  expect(await endsSoon(pacer(1_000).wait(long))).toBe(true)
})

it('does not end while it is paused, and waits the rest afterwards', async () => {
  const pace = pacer()
  pace.pause()
  const wait = pace.wait(20)
  expect(await endsSoon(wait)).toBe(false)
  pace.resume()
  expect(await endsSoon(wait)).toBe(true)

  const other = pacer()
  other.pause()
  expect(await endsSoon(other.wait(0))).toBe(false)
  const rest = other.wait(600)
  await sleep(700)
  other.resume()
  expect(await endsSoon(rest)).toBe(false)
  await rest
})

it('ends at once when skipped, paused or not, until the next step', async () => {
  const pace = pacer()
  pace.pause()
  const wait = pace.wait(long)
  pace.skip()
  expect(await endsSoon(wait)).toBe(true)
  expect(await endsSoon(pace.wait(long))).toBe(true)
  pace.nextStep()
  pace.resume()
  expect(await endsSoon(pace.wait(long))).toBe(false)
})

it('is broken off when the play is stopped', async () => {
  const pace = pacer()
  const wait = pace.wait(long)
  pace.stop()
  await expect(wait).rejects.toMatchObject({ name: 'AbortError' })
  await expect(pace.wait(0)).rejects.toMatchObject({ name: 'AbortError' })
})
