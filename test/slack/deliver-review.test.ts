import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type App, update } from '../../src/app/app.ts'
import { perform } from '../../src/app/perform.ts'
import { wholeText } from '../../src/app/reviews.ts'
import { requestReview } from '../../src/domain/incident.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { outstandingWork, type WorkOf } from '../../src/domain/work.ts'
import { verifyReview } from '../../src/exports/verify.ts'
import { sha256 } from '../../src/sha256.ts'
import { deliverReview } from '../../src/slack/work/deliver-review.ts'
import type { Store } from '../../src/store/connect.ts'
import { by, opened, policy } from '../helpers/incidents.ts'
import { keepingLog, memoryApp, scratchStore } from '../helpers/memory-app.ts'
import { type Answer, type Args, type SlackHttp, slackHttp, workspaceOver } from './slack-http.ts'

let store: Store
let slack: SlackHttp | undefined
beforeAll(async () => {
  store = await scratchStore()
})
afterAll(() => store.close())
afterEach(() => slack?.stop())

interface Shared {
  readonly name: string
  readonly comment: string
}

/** Slack with files: what was completed is a message of the channel. `complete` may lose its answer afterwards. */
function slackWithFiles(lost: (nth: number) => Answer | undefined = () => undefined) {
  const shared: Shared[] = []
  const names = new Map<string, string>()
  let completed = 0
  return {
    shared,
    answers: {
      'files.getUploadURLExternal': ({ filename = '' }: Args) => {
        const id = `F${names.size + 1}`
        names.set(id, filename)
        return { file_id: id, upload_url: `https://files.slack.com/upload/${id}` }
      },
      'files.completeUploadExternal': ({ files = '[]', initial_comment = '', blocks = '' }: Args) => {
        const [file] = JSON.parse(files) as { id: string }[]
        shared.push({ name: names.get(file?.id ?? '') ?? '', comment: initial_comment || blocks })
        return lost(++completed) ?? { files: [] }
      },
      'conversations.history': () => ({
        messages: [
          ...shared.map(({ name, comment }, n) => ({
            ts: `1772445700.${String(n).padStart(6, '0')}`,
            user: 'U0SITREP',
            bot_id: 'B0SITREP',
            text: comment,
            files: [{ name }],
          })),
          { ts: '1772445600.000100', user: 'U0ANA', text: 'Looking into <https://x.example|it>' },
        ],
      }),
    },
  }
}

/** An incident whose review was asked for, in an app over the real store and the real client. */
async function requested(
  wanted: Parameters<typeof requestReview>[1] = { format: 'markdown' },
): Promise<{ app: App; advance: (minutes: number) => void; id: string; file: string }> {
  const { app, advance } = memoryApp(workspaceOver(), { store, log: keepingLog().log, policy })
  const requestId = crypto.randomUUID()
  const incident = await app.incidents.create(requestId, number => ({
    ...opened(),
    number,
    id: `INC-${number}`,
    requestId,
  }))
  const asked = await update(app, incident.id, latest => requestReview(latest, wanted, by('U0ANA', 0)))
  const seq = asked.timeline.find(isFact('review-requested'))?.seq
  return { app, advance, id: incident.id, file: `${incident.id}-review-${seq}.md` }
}

async function deliveredFiles(app: App, id: string): Promise<string[]> {
  return (await app.incidents.get(id))?.timeline.filter(isFact('review-delivered')).map(fact => fact.file) ?? []
}

