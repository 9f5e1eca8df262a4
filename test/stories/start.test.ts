import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultCredentials, sampleSeed, startWorkspace } from '../../src/local/slack/index.ts'
import { controlOf } from '../helpers/control.ts'
import { installed } from '../helpers/installed.ts'
import { runProcess, startProcess } from '../helpers/process.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sitrep-start-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

describe('starting', () => {
  it('with no settings prints where the page is, where the data is kept and how to connect Slack', async () => {
    const sitrep = await startProcess({ DATA_DIR: join(dir, 'plain') })
    expect(sitrep.output()).toContain(`Open       ${sitrep.url}/`)
    expect(sitrep.output()).toContain(`kept in ${join(dir, 'plain')}`)
    expect(sitrep.output()).toContain('SLACK_BOT_TOKEN')
    expect(await fetch(`${sitrep.url}/healthz`).then(answer => answer.status)).toBe(200)
    expect(await fetch(`${sitrep.url}/readyz`).then(answer => answer.status)).toBe(200)
    expect(await fetch(`${sitrep.url}/`).then(answer => answer.text())).toContain('<div id="root">')
    expect(await sitrep.signal('SIGTERM')).toBe(0)
  })

  it('with a port for the store says in the log how to look into it', async () => {
    const free = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => free.once('listening', resolve))
    const { port } = free.address() as { port: number }
    await new Promise(resolve => free.close(resolve))
    const sitrep = await startProcess({
      DATA_DIR: join(dir, 'store-port'),
      STORE_PORT: String(port),
      LOG_LEVEL: 'info',
    })
    const line = sitrep
      .output()
      .split('\n')
      .find(each => each.includes('the embedded store is open'))
    expect(line).toContain(`mongodb://127.0.0.1:${port}/sitrep`)
    expect(await sitrep.signal('SIGTERM')).toBe(0)
  })

  it('on a busy port ends with one sentence', async () => {
    const busy = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => busy.once('listening', resolve))
    const { port } = busy.address() as { port: number }
    const { code, output } = await runProcess({ PORT: String(port), DATA_DIR: join(dir, 'busy') })
    busy.close()
    expect({ code, output }).toEqual({
      code: 1,
      output: `Port ${port} is in use by another program. Set PORT to a free one.\n`,
    })
  })

  it('with a data folder that cannot be used ends with one sentence', async () => {
    const file = join(dir, 'a-file')
    await writeFile(file, '')
    const { code, output } = await runProcess({ PORT: '0', DATA_DIR: file })
    expect(code).toBe(1)
    expect(output.trim().split('\n')).toHaveLength(1)
    expect(output).toContain(file)
  })

  it('on data that another Sitrep is using ends with one sentence', async () => {
    const first = await startProcess({ DATA_DIR: join(dir, 'shared') })
    const { code, output } = await runProcess({ PORT: '0', DATA_DIR: join(dir, 'shared') })
    expect(await first.signal('SIGINT')).toBe(0)
    expect(code).toBe(1)
    expect(output.trim().split('\n')).toHaveLength(1)
  })

  it.each([
    [{ PORT: 'many' }, 'PORT must be a number'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN is missing'],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN is missing'],
    [{ SLACK_BOT_TOKEN: 'xoxp-1', SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN must start with xoxb-'],
    [{ NODE_ENV: 'production' }, 'MONGODB_URI is missing'],
    [{ MONGODB_URI: 'localhost' }, 'MONGODB_URI must start with mongodb://'],
    [{ POLICY_FILE: '/nowhere/policy.yml' }, 'POLICY_FILE /nowhere/policy.yml cannot be read'],
  ])('with %j ends and names the setting', async (env, expected) => {
    const { code, output } = await runProcess({ DATA_DIR: join(dir, 'bad'), ...env })
    expect(code).toBe(1)
    expect(output).toContain(expected)
    expect(output).not.toMatch(/\bat .*\.js:/)
  })

  it('with an app token that Slack refuses ends with one sentence', async () => {
    const workspace = await startWorkspace({ seed: sampleSeed(installed()) })
    const { code, output } = await runProcess({
      PORT: '0',
      DATA_DIR: join(dir, 'wrong-token'),
      LOG_LEVEL: 'silent',
      SLACK_API_URL: `${workspace.url}/api/`,
      SLACK_BOT_TOKEN: defaultCredentials.botToken,
      SLACK_APP_TOKEN: 'xapp-wrong',
    })
    await workspace.stop()
    expect(code).toBe(1)
    expect(output).toContain('Check SLACK_APP_TOKEN.')
    expect(output.trim().split('\n')).toHaveLength(1)
  })

  it('with a policy that is wrong names every wrong place', async () => {
    const file = join(dir, 'policy.yml')
    await writeFile(file, 'audiences:\n  leadership:\n    channels: ["#leaders"]\nnudgeMinutesBefore: 0\n')
    const { code, output } = await runProcess({ POLICY_FILE: file, DATA_DIR: join(dir, 'bad') })
    expect(code).toBe(1)
    expect(output).toContain('audiences.leadership.channels.0')
    expect(output).toContain('nudgeMinutesBefore')
  })

  it('tells what it can be told', async () => {
    const { code, output } = await runProcess({}, ['--help'])
    expect(code).toBe(0)
    expect(output).toContain('SLACK_SIGNING_SECRET')
  })
})

it('stops within seconds and finishes what is under way', async () => {
  const data = join(dir, 'stopping')
  const first = await startProcess({ DATA_DIR: data })
  const people = controlOf(first.url)
  await people.command('ana', 'general', 'declare')
  await people.submit('ana', { title: 'Stopped in the middle', severity: 'SEV1', urgency: 'high' })
  const startedAt = performance.now()
  expect(await first.signal('SIGTERM')).toBe(0)
  expect(performance.now() - startedAt).toBeLessThan(10_000)
  const second = await startProcess({ DATA_DIR: data })
  const channel = await controlOf(second.url).channel(/^inc-1-/)
  expect(channel.pins).toHaveLength(1)
  await second.kill()
})
