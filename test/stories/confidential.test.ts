import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { codeNameOf } from '../../src/domain/code-name.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { verbs } from '../../src/slack/commands/index.ts'
import { places, wordsAt } from '../helpers/canaries.ts'
import { departures, homeOf, personNamed, whatSees } from '../helpers/departures.ts'
import { type Story, tellStory } from '../helpers/story.ts'

/** A word that tells where it was put in, whichever turns up. */
const canary = (where: string) => `CANARY-${where}`
const canariesIn = (text: string) => [...new Set(text.match(/CANARY-[a-z-]+/g))].sort()
const outsiders = ['chloe', 'dev', 'gus'] as const
/** Emi is cleared to hear of private incidents, as the board, which may know no more than these. */
const board = {
  label: 'Board',
  fields: ['impact', 'workaround'],
  // Dev reads as the board too, but of nothing that is private.
  people: ['U0DEV00004'],
  incidents: { private: 'cleared', clearedPeople: ['U0EMI00005'] },
  cadence: { P1: 30 },
  closing: { notice: true, review: true },
}
const forBoard = ['impact', 'workaround', 'question', 'reply', 'unanswerable', 'declined', 'board'].map(canary)
/** A guest is not in #general. */
const lobbyOf = (who: string) => (who === 'gus' ? 'support' : 'general')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitrep-policy-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function policyFile(policy: object): Promise<string> {
  const file = join(folder, 'policy.yml')
  await writeFile(file, JSON.stringify(policy))
  return file
}

async function declare(story: Story, values: Record<string, unknown>): Promise<void> {
  await story.command('ana', 'general', '')
  await story.submit('ana', { title: 'x', severity: 'SEV1', urgency: 'high', category: 'security', ...values })
  await story.settle()
}

/** Verbs that look at no incident, or at all that one may see. */
const about = ['declare', 'list', 'help']

/** What somebody outside reads who tries every verb on this incident. */
async function tryEverything(story: Story, who: string, id: string): Promise<string[]> {
  const answers: string[] = []
  for (const { name } of verbs.filter(verb => !about.includes(verb.name))) {
    const { response, error } = await story.command(who, 'general', `${id} ${name}`)
    answers.push(JSON.stringify([name, response, error]))
  }
  return answers
}

