import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Control, controlOf, type SandboxChannel } from '../helpers/control.ts'
import { type Sitrep, startProcess } from '../helpers/process.ts'

const kills = 10
/** About as long as declaring, updating and resolving take here. */
const storyMs = 900

let dir: string
let sitrep: Sitrep
let people: Control

async function begin(): Promise<void> {
  sitrep = await startProcess({ DATA_DIR: dir })
  people = controlOf(sitrep.url)
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sitrep-crash-'))
  await begin()
})
afterAll(async () => {
  await sitrep.kill()
  await rm(dir, { recursive: true, force: true })
})

/** What a person does who sees that it did not work: waits a moment, looks whether it is there, and does it again if not. */
async function insist(isThere: () => Promise<boolean>, act: () => Promise<unknown>): Promise<void> {
  const answers: unknown[] = []
  for (let attempt = 0; attempt < 8; attempt++) {
    try {
      answers.push(await act())
      if (await isThere()) return
    } catch (error) {
      answers.push(String(error))
    }
    // The program may have died under it. Time goes by until it runs again and its claims have run out.
    await restarted
    await sleep(100 * attempt)
    await people.post('advance', { minutes: 2 })
    if (await isThere()) return
  }
  throw new Error(`it was tried eight times: ${JSON.stringify(answers)}`)
}

/**
 * Opens it, unless it is still open from before the crash: then its button is pressed again. Another form that was
 * answered by a dying program stays open: whoever sees what it did closes it.
 */
async function formOf(name: 'declare' | 'update', channel: string): Promise<void> {
  const { view } = await people.get('views/ana')
  if (JSON.stringify(view)?.includes(`"callback_id":"${name}"`)) return
  if (view !== null) await people.post('close-view', { user: 'ana', all: true })
  await people.command('ana', channel, name)
}

let restarted: Promise<void> = Promise.resolve()
function killAfter(ms: number): Promise<void> {
  restarted = sleep(ms).then(async () => {
    await sitrep.kill()
    await begin()
  })
  return restarted
}

async function channelsOf(slug: string): Promise<SandboxChannel[]> {
  const { channels } = (await people.get('state')) as unknown as { channels: SandboxChannel[] }
  return channels.filter(channel => channel.name?.endsWith(slug))
}
const count = async (channel: string, text: string) =>
  (await people.messages(channel)).filter(message => message.text.includes(text)).length

it(`ends with one incident, one channel and every update once, killed at any of ${kills} random moments`, async () => {
  const moments: number[] = []
  for (let nth = 1; nth <= kills; nth++) {
    const moment = Math.round(Math.random() * storyMs)
    moments.push(moment)
    const title = `Outage number ${nth}`
    const slug = `outage-number-${nth}`
    const killed = killAfter(moment)

    await insist(
      async () => (await channelsOf(slug)).length > 0,
      async () => {
        await formOf('declare', 'general')
        const form = { title, severity: 'SEV1', urgency: 'high', service: 'api', category: 'software' }
        const answer = await people.submit('ana', form)
        await people.post('advance', { minutes: 0 })
        return answer
      },
    )
    const [war] = await channelsOf(slug).catch(async () => {
      await restarted
      return channelsOf(slug)
    })
    const channel = war?.id ?? ''
    await insist(
      async () => (await count('leadership', `state of ${nth}.`)) > 0,
      async () => {
        await formOf('update', channel)
        const answer = await people.submit('ana', { state: `The state of ${nth}.`, next: '60', skip: ['skip'] })
        await people.post('advance', { minutes: 0 })
        return answer
      },
    )
    await insist(
      async () => (await count('leadership', `fixed ${nth}.`)) > 0,
      async () => {
        const answer = await people.command('ana', channel, `resolve We fixed ${nth}.`)
        await people.post('advance', { minutes: 0 })
        return answer
      },
    )
    await killed
    await people.post('advance', { minutes: 2 })

    const story = `${title}, killed after ${moment} ms`
    expect(
      (await channelsOf(slug)).map(one => one.name),
      story,
    ).toHaveLength(1)
    expect(await count('incidents', title), story).toBe(1)
    for (const place of ['leadership', channel]) {
      expect(await count(place, `state of ${nth}.`), `${story}, update in ${place}`).toBe(1)
      expect(await count(place, `fixed ${nth}.`), `${story}, closing update in ${place}`).toBe(1)
    }
    for (const place of ['support', 'customer-updates'])
      expect((await people.messages(place)).length, `${story}, everything in ${place}`).toBe(2 * nth)
    const [after] = await channelsOf(slug)
    expect(after?.pins, story).toHaveLength(1)
    expect(after?.topic.value, story).toContain('Resolved')
    const cards = (await people.messages(channel)).filter(message => /^INC-\d+ Outage/.test(message.text))
    expect(cards, story).toHaveLength(1)
  }
  process.stdout.write(`killed after ${moments.join(', ')} ms\n`)
}, 240_000)
