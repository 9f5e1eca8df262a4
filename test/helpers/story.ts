import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performDue } from '../../src/app/perform.ts'
import { parseConfig } from '../../src/config.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { type Running, start } from '../../src/main.ts'
import { type Control, controlOf } from './control.ts'
import { quickPace } from './quick-pace.ts'

/** Sitrep with sandbox and embedded store, a clock that moves only when told, and the people of the workspace. */
export interface Story extends Control {
  readonly running: Running
  /** What people would see once everything under way is done. */
  settle(): Promise<void>
  incident(id?: string): Promise<Incident>
  /** Stops and starts again on the same data. */
  restart(): Promise<void>
  /** Moves the clock while Sitrep is not running. */
  sleepUntilRestart(minutes: number): Promise<void>
  end(): Promise<void>
}

/** A Monday morning. */
const startsAt = Date.parse('2026-03-02T10:00:00Z')

export async function tellStory(env: Record<string, string> = {}, pace = quickPace()): Promise<Story> {
  const dir = await mkdtemp(join(tmpdir(), 'sitrep-story-'))
  const config = parseConfig({
    PORT: '0',
    DATA_DIR: dir,
    LOG_LEVEL: process.env.STORY_LOG_LEVEL ?? 'silent',
    ...(process.env.MONGODB_URI ? { MONGODB_URI: databaseOfItsOwn(process.env.MONGODB_URI, dir) } : {}),
    ...env,
  })
  let offset = 0
  const now = () => startsAt + offset
  let running = await start(config, { now, pace })
  let control = controlOf(running.urls.http)

  const story: Story = {
    get running() {
      return running
    },
    get url() {
      return control.url
    },
    get: path => control.get(path),
    post: (path, body) => control.post(path, body),
    command: (user, channel, text) => control.command(user, channel, text),
    submit: (user, values) => control.submit(user, values),
    press: press => control.press(press),
    // That somebody left is Slack's word, not Sitrep's.
    messages: async channel => (await control.messages(channel)).filter(({ subtype }) => subtype !== 'channel_leave'),
    channel: name => control.channel(name),
    ephemerals: user => control.ephemerals(user),
    async settle() {
      await running.app.background.idle()
      await performDue(running.app)
      await running.app.background.idle()
    },
    async incident(id = 'INC-1') {
      const incident = await running.app.incidents.get(id)
      if (!incident) throw new Error(`there is no ${id}`)
      return incident
    },
    async restart() {
      await running.stop()
      running = await start(config, { now, pace })
      control = controlOf(running.urls.http)
    },
    async sleepUntilRestart(minutes) {
      await running.stop()
      offset += minutes * 60_000
      running = await start(config, { now, pace })
      control = controlOf(running.urls.http)
      await story.settle()
    },
    async end() {
      await running.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
  return story
}

/** Stories on one server must not read each other's incidents. */
function databaseOfItsOwn(uri: string, dir: string): string {
  const address = new URL(uri)
  address.pathname = `/story_${dir.replace(/\W+/g, '').slice(-12)}`
  return address.toString()
}

/** Ana declares INC-1 in #general: payments of the checkout fail, P1. */
export async function declareCheckout(story: Story): Promise<void> {
  await story.command('ana', 'general', '')
  await story.submit('ana', {
    title: 'Checkout fails',
    severity: 'SEV1',
    urgency: 'high',
    service: 'checkout',
    category: 'software',
  })
  await story.settle()
}

/** They read nothing in a channel of an audience, so that what is for them comes directly. */
export async function leaveAudiences(story: Story, ...users: readonly string[]): Promise<void> {
  for (const user of users)
    for (const channel of ['leadership', 'support', 'customer-updates']) await story.post('leave', { user, channel })
}
