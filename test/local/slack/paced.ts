import { WebClient } from '@slack/web-api'
import { expect } from 'vitest'
import { type Answer, channels, type Playground, playground, quiet } from './playground.ts'

export interface Paced extends Playground {
  /** Moves the rate clock, which stands still otherwise. */
  wait(seconds: number): void
}

/** A workspace whose rate clock moves only when told, and Slack's own client, which tries nothing again. */
export async function paced(options: { readonly timeout?: number } = {}): Promise<Paced> {
  let now = 0
  const place = await playground({ rateClock: () => now * 1000 })
  const web = new WebClient('xoxb-sandbox', {
    slackApiUrl: `${place.url}/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
    ...options,
  })
  return {
    ...place,
    web,
    wait(seconds) {
      now += seconds
    },
  }
}

export const post = ({ web }: Pick<Playground, 'web'>, text = 'hi', channel: string = channels.incidents) =>
  web.chat.postMessage({ channel, text })

export async function texts({ messages }: Playground): Promise<readonly string[]> {
  return (await messages('incidents')).map(message => message.text)
}

/** Takes every fault away, or one. */
export const lift = ({ url }: Playground, id?: string) =>
  fetch(`${url}/_control/faults${id === undefined ? '' : `/${id}`}`, { method: 'DELETE' })

/** What the log has of one direction, oldest first. */
export async function logged({ see }: Playground, direction: string): Promise<readonly Answer[]> {
  return (await see('log')).entries.filter((entry: Answer) => entry.direction === direction)
}

/** What was thrown by something that must fail. */
export async function failure(call: Promise<unknown>): Promise<Answer> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(outcome).toBeInstanceOf(Error)
  return outcome
}
