import { afterEach, describe, expect, it } from 'vitest'
import { createSlackClient } from '../../../src/slack/client.ts'
import { asInside } from '../../../src/slack/outside.ts'
import { showReading } from '../../../src/slack/work/reading-progress.ts'
import { keepingLog } from '../../helpers/memory-app.ts'
import { type Answer, type Args, type SlackHttp, slackHttp, workspaceOver } from '../slack-http.ts'

let slack: SlackHttp
afterEach(() => slack.stop())

function reading(attempt: number, answers: Record<string, (args: Args) => Answer> = {}) {
  slack = slackHttp(answers)
  let now = 0
  const pace = { now: () => now, sleep: async () => {} }
  const client = createSlackClient({ token: 'xoxb-test', apiUrl: undefined, log: keepingLog().log, pace })
  const claim = { lane: 'x', token: 'x', attempt, since: new Date('2026-03-02T10:00:00Z') }
  const shown = showReading({ ...workspaceOver(), client }, { to: asInside('C0INC'), key: 'INC-1#4/reading', claim })
  const pass = async (seconds: number, messages: number, threads = 3) => {
    now += seconds * 1_000
    await shown.onProgress({ messages, threads })
  }
  const texts = () =>
    slack.calls
      .filter(({ method }) => /^chat\./.test(method))
      .map(({ method, args }) => `${method} ${args.text?.replace('Reading the channel for the review: ', '')}`)
  return { pass, end: shown.end, texts }
}

describe('reading a long channel', () => {
  it('is shown in one message with counts, every five seconds at most', async () => {
    const { pass, end, texts } = reading(1)
    await pass(1, 999)
    await pass(3, 12_000)
    await pass(4, 13_000)
    await pass(2, 14_000)
    await end()
    expect(texts()).toEqual([
      'chat.postMessage 12,000 messages, 3 threads so far …',
      'chat.update 14,000 messages, 3 threads so far …',
      'chat.update Read the channel for the review: 14,000 messages, 3 threads.',
    ])
    expect(new Set(slack.of('chat.update').map(args => args.ts)).size).toBe(1)
  })

  it('is not spoken of when it is quick', async () => {
    const { pass, end, texts } = reading(1)
    await pass(1, 999)
    await pass(1, 1_500)
    await end()
    expect(texts()).toEqual([])
  })

  it('goes on after a restart in the message that it began', async () => {
    const metadata = { event_type: 'sitrep_post', event_payload: { key: 'INC-1#4/reading' } }
    const { pass, end, texts } = reading(2, {
      'conversations.history': () => ({ messages: [{ ts: '7.7', metadata }] }),
    })
    await pass(0, 30_000)
    await end()
    expect(texts()).toEqual([
      'chat.update 30,000 messages, 3 threads so far …',
      'chat.update Read the channel for the review: 30,000 messages, 3 threads.',
    ])
    expect(slack.of('chat.update').map(args => args.ts)).toEqual(['7.7', '7.7'])
  })

  it('goes on when it cannot be shown', async () => {
    const { pass, end } = reading(1, { 'chat.postMessage': () => ({ ok: false, error: 'is_archived' }) })
    await pass(4, 1_000)
    await pass(6, 2_000)
    await end()
    expect(slack.of('chat.update')).toEqual([])
  })
})
