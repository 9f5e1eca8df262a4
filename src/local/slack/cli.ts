import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { SettingsError } from './checked-yaml.ts'
import { readSandboxConfig, type SandboxConfig } from './config.ts'
import { defaultCredentials, startWorkspace } from './index.ts'

const usage = `A workspace that stands in for Slack, for any Bolt app.

  npm run sandbox -- [options]

  --config <file>   the workspace and its app, in YAML; without it a sample company and an app that declares nothing
  --port <number>   the port of the page and of the API (3100)
  --dir <folder>    where the state is kept; without it nothing is
  --reset           forget what is kept there, and begin as the file says
  --help            this text

The file is described in src/local/slack/README.md.
`

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function fail(text: string): never {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}

interface Flags {
  readonly config?: string | undefined
  readonly port?: string | undefined
  readonly dir?: string | undefined
  readonly reset?: boolean | undefined
}

function configured({ config: file, port, dir }: Flags): SandboxConfig {
  // npm runs a program in the folder of its package; the names were typed where npm was started.
  const here = process.env.INIT_CWD ?? process.cwd()
  const config = readSandboxConfig(file === undefined ? undefined : resolve(here, file))
  if (port !== undefined && !/^\d{1,5}$/.test(port)) throw new SettingsError([`--port: "${port}" is no port`])
  return {
    ...config,
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(dir === undefined ? {} : { dir: resolve(here, dir) }),
  }
}

function banner({ seed, dir, deliverTo }: SandboxConfig, url: string): string {
  const { app, team } = seed
  const { botToken, appToken, signingSecret } = { ...defaultCredentials, ...app }
  const declared = [...app.commands, ...app.scopes, ...app.events].length
  const settings = deliverTo
    ? '{ token, signingSecret, clientOptions: { slackApiUrl } }'
    : '{ token, appToken, socketMode: true, clientOptions: { slackApiUrl } }'
  return `
  The workspace “${team.name}” is open for ${app.name}.

    Page       ${url}/
    State      ${dir ? `is kept in ${dir}` : 'is forgotten when this ends (--dir keeps it)'}
    Delivery   ${deliverTo ? `signed HTTP to ${deliverTo}` : 'Socket Mode'}
${declared > 0 ? '' : '\n  The app declares no commands, scopes or events yet: name its manifest in a file (--config).\n'}
  The app’s settings:

    SLACK_BOT_TOKEN=${botToken}
    SLACK_APP_TOKEN=${appToken}
    SLACK_SIGNING_SECRET=${signingSecret}
    SLACK_API_URL=${url}/api/

  With Bolt for JavaScript, where slackApiUrl is SLACK_API_URL:

    new App(${settings})

  Ctrl+C stops it.
`
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      config: { type: 'string' },
      port: { type: 'string' },
      dir: { type: 'string' },
      reset: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
    strict: true,
  })
  if (values.help) return say(usage)
  const config = configured(values)
  const { seed, port, dir, deliverTo, rateLimits } = config
  const workspace = await startWorkspace({
    ...{ seed, port, rateLimits },
    pageDir: join(fileURLToPath(new URL('.', import.meta.url)), 'page'),
    ...(dir ? { dir } : {}),
  })
  if (values.reset) await workspace.reset()
  workspace.deliverTo(deliverTo)
  const stop = () => {
    void workspace.stop().then(() => process.exit(0))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  say(banner(config, workspace.url))
}

main().catch((error: unknown) => {
  if (error instanceof SettingsError)
    fail(`The workspace cannot be opened with these settings:\n${indent(error.message)}`)
  if (error instanceof Error && 'code' in error) {
    if (String(error.code).startsWith('ERR_PARSE_ARGS')) fail(`${error.message}\n\n${usage}`)
    if (error.code === 'EADDRINUSE') fail('The port is in use by another program. Choose another with --port.')
  }
  fail(`The workspace could not be opened: ${error instanceof Error ? error.stack : String(error)}`)
})

function indent(text: string): string {
  return text.replace(/^/gm, '  ')
}
