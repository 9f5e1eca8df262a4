import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mongoose from 'mongoose'
import { afterAll, beforeAll, it } from 'vitest'
import { performDue } from '../../src/app/perform.ts'
import { parseConfig } from '../../src/config.ts'
import { declare } from '../../src/domain/incident.ts'
import { defaultCredentials, sampleSeed, startWorkspace } from '../../src/local/slack/index.ts'
import { type Running, start } from '../../src/main.ts'
import { appOn } from '../helpers/app.ts'
import { controlOf } from '../helpers/control.ts'
import { openDatabase } from '../helpers/database.ts'
import { at, by, policy } from '../helpers/incidents.ts'
import { installed } from '../helpers/installed.ts'
import { startProcess } from '../helpers/process.ts'
import { machine, report, spread, timed } from './report.ts'
import { slowSlack } from './slow-slack.ts'

const latencyMs = 150
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sitrep-bench-'))
  process.stdout.write(`${machine()}\n`)
})
afterAll(() => rm(dir, { recursive: true, force: true }))

async function withSitrep(apiLatencyMs: number, run: (all: Parts) => Promise<void>) {
  const all = await parts(apiLatencyMs)
  try {
    await run(all)
  } finally {
    await all.sitrep.stop()
    await all.workspace.stop()
    all.slack.close()
    await all.database.close()
  }
}

type Parts = Awaited<ReturnType<typeof parts>>
async function parts(apiLatencyMs: number) {
  const workspace = await startWorkspace({ seed: sampleSeed(installed()) })
  const slack = await slowSlack(workspace.url, apiLatencyMs)
  const database = await openDatabase()
  const config = parseConfig({
    PORT: '0',
    LOG_LEVEL: 'silent',
    MONGODB_URI: database.uri,
    SLACK_API_URL: `${apiLatencyMs > 0 ? slack.url : workspace.url}/api/`,
    SLACK_BOT_TOKEN: defaultCredentials.botToken,
    SLACK_APP_TOKEN: defaultCredentials.appToken,
    POLICY_FILE: await installed.policyFile(dir),
  })
  const sitrep: Running = await start(config)
  return { workspace, slack, database, sitrep, people: controlOf(workspace.url) }
}

it('answers people', () =>
  withSitrep(0, async ({ people }) => {
    const opened: number[] = []
    const declared: number[] = []
    for (let nth = 0; nth < 60; nth++) {
      opened.push(await timed(() => people.command('ana', 'general', 'checkout is down')))
      declared.push(
        await timed(() => people.submit('ana', { title: `Incident ${nth}`, severity: 'SEV3', urgency: 'low' })),
      )
    }
    report('/incident until the form is open and acked', spread(opened))
    report('submit until the record is durable and acked', spread(declared))
  }))

it('opens channels', () =>
  withSitrep(latencyMs, async ({ people, slack, sitrep }) => {
    const usable: number[] = []
    const dressed: number[] = []
    let calls = 0
    for (let nth = 0; nth < 5; nth++) {
      await people.command('ana', 'general', 'checkout is down')
      slack.calls.length = 0
      const startedAt = performance.now()
      await people.submit('ana', { title: `Incident ${nth}`, severity: 'SEV1', urgency: 'high' })
      await sitrep.app.background.idle()
      const endOf = (method: string) => Math.max(...slack.calls.filter(c => c.method === method).map(c => c.endedAt))
      usable.push(Math.max(endOf('conversations.create'), endOf('conversations.invite')) - startedAt)
      dressed.push(endOf('pins.add') - startedAt)
      calls = slack.calls.length
    }
    report(`submit until people are in, ${latencyMs} ms a call`, { ...spread(usable), floor: 2 * latencyMs })
    report(`submit until the card is pinned, ${latencyMs} ms a call`, {
      ...spread(dressed),
      floor: 3 * latencyMs,
      'if one after the other': calls * latencyMs,
    })
  }))

/** An open incident whose next work is an hour away, as the store keeps it. */
function waiting(number: number) {
  const { id, ...rest } = declare(
    {
      number,
      requestId: `bench-${number}`,
      title: 'x',
      summary: '',
      severity: 'SEV1',
      urgency: 'high',
      isPrivate: false,
    },
    policy,
    by('U0ANA'),
  )
  return { _id: id, ...rest, nextWorkAt: at(60) }
}

it('wakes up', async () => {
  const database = await openDatabase()
  const app = await appOn(database.uri)
  const connection = await mongoose.createConnection(database.uri).asPromise()
  let stored = 0
  for (const count of [1_000, 10_000]) {
    while (stored < count) {
      const batch = Array.from({ length: 500 }, () => waiting(++stored))
      await connection.collection<{ _id: string }>('incidents').insertMany(batch)
    }
    const ticks: number[] = []
    for (let nth = 0; nth < 50; nth++) ticks.push(await timed(() => performDue(app)))
    report(`wake-up with nothing due, ${count} open`, spread(ticks))
  }
  await connection.close()
  await app.store.close()
  await database.close()
})

it('starts', async () => {
  const starts: number[] = []
  for (let nth = 0; nth < 5; nth++) {
    const startedAt = performance.now()
    const sitrep = await startProcess({ DATA_DIR: join(dir, 'start') })
    starts.push(performance.now() - startedAt)
    await sitrep.signal('SIGTERM')
  }
  report('npm start until it answers, without the build', spread(starts))
})