describe.each([
  ['nothing', /No incident is open|Nothing is open/],
  ['count', /and 1 private incident/],
  ['code-name', new RegExp(`${codeNameOf(1)} \\(private\\) · `)],
] as const)('of a private incident of which others see %s, whatever is done with it', (outside, hint) => {
  const stored: Record<string, unknown[]> = { draft: [] }

  let story: Story
  let log = ''
  let own = ''
  let data = ''
  let insiders: readonly string[] = []
  const before = new Set<string>()

  beforeAll(async () => {
    for (const file of await readdir(process.cwd())) before.add(file)
    vi.spyOn(process.stderr, 'write').mockImplementation(chunk => {
      log += String(chunk)
      return true
    })
    data = await mkdtemp(join(tmpdir(), 'sitrep-confidential-'))
    story = await tellStory({
      LOG_LEVEL: 'debug',
      DATA_DIR: data,
      POLICY_FILE: await policyFile({
        privateIncidents: { outside, ...(outside === 'code-name' ? { showStatus: true } : {}) },
        audiences: { board },
      }),
    })
    await declare(story, { title: canary('title'), summary: canary('summary'), service: 'checkout', private: true })
    own = (await story.channel('inc-1')).id
    insiders = [await personNamed(story, 'ana'), await personNamed(story, 'ben')]
    await liveThrough()
    for (const who of outsiders) {
      for (const text of ['list', 'show INC-1', 'INC-1 private off now', `INC-1 role commander <@${insiders[0]}|ana>`])
        await story.command(who, lobbyOf(who), text)
      await story.post('advance', { minutes: 2 })
      await story.post('shortcut', { user: who, callback_id: 'declare_incident' })
    }
    await story.settle()
    const { app } = story.running
    const incident = await story.incident()
    for (const fact of incident.timeline) stored[fact.type] = [...(stored[fact.type] ?? []), fact]
    stored.incident = [incident]
    stored.feedback = [...(await app.feedback.of('INC-1'))]
    stored.captured = []
    for await (const { text, files } of app.transcripts.read(own)) stored.captured.push({ said: { text }, files })
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await story.end()
    await rm(data, { recursive: true, force: true })
  })

  /** A long life inside, with Slack failing on the way. */
  async function liveThrough(): Promise<void> {
    const here = (text: string) => story.command('ana', 'inc-1', text)
    const update = async (next = '15') => {
      await here('update')
      const fields = ['state', 'impact', 'actions', 'workaround', 'needs'] as const
      await story.submit('ana', {
        ...Object.fromEntries(fields.map(field => [field, canary(field)])),
        next,
        skip: ['skip'],
      })
    }
    const data = Buffer.from(canary('sent')).toString('base64')
    const { file } = await story.post('upload', { user: 'ben', name: `${canary('file')}.txt`, data })
    const files = [(file as { id: string }).id]
    await story.post('message', { user: 'ben', channel: 'inc-1', text: canary('said'), files })
    for (const text of ['', 'show', 'ack', 'role commander me', 'list', 'severity SEV2', 'urgency medium', 'fixing'])
      await here(text)
    await story.press({ user: 'ana', action: 'give_role', channel: 'inc-1' })
    await here(`note ${canary('note')}`)
    await think()
    await here('show')
    await story.post('faults', {
      rules: [
        { fault: 'error', error: 'invalid_blocks', match: { method: 'chat.postMessage', channel: own } },
        { fault: 'html', match: { method: 'chat.postMessage', channel: own }, after: 1 },
        { fault: 'http', status: 500, match: { method: 'chat.update' } },
        { fault: 'error', error: 'is_archived', match: { method: 'chat.postMessage', channel: own }, after: 4 },
        { fault: 'reset-after', match: { method: 'conversations.info' } },
      ],
    })
    await update()
    await story.post('advance', { minutes: 12 })
    await story.post('advance', { minutes: 40 })
    await update()
    await draftAndReword()
    await askAndAnswer()
    await attach()
    await here(`private off ${canary('disclosure')}`)
    await story.settle()
    await here('private')
    await endWithObjection()
    await writeReview()
    await here('followup')
    await here('followup done 1')
    await here(`followup ${canary('action')} @chloe in 2 days`)
    await here('followup edit A1')
    await story.submit('ana', {
      text: canary('edited'),
      link: `https://x.test/${canary('link')}`,
      reason: canary('putting-off'),
    })
    await here(`followup drop A1 ${canary('dropping')}`)
    await here('followup')
    await here('followup reopen A1')
    await here('followup move A1')
    await story.submit('ana', { link: `https://x.test/${canary('ticket')}`, reason: canary('moving') })
    await here('followup reopen A1')
    await here('followup mine')
    await here('comms')
    await here('comms file')
    await story.settle()
    await here(`reopen ${canary('reopening')}`)
    await here('show')
    await here(`cancel ${canary('cancelling')}`)
    await story.settle()
    await here('show')
    await here(`reopen ${canary('reopening')}`)
    await here(`resolve ${canary('resolution')}`)
    await story.settle()
    await here(`fixed no ${canary('objection')}`)
    await here(`close ${canary('closing')}`)
    await story.settle()
    await here('review')
    await story.post('advance', { minutes: 60 })
    await story.settle()
  }

  /** What is supposed, decided, ruled out, confirmed and taken back, when it began, and who hears of it. */
  async function think(): Promise<void> {
    const here = (text: string) => story.command('ana', 'inc-1', text)
    await here(`hypothesis ${canary('hypothesis')} because ${canary('supposing')}`)
    await here(`decide ${canary('decision')} because ${canary('deciding')}`)
    await here(`ruleout 1 because ${canary('ruling-out')}`)
    await here(`hypothesis ${canary('withdrawn')}`)
    await here(`confirm 3 because ${canary('confirming')}`)
    await here('board')
    await story.press({ user: 'ana', channel: 'inc-1', action: 'explain_finding', block: 'finding_3' })
    await story.settle()
    await story.submit('ana', { why: canary('explaining') })
    await here('board')
    await story.press({ user: 'ana', channel: 'inc-1', action: 'withdraw_finding', block: 'finding_3' })
    await here(`milestone detected 09:50 ${canary('milestone')}`)
    await here('stakeholders board')
    expect((await story.submit('ana', { hears: 'told', reason: canary('adjusting') })).ok).toBe(true)
    await story.settle()
    for (const who of outsiders) {
      const list = JSON.stringify((await story.command(who, lobbyOf(who), 'list')).response)
      // To a guest there are no incidents.
      if (who === 'gus') expect(list).toContain('No incident is open')
      else for (const shown of [list, await homeOf(story, who)]) expect(shown).toMatch(hint)
      expect(list).not.toMatch(/CANARY|INC-1|SEV|P\d/)
    }
  }

  async function directOf(user: string): Promise<string> {
    const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
    return channel
  }

  /** Keeps what is in the form as a draft, and sends it. */
  async function keepThenSend(who: string, open: () => Promise<unknown>): Promise<void> {
    await story.press({ user: who, action: 'save_draft' })
    await story.settle()
    const by = await personNamed(story, who)
    const { drafts } = story.running.app
    const found = await Promise.all([{}, { ends: {} }].map(of => drafts.get({ incident: 'INC-1', by, ...of })))
    expect(found.some(Boolean)).toBe(true)
    stored.draft?.push(...found)
    await story.post('close-view', { user: who, all: true })
    await open()
    await story.submit(who, {})
    await story.submit(who, {})
    await story.settle()
  }

  /** An update in words of its own for one audience, kept as a draft, sent, and put right in other words. */
  async function draftAndReword(): Promise<void> {
    const open = () => story.command('ana', 'inc-1', 'update')
    await open()
    await story.submit('ana', { state: canary('state'), needs: canary('needs'), next: '15' })
    await story.press({ user: 'ana', action: 'words_responders', value: canary('wording') })
    await keepThenSend('ana', open)
    await story.command('ana', 'inc-1', 'correct')
    await story.submit('ana', { state: canary('rewritten') })
    await story.submit('ana', { words_responders: canary('rewording'), words_board: canary('board') })
    await story.settle()
  }

  /** Each way to write in the review, which is published. */
  async function writeReview(): Promise<void> {
    const here = (text: string) => story.command('ana', 'inc-1', text)
    await here('review write root cause')
    await story.press({ user: 'ana', action: 'five_whys' })
    await story.settle()
    await story.submit('ana', {
      'text/root-cause/0/1': canary('root-cause'),
      'why/root-cause/0/1': canary('five-whys'),
    })
    await here('review')
    await story.settle()
    await here('review publish')
    await story.settle()
  }

  /** Put off, corrected, asked about, answered and declined. */
  async function askAndAnswer(): Promise<void> {
    const say = async (who: string, text: string) => {
      await story.command(who, who === 'emi' ? 'general' : 'inc-1', text)
      await story.settle()
    }
    await say('ana', `snooze 10 ${canary('snooze')}`)
    await say('ana', 'correct')
    expect((await story.submit('ana', { needs: canary('correction') })).ok).toBe(true)
    await story.submit('ana', {})
    await story.settle()
    await say('emi', `ask INC-1 ${canary('question')}`)
    await say('ana', 'questions')
    await say('ana', `answer ${canary('reply')}`)
    await say('emi', `ask INC-1 ${canary('unanswerable')}`)
    await say('ana', 'catchup')
    await say('ana', `decline ${canary('declined')}`)
    await say('ben', `feedback INC-1 not helpful: ${canary('line')}`)
    await say('ana', 'feedback')
    await say('ana', 'metrics')
  }

  /** A file with a telling name and content, in the channel. */
  async function attach(): Promise<void> {
    const bytes = Buffer.from(canary('title')).toString('base64')
    const { file } = (await story.post('upload', {
      user: 'ben',
      name: `${canary('title')}.txt`,
      data: bytes,
    })) as unknown as { file: { id: string } }
    await story.post('message', { user: 'ben', channel: 'inc-1', text: 'See this', files: [file.id] })
    const sent = (await story.messages('inc-1')).findLast(({ text }) => text === 'See this')
    expect(sent?.files?.[0]?.name).toBe(`${canary('title')}.txt`)
  }

  /** An end that is worded, kept as a draft and left. */
  async function draftEnd(verb: string, values: Record<string, string>): Promise<void> {
    await story.command('ana', 'inc-1', verb)
    expect((await story.submit('ana', values)).ok).toBe(true)
    await story.press({ user: 'ana', action: 'save_draft' })
    await story.settle()
    const by = await personNamed(story, 'ana')
    stored.draft?.push(await story.running.app.drafts.get({ incident: 'INC-1', by, ends: {} }))
    await story.post('close-view', { user: 'ana', all: true })
  }

  /** Resolved with all that can be said, disputed by its reporter, and answered. */
  async function endWithObjection(): Promise<void> {
    await draftEnd('cancel', { reason: canary('cancelling') })
    await draftEnd('resolve', {
      resolution: canary('resolution'),
      happened: canary('happened'),
      impact: canary('impact'),
      prevention: canary('prevention'),
      promises: canary('promise'),
    })
    await story.command('ben', 'inc-1', 'resolve')
    await story.submit('ben', {
      resolution: canary('resolution'),
      happened: canary('happened'),
      impact: canary('impact'),
      prevention: canary('prevention'),
      promises: canary('promise'),
    })
    await story.submit('ben', {})
    await story.settle()
    await story.command('ben', 'inc-1', 'correct')
    await story.submit('ben', { happened: canary('retold'), prevention: canary('prevented') })
    await story.submit('ben', {})
    await story.settle()
    await story.command('ana', 'inc-1', `fixed no ${canary('objection')}`)
    await story.settle()
    await story.command('ben', 'inc-1', `fixed other ${canary('answer')}`)
    await story.settle()
  }

  it('there was a canary in every place where people write', () => {
    const isPlanted = ([root = '', ...path]: readonly string[]) =>
      wordsAt(stored[root], path).some(text => text.includes('CANARY'))
    expect(places.filter(place => !isPlanted(place.split('.')))).toEqual([])
  })

  it('nothing of it goes to Slack but to its channel and its people', async () => {
    const all = await departures(story)
    const { channels } = (await story.get('state')) as unknown as {
      channels: { id: string; is_im: boolean; user?: string }[]
    }
    const direct = channels.filter(one => one.is_im && insiders.includes(one.user ?? '')).map(({ id }) => id)
    const emis = [await personNamed(story, 'emi'), await directOf('emi')]
    const isInside = (to: string) => emis.includes(to) || to === own || insiders.includes(to) || direct.includes(to)
    expect(all.filter(({ to, text }) => isInside(to) && text.includes('CANARY')).length).toBeGreaterThan(20)
    expect(all.filter(({ to, text }) => !isInside(to) && text.includes('CANARY'))).toEqual([])
  })

  it('who is cleared reads what the board may know, and no more', async () => {
    const seen = [await whatSees(story, 'emi')]
    for (const { files = [] } of await story.messages(await directOf('emi')))
      for (const { id, name } of files)
        seen.push(name, await fetch(`${story.url}/_control/files/${id}`).then(response => response.text()))
    const sent = (await departures(story)).filter(({ to }) => to === 'U0EMI00005').map(({ text }) => text)
    expect(canariesIn(seen.join())).toEqual([...forBoard].sort())
    expect(canariesIn(sent.join()).filter(one => !forBoard.includes(one))).toEqual([])
    expect(seen.length).toBeGreaterThan(2)
  })

  it.each(outsiders)('%s sees neither a word of it nor its number', async who => {
    const seen = await whatSees(story, who)
    const { channels } = (await story.get('state')) as unknown as { channels: { id: string; name?: string }[] }
    expect(channels.some(channel => channel.id === own)).toBe(true)
    expect(seen).not.toContain('CANARY')
    // A person’s own words come back to them in the refusal, and nothing else.
    expect(seen.replaceAll(/There is no INC-1 that you can see/g, '')).not.toMatch(/INC-1\b|inc-1\b/)
    expect(seen).not.toContain(own)
  })

  it('nothing of it is in the log, at its most talkative', () => {
    expect(log).toContain('slack call')
    expect(log).toContain('INC-1')
    expect(log).not.toContain('CANARY')
  })

  it('nothing of it is on the web, even for who had its link', async () => {
    const { pathname, search } = new URL(story.running.app.reviewLink('INC-1', 'html'))
    const missing = new URL(story.running.app.reviewLink('INC-9', 'html'))
    const answers = await Promise.all(
      [`${pathname}${search}`, `${missing.pathname}${missing.search}`, pathname].map(async path => {
        const response = await fetch(`${story.url}${path}`)
        return [response.status, [...response.headers.keys()].sort(), await response.text()]
      }),
    )
    expect(JSON.stringify(await story.messages('inc-1'))).toContain('keep this file in this channel')
    expect(JSON.stringify(await story.messages('inc-1'))).not.toContain('/incidents/INC-1/')
    expect(answers[0]?.[0]).toBe(404)
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    for (const path of ['/healthz', '/readyz'])
      expect(await (await fetch(`${story.url}${path}`)).text()).not.toContain('CANARY')
  })

  it('under a link of their own, its members read it and are put on its record; for others it does not exist', async () => {
    const { personalLink, incidents } = story.running.app
    const read = async (who: string, below?: string) => {
      const { pathname, search } = new URL(personalLink(who, below))
      const response = await fetch(`${story.url}${pathname}${search}`)
      return [response.status, await response.text()] as const
    }
    const [member = '', stranger = ''] = [insiders[0], await personNamed(story, 'emi')]
    expect(await read(stranger, 'INC-1/review.html')).toEqual(await read(stranger, 'INC-9/review.html'))
    expect((await read(stranger))[1]).not.toMatch(/CANARY|INC-1/)
    expect((await read(member))[1]).toContain('CANARY')
    expect(await read(member, 'INC-1/review.html')).toEqual([200, expect.stringContaining('CANARY')])
    expect(await read(stranger, 'INC-1/files')).toEqual(await read(stranger, 'INC-9/files'))
    const [, listed] = await read(member, 'INC-1/files')
    expect(listed).toContain(`${canary('file')}.txt`)
    const sent = `INC-1/files/${/files\/(F[A-Z0-9]+)/.exec(listed)?.[1]}`
    expect(await read(stranger, sent)).toEqual(await read(stranger, 'INC-9/files/F0'))
    expect(await read(member, sent)).toEqual([200, canary('sent')])
    const timeline = (await incidents.get('INC-1'))?.timeline ?? []
    expect(timeline.filter(isFact('review-viewed')).map(({ by, format }) => [by, format])).toEqual([[member, 'html']])
    expect(timeline.filter(isFact('file-viewed')).map(({ by }) => by)).toEqual([member])
  })

  it('no file of it lies about', async () => {
    expect((await readdir(data)).sort()).toEqual(['store', 'workspace'])
    const since = (await readdir(process.cwd())).filter(name => !before.has(name))
    expect(since.filter(name => /inc|review|canary/i.test(name))).toEqual([])
  })

  it('who is outside reads of it what they would read of one that does not exist', async () => {
    await story.post('advance', { minutes: 2 })
    const hidden = await tryEverything(story, 'chloe', 'INC-1')
    // Slack lets a method be called so often in a minute.
    await story.post('advance', { minutes: 2 })
    const missing = await tryEverything(story, 'chloe', 'INC-9')
    expect(hidden.length).toBeGreaterThan(15)
    expect(hidden.map(answer => answer.replaceAll('INC-1', 'INC-9'))).toEqual(missing)
  }, 90_000)

  it('and Slack is asked the same for both, in the same order', async () => {
    await story.post('advance', { minutes: 2 })
    await story.settle()
    const asked = async (id: string) => {
      const { entries } = (await story.get('log')) as unknown as { entries: { n: number }[] }
      const from = entries.at(-1)?.n ?? 0
      await story.command('dev', 'general', `${id} show`)
      const later = (await story.get(`log?since=${from}`)) as unknown as {
        entries: { direction: string; method: string; request: unknown }[]
      }
      return later.entries.filter(one => one.direction === 'api').map(({ method, request }) => [method, request])
    }
    // The account is remembered for a minute.
    await asked('INC-7')
    const hidden = await asked('INC-1')
    expect(hidden.map(([method]) => method)).toEqual(['users.conversations'])
    expect(hidden).toEqual(await asked('INC-9'))
  })
})

