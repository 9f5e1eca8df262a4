import { type Logger, LogLevel, type WebAPICallResult, WebClient } from '@slack/web-api'
import { afterEach } from 'vitest'
import { type SeedApp, sampleSeed, startWorkspace, type WorkspaceOptions } from '../../../src/local/slack/index.ts'
import { sampleApp } from './sample-app.ts'

// biome-ignore lint/suspicious/noExplicitAny: what the control API answers is read freely by the tests
export type Answer = any

export const channels = {
  general: 'C0GENERAL1',
  random: 'C0RANDOM02',
  incidents: 'C0INCIDNT3',
  support: 'C0SUPPORT5',
  security: 'C0SECURTY7',
} as const
export const people = { ana: 'U0ANA00001', ben: 'U0BEN00002', chloe: 'U0CHLOE003', dev: 'U0DEV00004' } as const
export const bot = 'U0APPBOT00'

export interface Playground {
  readonly url: string
  readonly web: WebClient
  readonly workspace: Awaited<ReturnType<typeof startWorkspace>>
  /** Reads from the control API. */
  see(path: string): Promise<Answer>
  /** Acts through the control API. */
  act(path: string, body?: unknown): Promise<Answer>
  messages(channel: string): Promise<readonly Answer[]>
  channel(name: string): Promise<Answer>
}

const cleanups: (() => Promise<unknown>)[] = []

/** Runs after the test, the last first. */
export function afterwards(cleanup: () => Promise<unknown>): void {
  cleanups.push(cleanup)
}

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

type Options = Omit<WorkspaceOptions, 'seed'> & { readonly app?: Partial<SeedApp> }

export async function playground({ app, ...options }: Options = {}): Promise<Playground> {
  const workspace = await startWorkspace({ ...options, seed: sampleSeed({ ...sampleApp, ...app }) })
  afterwards(() => workspace.stop())
  const { url } = workspace
  const see = async (path: string) => (await fetch(`${url}/_control/${path}`)).json()
  return {
    url,
    workspace,
    web: client(url),
    see,
    act: async (path, body = {}) =>
      (
        await fetch(`${url}/_control/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).json(),
    messages: async channel => ((await see(`messages/${channel}`)) as Answer).messages,
    channel: async name =>
      ((await see('state')) as Answer).channels.find((c: Answer) => c.name === name || c.id === name),
  }
}

/** Refusals are what the tests provoke: they need no log. */
export const quiet: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
}

export function client(url: string, token: string | undefined = 'xoxb-sandbox'): WebClient {
  return new WebClient(token, { slackApiUrl: `${url}/api/`, retryConfig: { retries: 0 }, logger: quiet })
}

/** A call with arguments that the client's types do not know, or do not allow. */
export async function call(web: WebClient, method: string, args: Record<string, unknown>): Promise<Answer> {
  return web.apiCall(method, args)
}

/** What Slack answered to a call that must be refused. */
export async function refusal(call: Promise<WebAPICallResult>): Promise<Answer> {
  try {
    await call
  } catch (error) {
    if (error instanceof Error && 'data' in error) return error.data
    throw error
  }
  throw new Error('the call was not refused')
}

/** The error of a call that must be refused. */
export async function refused(call: Promise<WebAPICallResult>): Promise<string> {
  return (await refusal(call)).error
}
