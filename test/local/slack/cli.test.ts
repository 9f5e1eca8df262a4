import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { controlOf } from '../../helpers/control.ts'

const cli = resolve('dist/local/slack/cli.js')
let dir: string
const children: ChildProcess[] = []

beforeAll(async () => {
  if (!existsSync(cli)) throw new Error('The program is not built: run "npm run build" first.')
  dir = await mkdtemp(join(tmpdir(), 'sandbox-cli-'))
  // Where the app of the README finds its packages.
  await symlink(resolve('node_modules'), join(dir, 'node_modules'))
})
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
})
afterAll(() => rm(dir, { recursive: true, force: true }))

interface Program {
  readonly child: ChildProcess
  readonly output: () => string
}

function run(file: string, args: readonly string[], env: Record<string, string> = {}): Program {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [file, ...args], {
    cwd: dir,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (output += String(chunk)))
  return { child, output: () => output }
}

/** The settings that the program prints for the app, once it is ready. */
async function opened(
  ...args: readonly string[]
): Promise<Program & { readonly env: Record<string, string>; readonly url: string }> {
  const program = run(cli, ['--port', '0', ...args])
  const ended = once(program.child, 'exit')
  while (!program.output().includes('Ctrl+C')) {
    const next = once(program.child.stdout ?? program.child, 'data')
    const why = await Promise.race([next, ended.then(() => 'ended' as const)])
    if (why === 'ended') throw new Error(`it ended before it was ready:\n${program.output()}`)
  }
  const lines = [...program.output().matchAll(/^ +(SLACK_\w+)=(\S+)$/gm)]
  const env = Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]))
  const [, url = ''] = /Page +(http:\S+?)\/$/m.exec(program.output()) ?? []
  return { ...program, env, url }
}

async function ended(...args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const { child, output } = run(cli, args)
  const [code] = await once(child, 'close')
  return { code, output: output() }
}

async function file(name: string, text: string): Promise<string> {
  await mkdir(dirname(join(dir, name)), { recursive: true })
  await writeFile(join(dir, name), text)
  return name
}

async function readmeBlock(language: string): Promise<string> {
  const readme = await readFile('src/local/slack/README.md', 'utf8')
  const [, block] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readme) ?? []
  if (!block) throw new Error(`The README shows no ${language}.`)
  return block
}