describe('what people outside see of private incidents', () => {
  let story: Story
  afterEach(() => story.end())

  const start = async (privateIncidents: object) => {
    story = await tellStory({ POLICY_FILE: await policyFile({ privateIncidents }) })
    await declare(story, { title: canary('title'), service: 'checkout', private: true })
  }
  const listFor = async (who: string) => JSON.stringify((await story.command(who, lobbyOf(who), 'list')).response)

  it('is not of which service they are, nor of which days: figures count them over the usual days alone', async () => {
    await start({ outside: 'count' })
    const figures = async (asked: string) =>
      JSON.stringify((await story.command('chloe', lobbyOf('chloe'), asked)).response)
    expect(await figures('metrics')).toContain('1 private incident that you are not in')
    for (const narrower of ['metrics service api', 'metrics service checkout', 'metrics 1d', 'metrics 31d'])
      expect(await figures(narrower)).not.toContain('private')
  })

  it('is of any incident nothing, to guests who are not in its channel', async () => {
    story = await tellStory()
    await declare(story, {})
    expect(await listFor('chloe')).toContain('INC-1')
    expect(await listFor('gus')).toContain('No incident is open')
    expect((await story.command('gus', 'support', 'INC-1 show')).response?.text).toContain('There is no INC-1')
  })
})