describe('delivering the review', () => {
  it('puts the file into the incident channel with the signed link, keeps it for that link, and records it', async () => {
    const { answers, shared } = slackWithFiles()
    slack = slackHttp(answers)
    const { app, id, file } = await requested()
    await perform(app, id)

    expect(shared).toEqual([{ name: file, comment: expect.stringContaining(`/incidents/${id}/review.md?key=test|`) }])
    expect(slack.of('files.completeUploadExternal')[0]).toMatchObject({ channel_id: opened().channel?.id })
    for (const action of ['read_review', 'write_review'])
      expect(shared[0]?.comment).toContain(`"action_id":"${action}"`)
    const saved = await app.reviews.get(id, 'markdown')
    const text = saved && (await wholeText(saved.read()))
    expect(text).toContain('Looking into it (https\\://x.example)')
    expect(slack.uploads).toEqual([text])
    expect(slack.of('files.getUploadURLExternal')[0]?.length).toBe(String(Buffer.byteLength(text ?? '')))
    expect(await deliveredFiles(app, id)).toEqual([file])
  })

  it.each(['json', 'html'])(
    'says with the %s its fingerprint, which a forged one has not, and records it',
    async format => {
      const { answers, shared } = slackWithFiles()
      slack = slackHttp(answers)
      const { app, id } = await requested({ format })
      await perform(app, id)
      const content = slack.uploads[0] ?? ''
      const fingerprint = sha256(content)
      expect(shared[0]?.comment).toContain(`Its fingerprint is \`${fingerprint}\`.`)
      expect((await app.incidents.get(id))?.timeline.findLast(isFact('review-delivered'))?.sha256).toBe(fingerprint)
      if (format === 'json') expect(verifyReview(content).outcome).toBe('whole')
    },
  )

  it('puts there what one audience may read, keeps it apart from the whole review, and gives no link to it', async () => {
    const { answers, shared } = slackWithFiles()
    slack = slackHttp(answers)
    const { app, id } = await requested({ format: 'html', audience: 'customers' })
    await perform(app, id)
    expect(shared).toEqual([
      {
        name: expect.stringMatching(/-review-for-customers-\d+\.html$/),
        comment: expect.stringContaining('as Customers may read it'),
      },
    ])
    expect(shared[0]?.comment).not.toContain('http')
    expect(slack.uploads[0]).toContain('Written for: Customers')
    expect(slack.uploads[0]).not.toContain('Looking into it')
    expect(slack.of('conversations.history')).toEqual([])
    expect(await app.reviews.get(id, 'html')).toBeUndefined()
  })

  it('delivers once when the answer to the upload is lost', async () => {
    const { answers, shared } = slackWithFiles(nth => (nth === 1 ? { status: 500 } : undefined))
    slack = slackHttp(answers)
    const { app, advance, id, file } = await requested()
    await perform(app, id)
    expect(await deliveredFiles(app, id)).toEqual([])
    advance(1)
    await perform(app, id)
    expect(shared.map(one => one.name)).toEqual([file])
    expect(await deliveredFiles(app, id)).toEqual([file])
  })

  it('delivers once when the process dies between upload and record', async () => {
    const { answers, shared } = slackWithFiles()
    slack = slackHttp(answers)
    const { app, advance, id, file } = await requested()
    const incident = await update(app, id, latest => latest)
    const work = outstandingWork(incident, policy, app.now()).find(
      (one): one is WorkOf<'deliver-review'> => one.kind === 'deliver-review',
    )!
    const claim = await app.deliveries.claim({ lane: work.lane, token: 'dead', now: app.now(), leaseMs: 60_000 })
    await deliverReview(workspaceOver())({ work, incident, claim: claim! }, app)
    expect(await deliveredFiles(app, id)).toEqual([])

    advance(2)
    await perform(app, id)
    expect(shared.map(one => one.name)).toEqual([file])
    expect(await deliveredFiles(app, id)).toEqual([file])
  })

  it('uploads again when the earlier attempt had not come that far', async () => {
    const { answers, shared } = slackWithFiles()
    let asked = 0
    slack = slackHttp({
      ...answers,
      'files.getUploadURLExternal': args =>
        ++asked === 1 ? { status: 500 } : answers['files.getUploadURLExternal'](args),
    })
    const { app, advance, id, file } = await requested()
    await perform(app, id)
    expect(shared).toEqual([])
    advance(1)
    await perform(app, id)
    expect(shared.map(one => one.name)).toEqual([file])
  })

  it('does not deliver what another process delivered while this one was reading', async () => {
    const { answers, shared } = slackWithFiles()
    const { app, id, file } = await requested()
    const incident = await update(app, id, latest => latest)
    const work = outstandingWork(incident, policy, app.now()).find(
      (one): one is WorkOf<'deliver-review'> => one.kind === 'deliver-review',
    )!
    slack = slackHttp(answers)
    await perform(app, id)
    const late = { lane: work.lane, token: 'late', attempt: 1, since: app.now() }
    expect(await deliverReview(workspaceOver())({ work, incident, claim: late }, app)).toBeUndefined()
    expect(shared.map(one => one.name)).toEqual([file])
  })

  it('makes a new file for each request', async () => {
    const { answers, shared } = slackWithFiles()
    slack = slackHttp(answers)
    const { app, advance, id } = await requested()
    await perform(app, id)
    advance(10)
    await update(app, id, latest => requestReview(latest, { format: 'markdown' }, by('U0BEN', 9)))
    await perform(app, id)
    expect(new Set(shared.map(one => one.name)).size).toBe(2)
  })
})
