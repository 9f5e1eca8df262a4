import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { wholeText } from '../../src/app/reviews.ts'
import { defaultPolicy, type Policy, parsePolicy } from '../../src/domain/policy.ts'
import type { MessageFile } from '../../src/domain/review.ts'
import { createSlackClient } from '../../src/slack/client.ts'
import { isSlacks } from '../../src/slack/download.ts'
import { heardOf } from '../../src/slack/heard.ts'
import { fileKeeper } from '../../src/slack/keep-files.ts'
import { captureRules } from '../../src/slack/transcript.ts'
import type { Store } from '../../src/store/connect.ts'
import { keepingLog, scratchStore } from '../helpers/memory-app.ts'
import { workspaceOver } from './slack-http.ts'

const channel = 'C0INC'
const token = 'xoxb-the-token'
let store: Store
beforeAll(async () => {
  store = await scratchStore()
})
beforeEach(() => store.clear())
afterAll(() => store.close())

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

interface Asked {
  readonly path: string
  readonly authorization: string | undefined
}

/** A server with files; answers what was asked of it. */
async function serve(files: Record<string, string | { status: number; headers?: Record<string, string> }>) {
  const asked: Asked[] = []
  const server = createServer((req, res) => {
    asked.push({ path: req.url ?? '', authorization: req.headers.authorization })
    const file = files[req.url ?? ''] ?? { status: 404 }
    if (typeof file === 'string') res.writeHead(200).end(file)
    else res.writeHead(file.status, file.headers).end('a page')
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

interface Sent {
  readonly id: string
  readonly url: string
  readonly type?: string
  readonly size?: number
  readonly user?: string
}

/** Messages with these files are heard of, and their files kept; answers what is known of each file then. */
async function keep(
  api: string,
  sent: readonly Sent[],
  policy: Policy = defaultPolicy,
): Promise<readonly MessageFile[]> {
  const log = keepingLog().log
  const pace = { now: () => 0, sleep: async () => {} }
  const client = createSlackClient({ token, apiUrl: `${api}/api/`, log, pace })
  const workspace = { ...workspaceOver(), client }
  const heard = sent.flatMap(({ id, url, type = 'image/png', size = 3, user = 'U0BEN' }, n) => {
    const file = { id, name: `${id}.png`, mimetype: type, size, url_private_download: url }
    const ts = `1772445600.00000${n}`
    return heardOf({ ts, user, text: '', files: [file] }, { seen: ts }) ?? []
  })
  await store.transcripts.note(channel, heard, captureRules(workspace, policy))
  await fileKeeper(workspace, { ...store, policy, log })(channel)
  const files: MessageFile[] = []
  for await (const message of store.transcripts.read(channel)) files.push(...message.files)
  return files
}

describe('the files of messages', () => {
  it('are kept with their hash, each once', async () => {
    const slack = await serve({ '/a': 'abc' })
    const sent = [{ id: 'F1', url: `${slack.url}/a` }]
    const [file] = await keep(slack.url, sent)
    expect(file).toEqual({
      id: 'F1',
      name: 'F1.png',
      mediaType: 'image/png',
      bytes: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    })
    const content = await store.attachments.read(channel, file?.sha256 ?? '')
    expect(content && (await wholeText(content))).toBe('abc')
    expect(await store.attachments.read('C0OTHER', file?.sha256 ?? '')).toBeUndefined()
    await keep(slack.url, sent)
    expect(slack.asked).toEqual([{ path: '/a', authorization: `Bearer ${token}` }])
  })

  it('stay out when the policy does not want them, and the transcript says why', async () => {
    const slack = await serve({ '/a': 'abc', '/grown': 'x'.repeat(2_000_000) })
    const policy = parsePolicy({ transcript: { files: { maxMegabytes: 1, maxMegabytesPerIncident: 1 } } })
    const files = await keep(
      slack.url,
      [
        { id: 'F1', url: `${slack.url}/a`, type: 'application/zip' },
        { id: 'F2', url: `${slack.url}/a`, size: 1_000_001 },
        { id: 'F3', url: `${slack.url}/grown` },
        { id: 'F4', url: `${slack.url}/a`, user: 'U0SITREP' },
        { id: 'F5', url: `${slack.url}/a`, type: 'text/csv' },
        { id: 'F6', url: `${slack.url}/a`, size: 999_999 },
      ],
      policy,
    )
    expect(files.map(file => file.notKept)).toEqual([
      'files of type application/zip are not kept',
      'it is larger than 1 MB',
      'it is larger than 1 MB',
      'Sitrep made it',
      undefined,
      'the incident’s files are larger than 1 MB together',
    ])
    expect(await store.attachments.bytesOf(channel)).toBe(3)
  })

  it('are asked of Slack alone: the token goes to no other host and follows no redirection', async () => {
    const elsewhere = await serve({ '/a': 'abc' })
    const slack = await serve({ '/moved': { status: 302, headers: { location: `${elsewhere.url}/a` } } })
    const files = await keep(slack.url, [
      { id: 'F1', url: `${elsewhere.url}/a` },
      { id: 'F2', url: `${slack.url}/moved` },
      { id: 'F3', url: `${slack.url}/gone` },
    ])
    expect(elsewhere.asked).toEqual([])
    expect(files.map(file => file.notKept)).toEqual([
      'Slack did not give it (not_a_slack_address)',
      'Slack did not give it (redirected)',
      'Slack did not give it (http_404)',
    ])
  })

  it('are fetched the next time when Slack does not answer now', async () => {
    const files: Record<string, string | { status: number }> = { '/a': { status: 503 } }
    const slack = await serve(files)
    const sent = [{ id: 'F1', url: `${slack.url}/a` }]
    expect((await keep(slack.url, sent))[0]).toMatchObject({ name: 'F1.png' })
    expect((await keep(slack.url, sent))[0]?.sha256).toBeUndefined()
    files['/a'] = 'abc'
    expect((await keep(slack.url, sent))[0]?.sha256).toMatch(/^ba78/)
  })

  it('go with their message where deleted messages are not kept', async () => {
    const slack = await serve({ '/a': 'abc' })
    const policy = parsePolicy({ transcript: { keepDeleted: false } })
    await keep(slack.url, [{ id: 'F1', url: `${slack.url}/a` }], policy)
    expect(await store.attachments.bytesOf(channel)).toBe(3)
    const rules = { keepDeleted: false, self: 'U0SITREP' }
    await store.transcripts.note(channel, [{ kind: 'deleted', ts: '1772445600.000000' }], rules)
    await keep(slack.url, [], policy)
    expect(await store.attachments.bytesOf(channel)).toBe(0)
  })

  it.each([
    ['https://files.slack.com/files-pri/T1-F1/download/a.png', undefined, true],
    ['https://slack.com/a', undefined, true],
    ['https://files.slack-gov.com/a', undefined, true],
    ['http://files.slack.com/a', undefined, false],
    ['https://files.slack.com:8443/a', undefined, false],
    ['https://files.slack.com.evil.example/a', undefined, false],
    ['https://evilslack.com/a', undefined, false],
    ['https://files.slack.com@evil.example/a', undefined, false],
    ['https://user:pass@files.slack.com/a', undefined, false],
    ['not an address', undefined, false],
    ['http://localhost:3000/files/a', 'http://127.0.0.1:3000/api/', true],
    ['http://localhost:3001/files/a', 'http://127.0.0.1:3000/api/', false],
    ['https://files.slack.com/a', 'http://127.0.0.1:3000/api/', false],
  ])('lie at %s (Web API: %s): %s', (address, apiUrl, isTheirs) => {
    expect(isSlacks(address, apiUrl)).toBe(isTheirs)
  })
})
