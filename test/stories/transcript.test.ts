import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wholeText } from '../../src/app/reviews.ts'
import { findings } from '../../src/domain/findings.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { verifyReview } from '../../src/exports/verify.ts'
import { declareCheckout, type Story, tellStory } from '../helpers/story.ts'

const room = 'inc-1-checkout-fails'

describe('Emi, who reads the review later', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await declareCheckout(story)
  })
  afterAll(() => story.end())

  const say = async (user: string, text: string, more: object = {}): Promise<string> =>
    String((await story.post('message', { user, channel: room, text, ...more })).ts)
  const transcript = async (): Promise<string> => {
    await story.command('ana', room, 'review markdown')
    await story.settle()
    const saved = await story.running.app.reviews.get('INC-1', 'markdown')
    const text = saved ? await wholeText(saved.read()) : ''
    return text.slice(text.indexOf('## Appendix: transcript'))
  }

  it('finds what was said, also what was changed or deleted afterwards', async () => {
    await story.command('ben', room, 'ack')
    const guess = await say('ben', 'It is the database')
    await story.post('edit-message', { user: 'ben', channel: room, messageTs: guess, text: 'It is release 812' })
    const slip = await say('chloe', 'My password is hunter2')
    await story.post('delete-message', { user: 'chloe', channel: room, messageTs: slip })
    const reply = await say('chloe', 'Rolling back', { thread_ts: guess })
    await story.post('reaction', { user: 'ana', channel: room, messageTs: reply, name: 'eyes' })
    await story.settle()
    const told = await transcript()
    expect(told).toMatch(/ben \(edited\)\\\n {2}It is release 812\\\n {2}before, since .*: It is the database/)
    expect(told).toMatch(/\(deleted .*\)\\\n {2}My password is hunter2/)
    expect(told).toMatch(/\n {2}- .*\(reply, \\:eyes: × 1 \(ana\)\)\\\n {4}Rolling back/)
  })

  it('finds the files that were sent, also when Slack has lost them', async () => {
    const data = Buffer.from('a picture').toString('base64')
    const { file } = await story.post('upload', { user: 'ben', name: 'errors.png', data })
    const id = (file as { id: string }).id
    await say('ben', 'Look', { files: [id] })
    await say('ben', 'And the dump', {
      files: [((await story.post('upload', { user: 'ben', name: 'heap.zip', data })).file as { id: string }).id],
    })
    await story.settle()
    const { app } = story.running
    const channel = (await story.incident()).channel?.id ?? ''
    expect(await app.attachments.bytesOf(channel)).toBe('a picture'.length)
    expect(await transcript()).toMatch(
      /file: errors\.png\)[\s\S]*file: heap\.zip, not kept: files of type application\/zip/,
    )
    await story.post('rename-file', { user: 'ben', file: id, name: 'before-812.png' })
    await story.settle()
    await story.post('delete-file', { user: 'ben', file: id })
    await story.settle()
    expect(await transcript()).toMatch(/file: before-812\.png, before: errors\.png, deleted [^)]*UTC\)/)
    expect(await app.attachments.bytesOf(channel)).toBe('a picture'.length)
  })

  it('saves them from a page of her own, where nothing of them runs, and others find nothing there', async () => {
    const page = Buffer.from('<script>alert(1)</script>').toString('base64')
    const { file } = await story.post('upload', { user: 'ben', name: 'Überlast.html', data: page })
    await say('ben', 'The error page', { files: [(file as { id: string }).id] })
    await story.settle()
    expect(await transcript()).toMatch(
      /Sitrep keeps a copy of these files[\s\S]*Überlast\.html.*25 bytes.*[0-9a-f]{64}/,
    )
    await story.command('emi', room, 'review')
    await story.press({ user: 'emi', channel: room, action: 'read_review' })
    await story.settle()
    const view = JSON.stringify((await story.get('views/emi')).view)
    const [, link = ''] = /<([^|<>]*\/people\/U0EMI00005\/reviews\/INC-1\/files[^|<>]*)\|2 files>/.exec(view) ?? []
    const list = await (await fetch(link)).text()
    expect(list).toMatch(/before-812\.png[\s\S]*deleted in Slack since[\s\S]*Überlast\.html/)
    const hrefs = [...list.matchAll(/<h2><a href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
    const saved = await Promise.all(hrefs.map(href => fetch(new URL(href, story.url))))
    expect(await Promise.all(saved.map(answer => answer.text()))).toEqual(['a picture', '<script>alert(1)</script>'])
    expect(saved[1]?.headers.get('content-disposition')).toBe(
      `attachment; filename="Uberlast.html"; filename*=UTF-8''%C3%9Cberlast.html`,
    )
    expect(saved[1]?.headers.get('content-type')).toBe('application/octet-stream')
    const forged = await fetch(new URL(String(hrefs[1]).replace('U0EMI00005', 'U0GUS00006'), story.url))
    expect(forged.status).toBe(404)
  })

  it('misses nothing of the time in which Sitrep did not run', async () => {
    const kept = await say('ben', 'Nearly there')
    const lost = await say('ana', 'Wrong channel, sorry')
    await story.settle()
    const match = { type: 'events_api', kind: 'message' }
    await story.post('faults', { rules: [{ fault: 'drop', match, times: 3 }] })
    await story.post('edit-message', { user: 'ben', channel: room, messageTs: kept, text: 'Back at 100 %' })
    await story.post('delete-message', { user: 'ana', channel: room, messageTs: lost })
    await say('ana', 'Said while nobody listened')
    const decided = await say('ben', 'We roll back')
    const { file } = await story.post('upload', { user: 'ana', name: 'pool.png', data: 'cGljdHVyZQ==' })
    const drawn = await say('ana', '', { files: [(file as { id: string }).id] })
    const unheard = { type: 'events_api', kind: 'reaction_added' }
    await story.post('faults', { rules: [{ fault: 'drop', match: unheard, times: 2 }] })
    await story.post('reaction', { user: 'ana', channel: room, messageTs: decided, name: 'scales' })
    await story.post('reaction', { user: 'ana', channel: room, messageTs: drawn, name: 'mag' })
    const told = await transcript()
    expect(findings(await story.incident()).map(({ state, text, stated }) => [state, text, stated.by])).toEqual([
      ['decided', 'We roll back', 'U0ANA00001'],
      ['open', 'pool.png', 'U0ANA00001'],
    ])
    expect(told).toContain('Back at 100 %')
    expect(told).toContain('Nearly there')
    expect(told).toMatch(/\(deleted\)\\\n {2}Wrong channel, sorry/)
    expect(told.match(/Said while nobody listened/g)).toHaveLength(1)
  })

  it('finds no link that opens an earlier review, and nothing that was posted about one', async () => {
    await story.command('ana', room, 'review html')
    await story.settle()
    const posted = JSON.stringify(await story.messages(room))
    const link = /\/incidents\/INC-1\/review\.html\?expires=\d+/.exec(posted)?.[0]
    expect(link).toBeDefined()
    await say('ben', `Have a look: http://localhost${link}&signature=canary-of-ben`)
    await story.settle()
    const told = await transcript()
    expect(told).toContain('Have a look: (link to the review)')
    expect(told).not.toMatch(/signature=|canary-of-ben|INC-1-review-\d+\.html/)
  })

  it('finds what Slack does not show any more, once it was resolved', async () => {
    const match = { type: 'events_api', kind: 'message' }
    await story.post('faults', { rules: [{ fault: 'drop', match, times: 1 }] })
    const ts = await say('ben', 'Said when nobody listened again')
    const channel = (await story.incident()).channel?.id ?? ''
    const { transcripts } = story.running.app
    expect(await transcripts.find(channel, ts)).toBeUndefined()
    await story.command('ana', room, 'resolve rolled back')
    await story.settle()
    expect(await transcripts.find(channel, ts)).toMatchObject({ text: 'Said when nobody listened again' })
  })
})

