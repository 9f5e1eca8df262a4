import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { codeNameOf } from '../../src/domain/code-name.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { verbs } from '../../src/slack/commands/index.ts'
import { departures, homeOf, personNamed, whatSees } from '../helpers/departures.ts'
import { type Story, tellStory } from '../helpers/story.ts'

/** One word for each text that people can put into an incident; whichever turns up tells where it came from. */
const planted = [
  'title',
  'summary',
  'state',
  'impact',
  'actions',
  'workaround',
  'needs',
  'note',
  'resolution',
  'happened',
  'prevention',
  'promise',
  'objection',
  'answer',
  'reopening',
  'disclosure',
  'said',
  'cancelling',
  'correction',
  'snooze',
  'question',
  'reply',
  'unanswerable',
  'declined',
  'line',
  'action',
  'dropping',
] as const
const canary = (where: (typeof planted)[number]) => `CANARY-${where}`
const outsiders = ['chloe', 'dev', 'emi', 'gus'] as const
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

describe('of a private incident, whatever is done with it', () => {
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
    story = await tellStory({ LOG_LEVEL: 'debug', DATA_DIR: data })
    await declare(story, { title: canary('title'), summary: canary('summary'), private: true })
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
    await story.post('message', { user: 'ben', channel: 'inc-1', text: canary('said') })
    for (const text of ['', 'show', 'ack', 'role commander me', 'list', 'severity SEV2', 'urgency medium', 'fixing'])
      await here(text)
    await story.press({ user: 'ana', action: 'give_role', channel: 'inc-1' })
    await here(`note ${canary('note')}`)
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
    await askAndAnswer()
    await attach()
    await here(`private off ${canary('disclosure')}`)
    await story.settle()
    await here('private')
    await endWithObjection()
    await here('review')
    await story.settle()
    await here('review publish')
    await here('followup')
    await here('followup done 1')
    await here(`followup ${canary('action')} @chloe in 2 days`)
    await here(`followup drop A1 ${canary('dropping')}`)
    await here('followup')
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
    await here('close')
    await here('review')
    await story.post('advance', { minutes: 60 })
    await story.settle()
  }

  /** Put off, corrected, asked about, answered and declined. */
  async function askAndAnswer(): Promise<void> {
    const say = async (who: string, text: string) => {
      await story.command(who, 'inc-1', text)
      await story.settle()
    }
    await say('ana', `snooze 10 ${canary('snooze')}`)
    await say('ana', 'correct')
    expect((await story.submit('ana', { needs: canary('correction') })).ok).toBe(true)
    await story.submit('ana', {})
    await story.settle()
    await say('ben', `ask INC-1 ${canary('question')}`)
    await say('ana', 'questions')
    await say('ana', `answer ${canary('reply')}`)
    await say('ben', `ask INC-1 ${canary('unanswerable')}`)
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

  /** Resolved with all that can be said, disputed by its reporter, and answered. */
  async function endWithObjection(): Promise<void> {
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
    await story.command('ana', 'inc-1', `fixed no ${canary('objection')}`)
    await story.settle()
    await story.command('ben', 'inc-1', `fixed other ${canary('answer')}`)
    await story.settle()
  }

  it('everything that was planted can be read inside', async () => {
    const sent = (await departures(story)).map(({ text }) => text)
    const inside = [await whatSees(story, 'ana'), ...sent].join()
    expect(planted.filter(where => inside.includes(canary(where)))).toEqual(planted)
  })

  it('nothing of it goes to Slack but to its channel and its people', async () => {
    const all = await departures(story)
    const { channels } = (await story.get('state')) as unknown as {
      channels: { id: string; is_im: boolean; user?: string }[]
    }
    const direct = channels.filter(one => one.is_im && insiders.includes(one.user ?? '')).map(({ id }) => id)
    const isInside = (to: string) => to === own || insiders.includes(to) || direct.includes(to)
    expect(all.filter(({ to, text }) => isInside(to) && text.includes('CANARY')).length).toBeGreaterThan(20)
    expect(all.filter(({ to, text }) => !isInside(to) && text.includes('CANARY'))).toEqual([])
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
    const views = (await incidents.get('INC-1'))?.timeline.filter(isFact('review-viewed'))
    expect(views?.map(({ by, format }) => [by, format])).toEqual([[member, 'html']])
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

  it('is how many there are, where the policy counts', async () => {
    await start({ outside: 'count' })
    for (const shown of [await listFor('chloe'), await homeOf(story, 'chloe')]) {
      expect(shown).toContain('and 1 private incident')
      expect(shown).not.toMatch(/CANARY|INC-1|SEV1|P1/)
    }
    expect(await listFor('ana')).toContain('CANARY-title')
  })

  it('is not of which service they are, nor of which days: figures count them over the usual days alone', async () => {
    await start({ outside: 'count' })
    const figures = async (asked: string) =>
      JSON.stringify((await story.command('chloe', lobbyOf('chloe'), asked)).response)
    expect(await figures('metrics')).toContain('1 private incident that you are not in')
    for (const narrower of ['metrics service api', 'metrics service checkout', 'metrics 1d', 'metrics 31d'])
      expect(await figures(narrower)).not.toContain('private')
  })

  it('is a code name, with its status where the policy says so', async () => {
    await start({ outside: 'code-name', showStatus: true })
    for (const shown of [await listFor('chloe'), await homeOf(story, 'chloe')]) {
      expect(shown).toContain(`${codeNameOf(1)} (private) · Triage`)
      expect(shown).not.toMatch(/CANARY|INC-1|SEV1|P1/)
    }
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
  /** Dev goes on hearing of private incidents, Emi does not, and Chloe subscribed. */
  const people = ['dev', 'emi', 'chloe'] as const
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
    for (const who of people) expect(await direct(who), who).toContain(canary('title'))
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

  it('leaves plain lines where it was told of, but with whom is cleared', async () => {
    await story.post('advance', { minutes: 1 })
    for (const room of ['leadership', 'support']) {
      const left = JSON.stringify(await story.messages(room))
      expect(left, room).not.toContain('CANARY')
      expect(left, room).toContain('This update was taken back.')
    }
    expect(JSON.stringify(await story.messages('leadership'))).toMatch(/INC-2 Another one.*One update was taken back/)
    for (const who of ['emi', 'chloe']) {
      expect(await direct(who), who).not.toContain('CANARY')
      expect(await direct(who), who).toContain('This update was taken back.')
    }
    expect(await direct('dev')).toContain(canary('impact'))
  })

  it('tells in its channel what was taken back, and what Slack did not let it', async () => {
    const messages = await story.messages((await story.channel(/^inc-1/)).id)
    const told = messages.filter(({ text }) => text === 'Not all could be taken back.')
    expect(told).toHaveLength(1)
    const said = JSON.stringify(told)
    expect(said).toMatch(/Sitrep took back 14 messages in .*<#C0LEADERS4>/)
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
