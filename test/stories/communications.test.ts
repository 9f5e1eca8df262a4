import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFact } from '../../src/domain/timeline.ts'
import { type Story, tellStory } from '../helpers/story.ts'

const war = 'inc-1-checkout-is-down'

describe('a communications lead who is asked who was told what', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await story.command('ana', 'general', 'declare')
    await story.submit('ana', { title: 'Checkout is down', severity: 'SEV1', urgency: 'high', service: 'checkout' })
    await story.settle()
    await story.command('ana', war, 'role comms @chloe')
  })
  afterAll(() => story.end())

  const shown = async () => {
    const { response } = await story.command('chloe', war, 'comms')
    return JSON.stringify(response?.blocks)
  }

  it('reads at first that nobody was told anything yet, and what to do', async () => {
    expect(await shown()).toContain('Nobody was told anything of INC-1 yet.')
  })

  it('reads for each audience what was in time, what was automatic, the longest silence and what comes next', async () => {
    await story.post('advance', { minutes: 16 })
    await story.post('advance', { minutes: 10 })
    await story.command('chloe', war, 'update')
    await story.submit('chloe', { state: 'Rolling back', impact: 'Cards fail', next: '60', skip: ['skip'] })
    await story.settle()
    const blocks = await shown()
    expect(blocks).toContain('*Communications of INC-1*: 4 of 8 updates on time (50 %)')
    expect(blocks).toMatch(
      /\*Leadership\*\\n1 of 2 on time \(50 %\) · 1 automatic · longest silence \d+ min · \*has not given its view yet\* · next <!date/,
    )
  })

  it('gets all of it as a file in the channel, once for two presses', async () => {
    await story.command('chloe', war, 'comms file')
    await story.command('ana', war, 'comms file')
    await story.settle()
    const files = (await story.messages(war)).flatMap(message => message.files ?? [])
    expect(files.map(file => file.name)).toEqual([expect.stringMatching(/^INC-1-communications-\d+\.md$/)])
    const text = await fetch(`${story.url}/_control/files/${files[0]?.id}`).then(response => response.text())
    expect(text).toContain('communications record')
    expect(text).toMatch(
      /\| Leadership \| \\#leadership \| 2026-03-02 10:15 UTC \| [^|]+ \| [^|]+ \| Automatic \| Sitrep \| missed \|/,
    )
    expect(text).toMatch(
      /\| Customers \| \\#customer-updates \| [^|]+ \| [^|]+ \| [^|]+ \| Update \| [^|]*chloe \| on time \|/,
    )
    expect((await story.incident()).timeline.filter(isFact('record-delivered'))).toHaveLength(1)
  })

  it('is alone with the responders in reading it', async () => {
    const { response } = await story.command('emi', 'general', 'INC-1 comms')
    expect(response?.text).toContain('for the people in its channel')
    expect(response?.blocks).toBeUndefined()
  })
})