describe('the workspace alone', () => {
  it('serves the app and the file that its README shows', async () => {
    const config = await file('bakery.yml', await readmeBlock('yaml'))
    const { env, url, output } = await opened('--config', config)
    expect(output()).toContain('The workspace “Bakery” is open for Oven.')
    expect(Object.keys(env)).toEqual(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_API_URL'])
    run(join(dir, await file('app.mjs', await readmeBlock('js'))), [], env)
    const control = controlOf(url)
    await expect
      .poll(async () => (await control.get('state')).app, { timeout: 10_000 })
      .toMatchObject({ connected: true })

    const state = await control.get('state')
    expect(state.team).toMatchObject({ name: 'Bakery', domain: 'bakery' })
    expect(state.users).toContainEqual(
      expect.objectContaining({ name: 'rosa', real_name: 'Rosa Baker', tz: 'Europe/Rome', is_admin: true }),
    )
    expect(await control.channel('orders')).toMatchObject({
      topic: { value: 'What is to be baked' },
      members: [expect.stringContaining('TIM'), expect.any(String)],
    })
    const done = await control.post('command', { user: 'tim', channel: 'orders', command: '/bake', text: 'rye bread' })
    expect(done).toMatchObject({ ok: true })
    await expect
      .poll(async () => (await control.messages('orders')).map(message => message.text))
      .toContain('Please bake rye bread')
  })

  it('shows its page', async () => {
    const { url } = await opened()
    expect(await (await fetch(url)).text()).toContain('<div id="root">')
  })

  it('is a sample company with an app that declares nothing when no file is given', async () => {
    const { url, output } = await opened()
    expect(output()).toContain('The app declares no commands, scopes or events yet')
    expect(await controlOf(url).channel('leadership')).toMatchObject({ is_private: false })
  })

  it('takes the manifest from a file beside it, and delivers to where that says', async () => {
    await file(
      'oven.json',
      JSON.stringify({
        display_information: { name: 'Oven' },
        settings: {
          event_subscriptions: { bot_events: ['app_mention'], request_url: 'http://localhost:9/slack/events' },
        },
      }),
    )
    const { output } = await opened('--config', await file('http.yml', 'app: { manifest: ./oven.json }'))
    expect(output()).toContain('signed HTTP to http://localhost:9/slack/events')
    expect(output()).toContain('new App({ token, signingSecret, clientOptions: { slackApiUrl } })')
    const socket = await opened('--config', await file('socket.yml', 'app: { manifest: oven.json }\ndelivery: socket'))
    expect(socket.output()).toContain('Socket Mode')
  })

  it('uses the credentials of the file', async () => {
    const config = await file('own.yml', 'credentials: { botToken: xoxb-own, appToken: xapp-own, signingSecret: own }')
    const { env } = await opened('--config', config)
    expect(env).toMatchObject({ SLACK_BOT_TOKEN: 'xoxb-own', SLACK_APP_TOKEN: 'xapp-own', SLACK_SIGNING_SECRET: 'own' })
    const check = (token: string | undefined) =>
      fetch(`${env.SLACK_API_URL}auth.test`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
    expect(await (await check('xoxb-own')).json()).toMatchObject({ ok: true })
    expect(await (await check('xoxb-sandbox')).json()).toMatchObject({ ok: false, error: 'invalid_auth' })
  })

  it('keeps its state where it is told, until it is to forget it', async () => {
    const write = async (...args: readonly string[]) => {
      const { child, url } = await opened('--dir', 'kept', ...args)
      await controlOf(url).post('message', { user: 'ana', channel: 'general', text: 'Hello' })
      const count = (await controlOf(url).messages('general')).length
      child.kill('SIGTERM')
      await once(child, 'exit')
      return count
    }
    expect(await write()).toBe(1)
    expect(await write()).toBe(2)
    expect(await write('--reset')).toBe(1)
  })
})

describe('a file that makes no sense', () => {
  it('is refused with every problem and its place', async () => {
    const config = await file(
      'wrong.yml',
      `team: { name: Bakery, colour: red }
people:
  - { name: rosa, tz: Rome }
  - { name: rosa }
  - { name: Tim Counter }
groups:
  - { handle: shift, people: [nobody] }
channels:
  - { name: Orders }
  - name: general
    members: [rosa, stranger]
credentials: { botToken: abc }
port: 99999
delivery: pigeon
`,
    )
    expect(await ended('--config', config)).toEqual({
      code: 1,
      output: `The workspace cannot be opened with these settings:
  ${join(dir, config)}:1:31 team.colour: there is no such setting
  ${join(dir, config)}:3:23 people[0].tz: is no time zone; write one such as Europe/Lisbon
  ${join(dir, config)}:4:13 people[1].name: "rosa" is there already
  ${join(dir, config)}:5:13 people[2].name: use lower-case letters, digits, dots and dashes
  ${join(dir, config)}:7:31 groups[0].people[0]: there is nobody called "nobody"; there are rosa, Tim Counter
  ${join(dir, config)}:9:13 channels[0].name: use lower-case letters, digits, dashes and underscores
  ${join(dir, config)}:11:21 channels[1].members[1]: there is nobody called "stranger"; there are rosa, Tim Counter
  ${join(dir, config)}:12:26 credentials.botToken: must start with xoxb-
  ${join(dir, config)}:13:7 port: must be a port, 0 to 65535
  ${join(dir, config)}:14:11 delivery: must be socket, or the URL of the app
`,
    })
  })

  it('is refused for what its manifest has wrong, with that file’s name', async () => {
    await file('bad.yml', 'display_information: {}\nfeatures:\n  slash_commands:\n    - command: bake\n')
    const { code, output } = await ended('--config', await file('points.yml', 'app: { manifest: bad.yml }'))
    expect(code).toBe(1)
    expect(output).toContain('bad.yml:1:22 display_information.name: ')
    expect(output).toContain('bad.yml:4:16 features.slash_commands[0].command: a command is a slash and a word')
  })

  it('is refused when it is no YAML, or not there', async () => {
    expect((await ended('--config', await file('torn.yml', 'team: { name: [\n'))).output).toMatch(/torn\.yml:2:1 /)
    expect((await ended('--config', 'nowhere.yml')).output).toContain('nowhere.yml cannot be read')
  })
})

describe('the command line', () => {
  it('finds its file, and its folder, from where npm was started', async () => {
    await file('elsewhere/corner.yml', 'team: { name: Corner }')
    const env = { INIT_CWD: join(dir, 'elsewhere') }
    const missing = run(cli, ['--config', 'nowhere.yml'], env)
    await once(missing.child, 'close')
    expect(missing.output()).toContain(`${join(dir, 'elsewhere', 'nowhere.yml')} cannot be read`)
    const { child, output } = run(cli, ['--port', '0', '--config', 'corner.yml', '--dir', 'state'], env)
    while (!output().includes('Ctrl+C')) await once(child.stdout ?? child, 'data')
    expect(output()).toContain('The workspace “Corner” is open')
    expect(output()).toContain(`is kept in ${join(dir, 'elsewhere', 'state')}\n`)
  })

  it('explains itself', async () => {
    const { code, output } = await ended('--help')
    expect(code).toBe(0)
    for (const flag of ['--config', '--port', '--dir', '--reset']) expect(output).toContain(flag)
  })

  it('refuses what it does not know, and says what it knows', async () => {
    const { code, output } = await ended('--colour')
    expect(code).toBe(1)
    expect(output).toContain("Unknown option '--colour'")
    expect(output).toContain('npm run sandbox -- [options]')
    expect((await ended('--port', 'many')).output).toContain('--port: "many" is no port')
  })

  it('says when its port is taken', async () => {
    const { url } = await opened()
    const { code, output } = await ended('--port', new URL(url).port)
    expect(code).toBe(1)
    expect(output).toContain('The port is in use by another program. Choose another with --port.')
  })
})
