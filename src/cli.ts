import { parseArgs } from 'node:util'
import { ConfigError, environmentSchema, parseConfig } from './config.ts'
import { StartError } from './errors.ts'
import { growSlowly } from './heap.ts'
import type { Running } from './main.ts'

const usage = `Sitrep runs incidents in Slack.

  npm start             start; without settings in a local sandbox workspace
  npm start -- --help   this text

Settings (environment variables):
${Object.entries(environmentSchema.shape)
  .map(([name, field]) => `  ${name.padEnd(22)}${field.description ?? ''}`)
  .join('\n')}
`

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function fail(text: string): never {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}

function banner({ urls }: Running, config: ReturnType<typeof parseConfig>): string {
  const where = config.mongodbUri ? 'in your MongoDB (MONGODB_URI)' : `in ${config.dataDir}`
  if (!urls.page) return `Sitrep is running on ${urls.http}\n  Data is kept ${where}.`
  return `
  Sitrep is running in a sandbox workspace.

    Open       ${urls.page}   and type /incident in a channel
    Data       is kept ${where} (DATA_DIR moves it)
    Slack      to connect a real workspace, create an app from manifest.yml and set
               SLACK_BOT_TOKEN and SLACK_APP_TOKEN (see README.md)

  Ctrl+C stops it.
`
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } }, strict: true })
  if (values.help) {
    say(usage)
    return
  }
  const config = parseConfig(process.env)
  growSlowly()
  // Loaded only now: wrong settings are told at once, without waiting for Bolt and Mongoose to load.
  const { start } = await import('./main.ts')
  let running: Running | undefined
  let isStopping = false
  const stop = async () => {
    // A second signal means that somebody does not want to wait.
    if (isStopping) process.exit(1)
    isStopping = true
    await running?.stop()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  // The Socket Mode client lets some of its own failures go unhandled; it recovers, and so the process lives on.
  process.on('unhandledRejection', error => running?.app.log.error({ err: error }, 'a promise failed unheard'))
  running = await start(config)
  say(banner(running, config))
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) fail(`Sitrep cannot start with these settings:\n${indent(error.message)}`)
  if (error instanceof StartError) fail(error.message)
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
    fail(`${error.message}\n\n${usage}`)
  fail(`Sitrep could not start: ${error instanceof Error ? error.stack : String(error)}`)
})

function indent(text: string): string {
  return text
    .split('\n')
    .map(line => `  ${line}`)
    .join('\n')
}
