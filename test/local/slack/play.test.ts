import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Guide, Play } from '../../../src/local/slack/index.ts'
import { startHelper } from './helper-app.ts'
import { type Answer, channels, type Playground, people, playground } from './playground.ts'

const greeting: Play = {
  name: 'greeting',
  title: 'A greeting',
  about: 'Ana greets, and Ben answers.',
  ending: 'They have met.',
  steps: [
    { as: 'ana', do: 'message', in: '#random', text: 'Good morning', say: 'Ana writes.' },
    { as: 'ben', do: 'reaction', in: '#random', to: 'Good morning', name: 'wave' },
    { as: 'ana', do: 'command', in: '#incidents', text: '/hello', say: 'Ana asks for the form.' },
    { as: 'ana', do: 'fill', values: { name: 'Ben', mood: 'calm', loud: ['loud'] } },
    { as: 'ana', do: 'submit' },
    { as: 'ben', do: 'look', in: '#incidents', for: 'calm Ben!', say: 'Ben reads it.' },
    { as: 'ben', do: 'open-home' },
    { as: 'ben', do: 'press', in: 'home', button: 'Start' },
    { as: 'ben', do: 'advance', minutes: 5 },
  ],
}

async function stage(steps: Play['steps'], options: { readonly nobody?: boolean } = {}): Promise<Playground> {
  const place = await playground({ plays: [{ ...greeting, steps }] })
  if (!options.nobody) await startHelper(place, 'Socket Mode')
  return place
}

async function ended({ see }: Playground): Promise<Answer> {
  for (;;) {
    const { current } = await see('play')
    if (current.status !== 'playing' && current.status !== 'paused') return current
    await sleep(20)
  }
}

async function reached({ see }: Playground, step: number): Promise<Answer> {
  for (;;) {
    const { current } = await see('play')
    if (current.step >= step || current.status !== 'playing') return current
    await sleep(20)
  }
}

async function playFast(place: Playground): Promise<Answer> {
  await place.act('play', { speed: 1_000 })
  return ended(place)
}

