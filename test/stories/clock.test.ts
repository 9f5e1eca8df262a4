import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { performDue } from '../../src/app/perform.ts'
import { parseConfig } from '../../src/config.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { startStore } from '../../src/local/mongo/index.ts'
import { defaultCredentials, sampleSeed, startWorkspace } from '../../src/local/slack/index.ts'
import { type Running, start } from '../../src/main.ts'
import { controlOf } from '../helpers/control.ts'
import { installed } from '../helpers/installed.ts'
import { quickPace } from '../helpers/quick-pace.ts'
import { type Story, tellStory } from '../helpers/story.ts'

const war = 'inc-1-search-is-slow'
const open: { end(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.end()
})

async function declared(severity = 'SEV1', urgency = 'high'): Promise<Story> {
  const story = await tellStory()
  open.push(story)
  await story.command('ana', 'general', 'declare')
  await story.submit('ana', { title: 'Search is slow', severity, urgency })
  await story.settle()
  return story
}
const write = async (story: Story, state: string) => {
  await story.command('ana', war, 'update')
  await story.submit('ana', { state, next: '30', skip: ['skip'] })
  await story.settle()
}
const told = async (story: Story) => (await story.messages('leadership')).map(message => message.text)

describe('the promise of the next update', () => {
  it('is kept once after Sitrep was down for hours: one automatic update, not a burst', async () => {
    const story = await declared()
    await story.sleepUntilRestart(180)
    expect(await told(story)).toEqual([expect.stringContaining('Next update: 2026-03-02 13:30 UTC')])
    expect((await story.incident()).timeline.filter(isFact('nudged'))).toEqual([])
    await story.post('advance', { minutes: 30 })
    expect(await told(story)).toHaveLength(2)
  })

  it('follows a raised severity', async () => {
    const story = await declared('SEV4', 'low')
    await story.post('advance', { minutes: 60 })
    expect(await told(story)).toEqual([])
    await story.command('ana', war, 'severity SEV1')
    await story.command('ana', war, 'urgency high')
    await story.post('advance', { minutes: 14 })
    expect(await told(story)).toEqual([])
    await story.post('advance', { minutes: 2 })
    expect(await told(story)).toHaveLength(1)
  })

  it('counts “no change” as kept, from the button of the nudge', async () => {
    const story = await declared()
    await write(story, 'Looking into it')
    await story.post('advance', { minutes: 26 })
    const { channel } = (await story.post('open-dm', { user: 'ana' })) as unknown as { channel: string }
    await story.press({ user: 'ana', action: 'no_change', channel })
    await story.press({ user: 'ana', action: 'no_change', channel })
    await story.settle()
    expect((await told(story)).slice(1)).toEqual([expect.stringContaining('no change to report')])
    await story.post('advance', { minutes: 5 })
    expect(await told(story)).toHaveLength(2)
    await story.post('advance', { minutes: 26 })
    expect(await told(story)).toHaveLength(3)
  })

  it('is not answered by “no change” before anybody read what is going on', async () => {
    const story = await declared()
    await story.post('advance', { minutes: 11 })
    const { channel } = (await story.post('open-dm', { user: 'ana' })) as unknown as { channel: string }
    await expect(story.press({ user: 'ana', action: 'no_change', channel })).rejects.toThrow()
  })

  it('is not answered by “no change” any more once somebody wrote what did change', async () => {
    const story = await declared()
    await write(story, 'Looking into it')
    await story.post('advance', { minutes: 26 })
    await write(story, 'Rolling back')
    await story.post('advance', { minutes: 3 })
    const { channel } = (await story.post('open-dm', { user: 'ana' })) as unknown as { channel: string }
    await story.press({ user: 'ana', action: 'no_change', channel })
    await story.settle()
    expect((await story.ephemerals('ana')).at(-1)?.text).toContain('Somebody wrote an update of INC-1 at')
    expect(await told(story)).toHaveLength(2)
    expect((await told(story)).at(-1)).toContain('Rolling back')
  })

  it('is kept at once in the sandbox when its clock is moved on: Slack’s limits have moved with it', async () => {
    const waits: number[] = []
    const story = await tellStory({}, { now: () => 0, sleep: async ms => void waits.push(ms) })
    open.push(story)
    await story.command('ana', 'general', 'declare')
    await story.submit('ana', { title: 'Search is slow', severity: 'SEV1', urgency: 'high' })
    await story.settle()
    waits.length = 0
    await story.post('advance', { minutes: 200 })
    expect((await told(story)).length).toBeGreaterThan(4)
    // Two messages that go to one channel at the same moment are all that has to wait.
    expect(Math.max(0, ...waits)).toBeLessThanOrEqual(1_000)
  })

  it('dies with the incident: nothing is posted after it was cancelled or closed', async () => {
    const story = await declared()
    await story.command('ana', war, 'cancel a drill on the wrong workspace')
    await story.settle()
    await story.post('advance', { minutes: 600 })
    expect(await told(story)).toEqual([])
  })
})

describe('several processes on one database', () => {
  it('post each update once, whoever wakes first', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'sitrep-replicas-'))
    const store = await startStore({ dir: join(dir, 'store') })
    let minutes = 0
    const now = () => Date.parse('2026-03-02T10:00:00Z') + minutes * 60_000
    const pace = quickPace()
    const workspace = await startWorkspace({ seed: sampleSeed(installed()), now, rateClock: pace.now })
    const policyFile = await installed.policyFile(dir)
    const config = parseConfig({
      PORT: '0',
      LOG_LEVEL: 'silent',
      MONGODB_URI: process.env.MONGODB_URI ?? store.uri,
      SLACK_API_URL: `${workspace.url}/api/`,
      SLACK_BOT_TOKEN: defaultCredentials.botToken,
      SLACK_APP_TOKEN: defaultCredentials.appToken,
      POLICY_FILE: policyFile,
    })
    const replicas: Running[] = []
    open.push({
      async end() {
        await Promise.all(replicas.map(replica => replica.stop()))
        await workspace.stop()
        await store.stop()
        await rm(dir, { recursive: true, force: true })
      },
    })
    for (let nth = 0; nth < 4; nth++) replicas.push(await start(config, { now, pace }))
    const idle = async () => {
      for (let round = 0; round < 3; round++) {
        await Promise.all(replicas.map(({ app }) => performDue(app)))
        await Promise.all(replicas.map(({ app }) => app.background.idle()))
      }
    }
    const control = controlOf(workspace.url)
    await control.command('ana', 'general', 'declare')
    await control.submit('ana', { title: 'Search is slow', severity: 'SEV1', urgency: 'high' })
    await idle()
    for (let slot = 1; slot <= 5; slot++) {
      minutes += 31
      await idle()
      expect(await control.messages('leadership')).toHaveLength(slot)
    }
    expect((await control.messages('incidents')).length).toBe(1)
    const facts = (await replicas[0]?.app.incidents.listOpen())?.[0]?.timeline ?? []
    expect(facts.filter(isFact('card-posted'))).toHaveLength(1)
    expect(facts.filter(isFact('update-written'))).toHaveLength(5)
  })
})
