import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/config.ts'
import { startStore } from '../../src/local/mongo/index.ts'
import { defaultCredentials, sampleSeed, startWorkspace } from '../../src/local/slack/index.ts'
import { type Running, start } from '../../src/main.ts'
import { type Control, controlOf } from '../helpers/control.ts'
import { openDatabase } from '../helpers/database.ts'
import { installed } from '../helpers/installed.ts'
import { startProcess } from '../helpers/process.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** Sitrep with tokens, against a workspace and a database that are not its own: as it runs in production. */
async function inProduction(env: Record<string, string>): Promise<{
  sitrep: Running
  people: Control
  deliverTo: (url: string) => void
}> {
  const dir = await mkdtemp(join(tmpdir(), 'sitrep-connection-'))
  ends.push(() => rm(dir, { recursive: true, force: true }))
  const database = await openDatabase()
  ends.push(() => database.close())
  const workspace = await startWorkspace({ seed: sampleSeed(installed()) })
  ends.push(() => workspace.stop())
  const sitrep = await start(
    parseConfig({
      NODE_ENV: 'production',
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'silent',
      MONGODB_URI: database.uri,
      SLACK_API_URL: `${workspace.url}/api/`,
      SLACK_BOT_TOKEN: defaultCredentials.botToken,
      POLICY_FILE: await installed.policyFile(dir),
      ...env,
    }),
  )
  ends.push(() => sitrep.stop())
  return { sitrep, people: controlOf(workspace.url), deliverTo: url => workspace.deliverTo(url) }
}

async function declareAndUpdate(people: Control, sitrep: Running): Promise<void> {
  expect(await people.command('ana', 'general', 'search is slow')).toMatchObject({ ok: true })
  expect(await people.submit('ana', { title: 'Search is slow', severity: 'SEV1', urgency: 'high' })).toMatchObject({
    ok: true,
  })
  await sitrep.app.background.idle()
  const war = await people.channel('inc-1-search-is-slow')
  expect(war.pins).toHaveLength(1)
  await people.press({ user: 'ana', action: 'acknowledge', channel: war.id })
  await people.command('ana', war.id, 'update')
  await people.submit('ana', { state: 'We look into it', impact: 'Search takes long', next: '30', skip: ['skip'] })
  await sitrep.app.background.idle()
  expect(await people.messages('customer-updates')).toHaveLength(1)
}

describe('signed HTTP', () => {
  it('carries the main job, and answers nothing that is not signed', async () => {
    const { sitrep, people, deliverTo } = await inProduction({
      SLACK_SIGNING_SECRET: defaultCredentials.signingSecret,
    })
    deliverTo(`${sitrep.urls.http}/slack/events`)
    await declareAndUpdate(people, sitrep)

    const forged = async (headers: Record<string, string>) => {
      const body = 'command=%2Fincident&text=list&user_id=U0ANA00001&team_id=T0ACME0001'
      const answer = await fetch(`${sitrep.urls.http}/slack/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body,
      })
      return answer.status
    }
    const now = String(Math.floor(Date.now() / 1000))
    expect(await forged({})).toBe(401)
    expect(await forged({ 'x-slack-request-timestamp': now, 'x-slack-signature': 'v0=00' })).toBe(401)
    for (const path of ['/slack/events', '/slack/eventsX', '/slack/events?x=1'])
      expect(await fetch(`${sitrep.urls.http}${path}`).then(answer => answer.status)).toBe(404)
    expect(await fetch(`${sitrep.urls.http}/_control/state`).then(answer => answer.status)).toBe(404)
    expect(await fetch(`${sitrep.urls.http}/anything`).then(answer => answer.status)).toBe(404)
  })
})

describe('Socket Mode', () => {
  it('carries the main job', async () => {
    const { sitrep, people } = await inProduction({ SLACK_APP_TOKEN: defaultCredentials.appToken })
    await declareAndUpdate(people, sitrep)
    expect(await fetch(`${sitrep.urls.http}/readyz`).then(answer => answer.status)).toBe(200)
  })

  it('keeps two connections, so that nobody waits while Slack replaces one', async () => {
    const { people } = await inProduction({ SLACK_APP_TOKEN: defaultCredentials.appToken })
    const opened = async () => {
      const { entries } = (await people.get('log')) as unknown as { entries: { method?: string }[] }
      return entries.filter(entry => entry.method === 'apps.connections.open').length
    }
    expect(await opened()).toBe(2)
    for (const [nth, reason] of ['warning', 'refresh_requested'].entries()) {
      await people.post('disconnect', { reason, connections: 1 })
      // The SDK takes seconds to replace a connection; all that time the other one serves.
      for (let waited = 0; (await opened()) < 3 + nth && waited < 15_000; waited += 300) {
        expect(await people.command('ana', 'general', 'list')).toMatchObject({ ok: true })
        await sleep(300)
      }
      expect(await opened()).toBe(3 + nth)
      await sleep(300)
    }
  })

  it('comes back by itself when every connection was cut', async () => {
    const { people } = await inProduction({ SLACK_APP_TOKEN: defaultCredentials.appToken })
    await people.post('disconnect', { reason: 'refresh_requested' })
    let answer = await people.command('ana', 'general', 'list')
    for (let waited = 0; !answer.ok && waited < 15_000; waited += 500) {
      await sleep(500)
      answer = await people.command('ana', 'general', 'list')
    }
    expect(answer).toMatchObject({ ok: true })
  })
})

it('answers who is waiting before it leaves', async () => {
  const { sitrep, people } = await inProduction({ SLACK_APP_TOKEN: defaultCredentials.appToken })
  await people.command('ana', 'general', 'declare')
  const submitted = people.submit('ana', { title: 'Leaving', severity: 'SEV1', urgency: 'high' })
  for (let waited = 0; (await sitrep.app.incidents.listOpen()).length === 0 && waited < 3_000; waited += 5)
    await sleep(5)
  await sitrep.stop()
  expect(await submitted).toMatchObject({ ok: true })
})

it('lives through what Slack sends when events come too fast, which its client library does not expect', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'sitrep-flood-'))
  ends.push(() => rm(dir, { recursive: true, force: true }))
  const sitrep = await startProcess({ DATA_DIR: dir })
  ends.push(() => sitrep.kill())
  const people = controlOf(sitrep.url)
  await people.post('rate-limit-events', {})
  for (let waited = 0; !sitrep.output().includes('unheard') && waited < 5_000; waited += 100) await sleep(100)
  expect(sitrep.output()).toContain('a promise failed unheard')
  expect(await people.command('ana', 'general', 'list')).toMatchObject({ ok: true })
})

it('is not ready, and says which part, while the database is away', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'sitrep-away-'))
  ends.push(() => rm(dir, { recursive: true, force: true }))
  const store = await startStore({ dir })
  const { sitrep } = await inProduction({ SLACK_APP_TOKEN: defaultCredentials.appToken, MONGODB_URI: store.uri })
  await store.stop()
  const answer = await fetch(`${sitrep.urls.http}/readyz`)
  expect(answer.status).toBe(503)
  expect(await answer.text()).toContain('store')
})
