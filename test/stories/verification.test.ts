import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFact } from '../../src/domain/timeline.ts'
import { type Story, tellStory } from '../helpers/story.ts'

const war = 'inc-1-checkout-is-down'

async function resolved(): Promise<Story> {
  const story = await tellStory()
  await story.command('ana', 'general', 'declare')
  await story.submit('ana', {
    title: 'Checkout is down',
    severity: 'SEV1',
    urgency: 'high',
    service: 'checkout',
    category: 'software',
  })
  await story.settle()
  await story.command('ben', war, 'role commander me')
  await story.command('ben', war, 'resolve Rolled back')
  await story.settle()
  return story
}

const directOf = async (story: Story, user: string) => {
  const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
  return { channel, messages: await story.messages(channel) }
}
const read = async (story: Story, user: string) => (await directOf(story, user)).messages.map(message => message.text)
const press = async (story: Story, user: string, action: string) => {
  const { channel } = await directOf(story, user)
  await story.press({ user, action, channel })
  await story.settle()
}
/** What they were asked, as it stands now. */
const questions = async (story: Story) =>
  (await directOf(story, 'ana')).messages.filter(({ text }) =>
    /^INC-1 Checkout is down(?: is resolved\.|: )/.test(text),
  )
const question = 'INC-1 Checkout is down is resolved. Is it fixed for you?'

describe('who reported an incident', () => {
  let story: Story
  beforeAll(async () => {
    story = await resolved()
  })
  afterAll(() => story.end())

  /** The buttons under each question. */
  const asking = async () =>
    (await questions(story)).map(({ blocks }) =>
      [...JSON.stringify(blocks).matchAll(/"action_id":"(fix_\w+)"/g)].map(([, action]) => action),
    )

  it('is asked whether it is fixed, once, also when Sitrep starts anew', async () => {
    expect((await read(story, 'ana')).at(-1)).toBe(question)
    await story.restart()
    await story.settle()
    expect((await read(story, 'ana')).filter(text => text === question)).toHaveLength(1)
  })

  it('is asked with two buttons', async () => {
    expect(await asking()).toEqual([['fix_confirm', 'fix_dispute']])
  })

  it('says no with a line of what they still see, and who leads it is told with what to do', async () => {
    await press(story, 'ana', 'fix_dispute')
    expect((await story.submit('ana', { text: ' ' })).errors).toHaveProperty('text')
    await story.submit('ana', { text: 'Cards still fail in Safari' })
    await story.settle()
    expect((await read(story, 'ben')).at(-1)).toBe(
      'INC-1 is not fixed, says who reported it: Cards still fail in Safari',
    )
    expect((await story.incident()).status).toBe('resolved')
  })

  it('reads under the question what they said, and is asked no more', async () => {
    expect(await asking()).toEqual([[]])
    const [asked] = await questions(story)
    expect(asked?.text).toBe('INC-1 Checkout is down: You said no')
    expect(JSON.stringify(asked?.blocks)).toContain('Cards still fail in Safari')
  })

  it('keeps it from being closed meanwhile, unless there is a reason', async () => {
    const refused = await story.command('ben', war, 'close')
    expect(refused.response?.text).toContain('Its reporter says that INC-1 is not fixed. Reopen it, answer them')
    await story.press({ user: 'ben', action: 'close', channel: war })
    await story.settle()
    expect(JSON.stringify((await story.get('views/ben')).view)).toContain('Cards still fail in Safari')
    expect((await story.submit('ben', {})).errors).toHaveProperty('reason')
    expect((await story.incident()).status).toBe('resolved')
  })

  it('hears that it is something else, and why', async () => {
    await press(story, 'ben', 'answer_dispute')
    await story.submit('ben', { reason: 'Safari has the old page in its cache: reload it.' })
    await story.settle()
    expect((await read(story, 'ana')).at(-1)).toBe(
      'INC-1: you said that it is not fixed; it is something else: Safari has the old page in its cache: reload it.',
    )
  })

  it('objects again in words, and hears that it was reopened', async () => {
    await story.command('ana', war, 'fixed no Reloading does not help')
    await story.settle()
    await press(story, 'ben', 'reopen')
    await story.submit('ben', { reason: 'Confirmed: Safari only' })
    await story.settle()
    expect((await read(story, 'ana')).at(-1)).toBe('INC-1 is open again.')
    expect((await story.incident()).status).toBe('investigating')
    expect((await questions(story)).map(({ text }) => text)).toEqual(['INC-1 Checkout is down: It is open again'])
    expect(await asking()).toEqual([[]])
  })

  it('is asked again after the next resolution, says yes, and it is closed', async () => {
    await story.command('ben', war, 'resolve Sent the fix to Safari too')
    await story.settle()
    expect((await read(story, 'ana')).at(-1)).toBe(question)
    expect(await asking()).toEqual([[], ['fix_confirm', 'fix_dispute']])
    await press(story, 'ana', 'fix_confirm')
    expect((await questions(story)).map(({ text }) => text)).toEqual([
      'INC-1 Checkout is down: It is open again',
      'INC-1 Checkout is down: You said yes',
    ])
    expect(await asking()).toEqual([[], []])
    const card = (await story.messages(war)).find(message => message.text.startsWith('INC-1 Checkout is down'))
    expect(JSON.stringify(card?.blocks)).toContain('says that it is fixed')
    expect((await story.command('ben', war, 'close')).response?.text).toContain('INC-1 is closed')
    await story.post('advance', { minutes: 6 * 24 * 60 })
    expect(await questions(story)).toHaveLength(2)
  })
})

describe('a reporter who does not answer', () => {
  let story: Story
  beforeAll(async () => {
    story = await resolved()
  })
  afterAll(() => story.end())

  it('is reminded once, and then taken to have no objection, on the record', async () => {
    for (let day = 0; day < 6; day++) await story.post('advance', { minutes: 24 * 60 })
    await story.settle()
    const said = 'INC-1 Checkout is down: No answer was taken as no objection'
    expect((await questions(story)).map(({ text }) => text)).toEqual([said, said])
    expect(JSON.stringify(await questions(story))).not.toContain('action_id')
    const facts = (await story.incident()).timeline
    expect(facts.filter(isFact('silence-taken')).map(({ at }) => at.toISOString())).toEqual([
      expect.stringMatching(/^2026-03-05T/),
    ])
    expect(JSON.stringify(await story.command('ben', war, 'show'))).toContain('taken as no objection')
  })
})

describe('a bystander', () => {
  it('can neither answer for the reporter nor close the incident', async () => {
    const story = await resolved()
    try {
      expect((await story.command('emi', 'general', 'INC-1 fixed')).response?.text).toContain('Only who reported INC-1')
      expect((await story.command('emi', 'general', 'INC-1 close')).response?.text).toContain(
        'can be closed only by whoever holds a role in it or its reporter',
      )
      expect((await story.incident()).status).toBe('resolved')
    } finally {
      await story.end()
    }
  })
})