describe('a play', () => {
  it('does what people do, one step after the other, to its end', async () => {
    const place = await stage(greeting.steps)
    expect(await playFast(place)).toMatchObject({
      status: 'done',
      step: 9,
      of: 9,
      say: 'They have met.',
      as: people.ben,
      place: { kind: 'home' },
      problem: null,
    })
    const [morning] = await place.messages(channels.random)
    expect(morning).toMatchObject({ user: people.ana, text: 'Good morning', reactions: [{ users: [people.ben] }] })
    expect((await place.messages(channels.incidents)).map(message => message.text)).toContain('calm Ben!')
    expect((await place.see('views/ben')).view.title.text).toBe('From home')
    expect(await place.see('state')).toMatchObject({ offsetMinutes: 5 })
  })

  it('goes by the control API, whose log says which play it was', async () => {
    const place = await stage(greeting.steps)
    await playFast(place)
    const { entries } = await place.see('log')
    const played = entries.filter((entry: Answer) => entry.direction === 'control' && entry.request.play === 'greeting')
    expect(played.map((entry: Answer) => entry.method)).toEqual([
      ...['message', 'reaction', 'command', 'interact', 'interact', 'interact', 'submit', 'open-home', 'interact'],
      'advance',
    ])
  })

  it('says who acts, where, and what the visitor sees', async () => {
    const place = await stage([
      { as: 'ana', do: 'message', in: '#random', text: 'Hello', say: 'Ana writes.', forMs: 60_000 },
    ])
    await place.act('play')
    await expect
      .poll(async () => (await place.see('play')).current)
      .toMatchObject({
        title: 'A greeting',
        status: 'playing',
        step: 1,
        of: 1,
        say: 'Ana writes.',
        as: people.ana,
        place: { kind: 'channel', id: channels.random },
      })
  })

  it('is offered with what it is about', async () => {
    const { see } = await playground({ plays: [greeting] })
    expect(await see('play')).toMatchObject({
      plays: [{ name: 'greeting', title: 'A greeting', about: 'Ana greets, and Ben answers.', steps: 9 }],
      current: null,
    })
  })

  it('does not start while one is on', async () => {
    const place = await stage([{ as: 'ana', do: 'message', in: '#random', text: 'Hello', forMs: 60_000 }])
    await place.act('play')
    await reached(place, 1)
    expect(await place.act('play')).toEqual({
      ok: false,
      error: '“A greeting” is playing already (step 1 of 1). Stop it first.',
    })
  })

  it('can be played again, and then means what is new', async () => {
    const place = await stage([
      { as: 'ana', do: 'message', in: '#random', text: 'Good morning' },
      { as: 'ben', do: 'reaction', in: '#random', to: 'Good morning', name: 'wave' },
    ])
    await playFast(place)
    expect(await playFast(place)).toMatchObject({ status: 'done' })
    const said = await place.messages(channels.random)
    expect(said.map(message => message.reactions?.length)).toEqual([1, 1])
  })

  it('waits while it is paused, goes on, and leaves out the waiting when skipped', async () => {
    const place = await stage([
      { as: 'ana', do: 'message', in: '#random', text: 'One', forMs: 60_000 },
      { as: 'ana', do: 'message', in: '#random', text: 'Two', forMs: 60_000 },
    ])
    await place.act('play')
    await reached(place, 1)
    expect(await place.act('play', { do: 'pause' })).toMatchObject({ current: { status: 'paused' } })
    await place.act('play', { do: 'skip' })
    await expect.poll(async () => (await place.see('play')).current).toMatchObject({ status: 'paused', step: 2 })
    expect((await place.messages(channels.random)).map(message => message.text)).toEqual(['One'])
    expect(await place.act('play', { do: 'resume' })).toMatchObject({ current: { status: 'playing' } })
    await place.act('play', { do: 'skip' })
    expect(await ended(place)).toMatchObject({ status: 'done' })
    expect((await place.messages(channels.random)).map(message => message.text)).toEqual(['One', 'Two'])
  })

  it('is stopped for good, and forgotten by starting over', async () => {
    const place = await stage([{ as: 'ana', do: 'message', in: '#random', text: 'Hello', forMs: 60_000 }])
    const stop = () => fetch(`${place.url}/_control/play`, { method: 'DELETE' }).then(answer => answer.json())
    await place.act('play')
    expect(await stop()).toMatchObject({ ok: true, current: { status: 'stopped' } })
    expect(await place.messages(channels.random)).toEqual([])
    expect(await place.act('play', { do: 'pause' })).toEqual({ ok: false, error: 'Nothing is playing.' })
    await place.act('play')
    await place.act('reset')
    expect((await place.see('play')).current).toBeNull()
    expect(await place.messages(channels.random)).toEqual([])
  })

  it('closes the forms that people of it had open', async () => {
    const place = await stage([{ as: 'ana', do: 'submit' }])
    await place.act('shortcut', { user: 'ana', callback_id: 'start' })
    await expect.poll(async () => (await place.see('views/ana')).stack).toBe(1)
    expect((await playFast(place)).problem).toContain('The app did not open a form for Ana Sample')
    expect((await place.see('views/ana')).stack).toBe(0)
  })
})

