import { z } from 'zod'
import { defaultPolicy, type Policy, parsePolicy } from './domain/policy.ts'
import { describeIssue, type PolicyFile, readPolicyFile } from './policy-file.ts'

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

const token = (prefix: string, what: string) =>
  z.string().startsWith(prefix, `must start with ${prefix}: it is the ${what}`)

/** Every setting, with what it does; docs/configuration.md is made from this. */
export const environmentSchema = z.object({
  PORT: z.coerce
    .number('must be a number')
    .int()
    .min(0)
    .max(65_535)
    .default(3000)
    .describe('Port of the one HTTP server: page, health, reviews, Slack requests.'),
  HOST: z
    .string()
    .optional()
    .describe('Address to listen on. Default: 127.0.0.1 with the sandbox (it asks nobody who they are), else all.'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .optional()
    .describe('Address under which people reach this server, for links to reviews. Default: http://localhost:PORT.'),
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe(
      'Folder of the embedded store and the sandbox workspace. Not used with a database and workspace of your own.',
    ),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must start with mongodb:// or mongodb+srv://')
    .optional()
    .describe('Your MongoDB. Without it Sitrep keeps its data in DATA_DIR.'),
  STORE_PORT: z.coerce
    .number('must be a number')
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe(
      'Port on 127.0.0.1 for mongosh or Compass to look into the embedded store; it asks nobody who they are. Default: none, only a socket for its owner.',
    ),
  SLACK_BOT_TOKEN: token('xoxb-', 'Bot User OAuth Token')
    .optional()
    .describe('Bot User OAuth Token of your Slack app. Without it the sandbox workspace stands in for Slack.'),
  SLACK_APP_TOKEN: token('xapp-', 'app-level token with connections:write')
    .optional()
    .describe('App-level token with connections:write: Slack reaches Sitrep by Socket Mode, no public address needed.'),
  SLACK_SIGNING_SECRET: z
    .string()
    .min(8, 'is too short to be a signing secret')
    .optional()
    .describe('Signing secret of your Slack app: Slack reaches Sitrep at PUBLIC_URL/slack/events.'),
  SLACK_API_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .optional()
    .describe('Web API of a Slack-compatible server, ending in /api/. Default: Slack’s.'),
  POLICY_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('YAML file that replaces parts of the policy: audiences, channels, priorities, services.'),
  LOG_LEVEL: z
    .enum(LOG_LEVELS)
    .optional()
    .describe('debug, info, warn, error or silent. Default: warn with the sandbox, else info.'),
  NODE_ENV: z
    .string()
    .optional()
    .describe('With `production` Sitrep never falls back to the sandbox or the embedded store by itself.'),
})

type Environment = z.infer<typeof environmentSchema>

export interface Config {
  readonly port: number
  readonly host: string | undefined
  readonly publicUrl: string | undefined
  readonly dataDir: string
  readonly mongodbUri: string | undefined
  /** Of the embedded store, besides its socket. */
  readonly storePort: number | undefined
  readonly slack: SlackConfig | undefined
  readonly policy: Policy
  /** What POLICY_FILE says, for a start from another base than the default policy. */
  readonly policyOverrides: unknown
  readonly logLevel: (typeof LOG_LEVELS)[number]
}

export interface SlackConfig {
  readonly botToken: string
  readonly delivery:
    | { readonly kind: 'socket'; readonly appToken: string }
    | { readonly kind: 'http'; readonly signingSecret: string }
  readonly apiUrl: string | undefined
}

/** Every problem with the settings at once, each with the setting to change. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** The settings as the parts need them. Throws ConfigError with all problems, one a line. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = environmentSchema.safeParse(given)
  const problems = parsed.success ? [] : parsed.error.issues.map(issue => `${issue.path.join('.')} ${issue.message}`)
  const { policy, overrides } = readPolicy(given.POLICY_FILE, problems)
  if (!parsed.success) throw new ConfigError(problems.join('\n'))
  const settings = parsed.data
  const slack = slackConfig(settings, problems)
  if (settings.NODE_ENV === 'production') {
    if (!settings.SLACK_BOT_TOKEN)
      problems.push('SLACK_BOT_TOKEN is missing: in production there is no sandbox workspace')
    if (!settings.MONGODB_URI) problems.push('MONGODB_URI is missing: in production there is no embedded store')
  }
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))
  return {
    port: settings.PORT,
    host: settings.HOST ?? (slack ? undefined : '127.0.0.1'),
    publicUrl: settings.PUBLIC_URL?.replace(/\/+$/, ''),
    dataDir: settings.DATA_DIR,
    mongodbUri: settings.MONGODB_URI,
    storePort: settings.STORE_PORT,
    slack,
    policy,
    policyOverrides: overrides,
    logLevel: settings.LOG_LEVEL ?? (slack ? 'info' : 'warn'),
  }
}

function slackConfig(settings: Environment, problems: string[]): SlackConfig | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = settings
  if (!botToken) {
    for (const name of ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_API_URL'] as const)
      if (settings[name]) problems.push(`SLACK_BOT_TOKEN is missing: ${name} alone connects no workspace`)
    return undefined
  }
  const apiUrl = settings.SLACK_API_URL
  if (appToken) return { botToken, apiUrl, delivery: { kind: 'socket', appToken } }
  if (signingSecret) return { botToken, apiUrl, delivery: { kind: 'http', signingSecret } }
  problems.push(
    'SLACK_APP_TOKEN is missing: it lets Slack reach Sitrep by Socket Mode (or set SLACK_SIGNING_SECRET to be reached over HTTP)',
  )
  return undefined
}

function readPolicy(file: string | undefined, problems: string[]): PolicyFile {
  const read = file === undefined ? undefined : readPolicyFile(file)
  if (read && 'policy' in read) return read
  problems.push(...(read?.problems ?? []).map(problem => `POLICY_FILE ${problem}`))
  return { policy: defaultPolicy, overrides: {} }
}

/** The policy of the settings on that of the sandbox, which has channels already. Throws ConfigError. */
export function sandboxPolicy({ policyOverrides }: Config, sandbox: Policy): Policy {
  try {
    return parsePolicy(policyOverrides, sandbox)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    throw new ConfigError(
      error.issues.map(issue => `POLICY_FILE in the sandbox workspace: ${describeIssue(issue)}`).join('\n'),
    )
  }
}