describe('an incident of which little is kept', () => {
  let story: Story
  let dir: string
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sitrep-policy-'))
    const file = join(dir, 'policy.yml')
    await writeFile(file, 'transcript: { keepDays: 30, keepDeleted: false }\ncloseRequires: []\n')
    story = await tellStory({ POLICY_FILE: file })
    await declareCheckout(story)
  })
  afterAll(async () => {
    await story.end()
    await rm(dir, { recursive: true, force: true })
  })

  it('shows no words of a message that was deleted, also where something was made of them', async () => {
    const { app } = story.running
    const make = async (text: string, name: string): Promise<string> => {
      const { ts } = await story.post('message', { user: 'ben', channel: room, text })
      await story.settle()
      await story.post('reaction', { user: 'ana', channel: room, messageTs: ts, name })
      await story.settle()
      return String(ts)
    }
    const shown = async (): Promise<string> => {
      const said = await Promise.all(
        ['board', 'followup', 'show', 'timeline'].map(verb => story.command('ana', room, verb)),
      )
      await story.settle()
      return JSON.stringify([said, await story.messages(room)])
    }
    const decided = await make('Key is hunter2', 'scales')
    const unheard = await make('Key was hunter3', 'repeat')
    expect(await shown()).toMatch(/hunter2.*hunter3/s)
    await story.post('delete-message', { user: 'ben', channel: room, messageTs: decided })
    await story.settle()
    expect(findings(await story.incident())).toMatchObject([{ state: 'decided', text: '[deleted]' }])

    const match = { type: 'events_api', kind: 'message' }
    await story.post('faults', { rules: [{ fault: 'drop', match, times: 1 }] })
    await story.post('delete-message', { user: 'ben', channel: room, messageTs: unheard })
    await story.post('advance', { minutes: 1 })
    await story.command('ana', room, 'review json')
    await story.settle()
    const saved = await app.reviews.get('INC-1', 'json')
    const review = saved ? await wholeText(saved.read()) : ''
    expect(review).not.toContain('hunter')
    expect(verifyReview(review)).toMatchObject({
      outcome: 'whole',
      remarks: [expect.stringContaining('2 of its'), expect.anything()],
    })
    const withheld = (await story.incident()).timeline.filter(isFact('copies-withheld'))
    expect(withheld.map(({ message }) => message)).toEqual([decided, unheard])
    const told = await shown()
    expect(told).toContain('[deleted]')
    expect(told).not.toContain('hunter')
  })

  it('keeps its facts, and neither messages, files nor reviews once the policy says so', async () => {
    await story.post('message', { user: 'ben', channel: room, text: 'Said in confidence' })
    await story.command('ben', room, 'cancel false alarm')
    await story.command('ben', room, 'review markdown')
    await story.settle()
    const { app } = story.running
    expect((await app.reviews.get('INC-1', 'markdown'))?.bytes).toBeGreaterThan(0)
    await story.sleepUntilRestart(29 * 24 * 60)
    expect(await story.running.app.reviews.get('INC-1', 'markdown')).toBeDefined()
    await story.sleepUntilRestart(2 * 24 * 60)

    const later = story.running.app
    expect(await later.reviews.get('INC-1', 'markdown')).toBeUndefined()
    const channel = (await story.incident()).channel?.id ?? ''
    const erased = (await story.incident()).timeline.filter(isFact('transcript-erased'))
    expect(erased).toEqual([expect.objectContaining({ files: 0, by: 'sitrep' })])
    await story.post('message', { user: 'ben', channel: room, text: 'Said long after' })
    await story.command('ben', room, 'review markdown')
    await story.settle()
    const saved = await later.reviews.get('INC-1', 'markdown')
    const text = saved ? await wholeText(saved.read()) : ''
    expect(text).not.toMatch(/Said in confidence|Said long after/)
    expect(text).toMatch(/deleted \d+ messages and 0 files of its channel/)
    for await (const message of later.transcripts.read(channel)) expect(message).toBeUndefined()
    await story.command('ben', room, 'review jsonl')
    await story.settle()
    expect((await story.incident()).timeline.at(-1)).toMatchObject({ type: 'review-delivered' })

    await story.post('advance', { minutes: 1 })
    await story.command('ben', room, 'reopen it is back')
    await story.settle()
    const parent = (await story.messages(room)).find(one => one.text === 'Said in confidence')?.ts
    await story.post('message', { user: 'ben', channel: room, text: 'Said since it is back', thread_ts: parent })
    await story.command('ben', room, 'review markdown')
    await story.settle()
    const again = await later.reviews.get('INC-1', 'markdown')
    const told = again ? await wholeText(again.read()) : ''
    expect(told).toContain('Said since it is back')
    expect(told).not.toMatch(/Said in confidence|Said long after/)
    expect(told).toMatch(
      /What was said in the channel until .* was let go then, as the policy says: \d+ messages and 0 files/,
    )
  })
})