describe('a play that cannot go on', () => {
  it('says what was missing, and at which step', async () => {
    const cases: readonly (readonly [Play['steps'][number], string])[] = [
      [{ as: 'ana', do: 'submit' }, 'The app did not open a form for Ana Sample within 5 s'],
      [{ as: 'ana', do: 'look', in: '#random', for: 'Good night' }, 'Nobody wrote “Good night” there within 5 s'],
      [{ as: 'ana', do: 'press', in: '#random', button: 'Go' }, 'Ana Sample found no button “Go” within 5 s'],
      [{ as: 'ana', do: 'message', in: '#general*', text: 'Hello' }, 'Ana Sample did not see #general* within 5 s'],
      [
        { as: 'ben', do: 'message', in: '#security-team', text: 'Hello' },
        'Ben Sample did not see #security-team within 5 s',
      ],
    ]
    const results = cases.map(async ([step]) => {
      const place = await stage([step], { nobody: true })
      await place.act('message', { user: 'ben', channel: 'random', text: 'Good night, said before the play' })
      return playFast(place)
    })
    expect(await Promise.all(results)).toEqual(
      cases.map(([, problem]) =>
        expect.objectContaining({ status: 'failed', problem: `${problem}; the play stopped at step 1 of 1.` }),
      ),
    )
  })

  it('passes on what the workspace and the app refuse', async () => {
    const unknown = await stage([{ as: 'ana', do: 'command', in: '#random', text: '/nothing' }], { nobody: true })
    expect((await playFast(unknown)).problem).toBe(
      '/nothing is not a command of Helper; the play stopped at step 1 of 1.',
    )
    const refused = await stage([
      { as: 'ana', do: 'command', in: '#incidents', text: '/hello' },
      { as: 'ana', do: 'fill', values: { name: 'nobody' } },
      { as: 'ana', do: 'submit' },
    ])
    expect((await playFast(refused)).problem).toBe('The app refused: Name somebody; the play stopped at step 3 of 3.')
    const alone = await stage([{ as: 'ana', do: 'command', in: '#random', text: '/hello' }], { nobody: true })
    expect((await playFast(alone)).problem).toBe('The app is not connected; the play stopped at step 1 of 1.')
  })

  it('is not started for what makes no sense', async () => {
    const { act } = await playground({ plays: [greeting] })
    expect((await act('play', { name: 'farewell' })).error).toBe('There is no such play. There are greeting.')
    expect((await act('play', { speed: 0 })).error).toBe('Send "speed" as how many times faster, above zero.')
    expect((await act('play', { do: 'rewind' })).error).toContain('Send "do" as one of start, pause, resume, skip')
    expect((await (await playground()).act('play')).error).toBe('There is nothing to play.')
  })
})

describe('the guide', () => {
  it('is what the workspace was given', async () => {
    const guide: Guide = { title: 'Try it', steps: [{ text: 'Say hello', doneWhen: { kind: 'did', call: 'message' } }] }
    const { see } = await playground({ guide })
    expect((await see('guide')).guide).toEqual(guide)
  })

  it('fits any app when none was given', async () => {
    const { see } = await playground()
    const { guide } = await see('guide')
    expect(guide.title).toBe('Try Helper in this sandbox')
    expect(guide.steps.map((step: Answer) => step.text)).toEqual([
      'Type /hello in a channel',
      'Write a message',
      'Open the home of Helper',
      'Move the clock forward',
    ])
    const without = await playground({ app: { commands: [] } })
    expect((await without.see('guide')).guide.steps).toHaveLength(3)
  })
})

describe('the clock', () => {
  const start = Date.UTC(2026, 0, 1, 9)
  const minute = 60_000

  /** An app that has something to do every ten minutes. */
  async function busy(): Promise<Playground & { readonly done: readonly number[] }> {
    const place = await playground({ now: () => start })
    const done: number[] = []
    let next = start + 10 * minute
    place.workspace.setNextDue(async () => ({ at: new Date(next), label: 'look around' }))
    place.workspace.onAdvance(async () => {
      while (next <= place.workspace.now()) {
        done.push(Math.round((place.workspace.now() - start) / minute))
        await place.web.chat.postMessage({ channel: channels.incidents, text: 'looked' })
        next += 10 * minute
      }
    })
    return { ...place, done }
  }

  it('stops on its way at whatever falls due, and says what came of it', async () => {
    const { act, done } = await busy()
    expect(await act('advance', { minutes: 35 })).toMatchObject({
      now: '2026-01-01T09:35:00.000Z',
      offsetMinutes: 35,
      newMessages: [{ channel: channels.incidents, count: 3 }],
    })
    expect(done).toEqual([10, 20, 30])
    expect(await act('advance', { minutes: 4 })).toMatchObject({ newMessages: [] })
  })

  it('tells what comes next, as far as the app tells', async () => {
    const { see } = await busy()
    expect((await see('next-due')).due).toEqual({ at: '2026-01-01T09:10:00.000Z', label: 'look around' })
    expect((await (await playground()).see('next-due')).due).toBeNull()
  })
})