describe('an incident that turns out to be confidential', () => {
  let story: Story
  const rooms = ['leadership', 'support', 'customer-updates'] as const
  /** Dev is cleared, Emi is not, and Chloe subscribed. */
  const board = {
    label: 'Board',
    fields: ['title', 'impact'],
    people: ['U0DEV00004', 'U0EMI00005'],
    incidents: { private: 'cleared', clearedPeople: ['U0DEV00004'] },
    cadence: { P1: 30 },
  }
  beforeAll(async () => {
    story = await tellStory({ POLICY_FILE: await policyFile({ audiences: { board } }) })
    await story.command('chloe', 'general', 'subscribe priority P1')
    await declare(story, { title: canary('title') })
    await story.command('ana', (await story.channel(/^inc-1/)).id, 'update')
    await story.submit('ana', { state: canary('state'), impact: canary('impact'), next: '15', skip: ['skip'] })
    await story.settle()
    await story.command('chloe', 'general', `ask INC-1 ${canary('question')}`)
    await story.command('ana', (await story.channel(/^inc-1/)).id, `answer ${canary('reply')}`)
    await story.settle()
    await story.post('advance', { minutes: 14 })
    await declare(story, { title: 'Another one' })
    await story.post('advance', { minutes: 47 })
    const channel = 'C0CUSTOMR6'
    await story.post('faults', {
      rules: [
        { fault: 'http', status: 500, match: { method: 'chat.update', channel: 'C0SUPPORT5' } },
        { fault: 'error', error: 'cant_update_message', match: { method: 'chat.update', channel }, times: 20 },
        { fault: 'error', error: 'cant_delete_message', match: { method: 'chat.delete', channel }, times: 20 },
      ],
    })
  })
  afterAll(() => story.end())

  const direct = async (user: string) => {
    const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
    return JSON.stringify(await story.messages(channel))
  }

  it('is announced, and read everywhere, while it is public', async () => {
    expect(JSON.stringify(await story.messages('incidents'))).toContain(canary('title'))
    for (const room of rooms) expect(JSON.stringify(await story.messages(room)), room).toContain(canary('impact'))
    expect(await direct('chloe')).toContain(canary('title'))
    expect(await direct('chloe')).toContain(canary('reply'))
    expect(JSON.stringify(await story.messages('leadership'))).toContain('Updates on 2 incidents')
  })

  it('is made private at once by one person, who reads what Slack does not let Sitrep do', async () => {
    const { response } = await story.command('ana', (await story.channel(/^inc-1/)).id, 'private')
    expect(response?.text).toContain('private from now on')
    expect(response?.text).toContain('the channel itself is public')
    await story.settle()
    expect(JSON.stringify(await story.messages('incidents'))).not.toContain('CANARY')
    expect((await story.command('chloe', 'general', 'list')).response?.text).not.toContain('INC-1')
  })

  it('leaves plain lines where it was told of', async () => {
    await story.post('advance', { minutes: 1 })
    for (const room of ['leadership', 'support']) {
      const left = JSON.stringify(await story.messages(room))
      expect(left, room).not.toContain('CANARY')
      expect(left, room).toContain('This update was taken back.')
    }
    expect(JSON.stringify(await story.messages('leadership'))).toMatch(/INC-2 Another one.*One update was taken back/)
    expect(await direct('chloe')).not.toContain('CANARY')
    expect(await direct('chloe')).toContain('This update was taken back.')
  })

  it('tells in its channel what was taken back, and what Slack did not let it', async () => {
    const messages = await story.messages((await story.channel(/^inc-1/)).id)
    const told = messages.filter(({ text }) => text === 'Not all could be taken back.')
    expect(told).toHaveLength(1)
    const said = JSON.stringify(told)
    expect(said).toMatch(/Sitrep took back 11 messages in .*<#C0LEADERS4>/)
    expect(said).toMatch(/3 messages in <#C0CUSTOMR6> could not be taken back \(cant_delete_message\)/)
  })

  it('has a card and a purpose that say so', async () => {
    const channel = await story.channel(/^inc-1/)
    expect(channel.purpose.value).not.toContain('CANARY')
    expect(JSON.stringify(await story.messages(channel.id))).toContain('everybody can read this channel')
  })

  it('sends no update to anybody else, also when it was written before', async () => {
    const channel = (await story.channel(/^inc-1/)).id
    await story.command('ana', channel, 'update')
    await story.submit('ana', { state: canary('state'), impact: canary('impact'), next: '15', skip: ['skip'] })
    await story.settle()
    // What Slack kept there of the earlier one is not what this is about.
    for (const place of ['leadership', 'support'])
      expect(JSON.stringify(await story.messages(place)), place).not.toContain('CANARY')
    expect(JSON.stringify(await story.messages(channel))).toContain(canary('state'))
  })

  it('is told to who is cleared, asked anew when it is delivered: whoever has left meanwhile gets nothing', async () => {
    const write = async (impact: string) => {
      await story.command('ana', (await story.channel(/^inc-1/)).id, 'update')
      await story.submit('ana', { state: 'x', impact, next: '15', skip: ['skip'] })
      await story.settle()
    }
    await write(canary('in-time'))
    expect(await direct('dev')).toContain(canary('in-time'))
    const match = { method: 'chat.postMessage', channel: 'U0DEV00004' }
    await story.post('faults', { rules: [{ fault: 'reset-before', match }] })
    await write(canary('late'))
    expect((await story.post('deactivate', { user: 'ana', person: 'dev' })).ok).toBe(true)
    await story.post('advance', { minutes: 2 })
    expect(JSON.stringify(await story.messages((await story.channel(/^inc-1/)).id))).toContain(canary('late'))
    const { channels } = (await story.get('state')) as unknown as { channels: { id: string; user?: string }[] }
    const own = channels.find(({ user }) => user === 'U0DEV00004')?.id ?? ''
    expect(JSON.stringify(await story.messages(own))).toContain(canary('in-time'))
    expect(JSON.stringify(await story.messages(own))).not.toContain(canary('late'))
  })

  it('is made public again by two people, and announced anew', async () => {
    const channel = (await story.channel(/^inc-1/)).id
    await story.command('ana', channel, 'role commander <@U0BEN00002|ben>')
    await story.command('ana', channel, 'private off it is in the papers')
    await story.settle()
    expect(JSON.stringify(await story.messages('incidents'))).not.toContain('CANARY')
    expect((await story.incident()).isPrivate).toBe(true)
    await story.press({ user: 'ben', action: 'approve_disclosure', channel })
    await story.settle()
    expect((await story.incident()).isPrivate).toBe(false)
    expect(JSON.stringify(await story.messages('incidents'))).toContain(canary('title'))
    expect((await story.incident()).timeline.map(fact => fact.type)).toEqual(
      expect.arrayContaining(['made-private', 'announcement-withdrawn', 'disclosure-proposed', 'made-public']),
    )
  })

  it('shows on its timeline who let whom in', async () => {
    const channel = (await story.channel(/^inc-1/)).id
    await story.command('ana', channel, 'invite <@U0EMI00005|emi>')
    await story.settle()
    expect((await story.incident()).timeline).toContainEqual(
      expect.objectContaining({ type: 'person-added', user: 'U0EMI00005', by: 'U0ANA00001' }),
    )
    expect((await story.channel(/^inc-1/)).members).toContain('U0EMI00005')
  })
})
