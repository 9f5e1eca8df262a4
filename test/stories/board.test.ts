import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findings, reasonOf } from '../../src/domain/findings.ts'
import { lastByHand } from '../../src/domain/kept-messages.ts'
import { milestone } from '../../src/domain/milestones.ts'
import { declareCheckout, type Story, tellStory } from '../helpers/story.ts'

const room = 'inc-1-checkout-fails'

describe('what Ben puts on the record while he looks for the cause', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await declareCheckout(story)
  })
  afterAll(() => story.end())

  const say = async (user: string, text: string) => (await story.command(user, room, text)).response
  const card = async () => {
    const [first] = (await story.messages(room)).filter(message => message.text.startsWith('INC-1 '))
    return JSON.stringify(first?.blocks)
  }

  it('is suspected, ruled out and confirmed on the card, by its number', async () => {
    await say('ben', 'hypothesis The database is overloaded')
    await say('ben', 'suspect Release 12 broke the token exchange because errors began with it')
    expect((await say('ana', 'ruleout 1 because its load is normal'))?.text).toBe(
      'Ruled out 1 on the board of INC-1: The database is overloaded',
    )
    await say('ana', 'confirm #2')
    await say('ana', 'decide Roll back release 12 because it is quicker than a fix')
    await story.settle()
    expect(findings(await story.incident()).map(({ state, judged, why }) => [state, judged?.why ?? why])).toEqual([
      ['ruled-out', 'its load is normal'],
      ['confirmed', 'errors began with it'],
      ['decided', 'it is quicker than a fix'],
    ])
    const shown = await card()
    expect(shown).toContain('*Ruled out 1:* The database is overloaded (its load is normal)')
    expect(shown).toContain('*Confirmed 2:* Release 12 broke the token exchange"')
    expect(shown).toContain('*Decision 3:* Roll back release 12')
  })

  it('is judged by a button, and taken back', async () => {
    await say('ben', 'hypothesis DNS')
    const board = await say('ben', 'board')
    expect(JSON.stringify(board?.blocks)).toContain('*Hypothesis 4:* DNS')
    await story.press({ user: 'ben', channel: room, action: 'rule_out', block: 'finding_4' })
    await story.settle()
    expect(findings(await story.incident()).at(-1)).toMatchObject({ number: 4, state: 'ruled-out' })
    await story.press({ user: 'ben', channel: room, action: 'confirm_finding', block: 'finding_4' })
    await story.settle()
    expect(findings(await story.incident()).at(-1)).toMatchObject({ number: 4, state: 'confirmed' })
    await story.press({ user: 'ben', channel: room, action: 'explain_finding', block: 'finding_4' })
    await story.settle()
    await story.submit('ben', { why: 'the resolver timed out' })
    await story.settle()
    expect(reasonOf(findings(await story.incident()).at(-1)!)).toBe('the resolver timed out')
    await story.press({ user: 'ben', channel: room, action: 'reopen_finding', block: 'finding_4' })
    await story.settle()
    expect(findings(await story.incident()).at(-1)).toMatchObject({ number: 4, state: 'open' })
    await story.press({ user: 'ben', channel: room, action: 'withdraw_finding', block: 'finding_4' })
    await story.settle()
    expect(findings(await story.incident()).map(({ number }) => number)).toEqual([1, 2, 3])
  })

  it('is opened again and taken back by its number, and may begin with a number', async () => {
    const text = async (line: string) => (await say('ben', line))?.text
    expect(await text('hypothesis 500 errors of the gateway')).toContain(
      'Hypothesis 5 on the board of INC-1: 500 errors',
    )
    expect(await text('ruleout 5')).toContain('Ruled out 5 ')
    expect(await text('hypothesis 5')).toContain('Hypothesis 5 ')
    expect(await text('takeback the gateway')).toContain('by its number')
    expect(await text('takeback 5')).toBe('Number 5 is off the board of INC-1.')
    expect(await text('ruleout 500 errors of the gateway')).toContain('Ruled out 6 on the board of INC-1: 500 errors')
    expect(await text('ruleout 500')).toContain('500')
    expect(await text('takeback 6')).toBe('Number 6 is off the board of INC-1.')
    expect(findings(await story.incident()).map(({ number }) => number)).toEqual([1, 2, 3])
  })

  it.each(['state_hypothesis', 'state_decision'])('is added by a form (%s), also from the tray', async action => {
    await say('ben', '')
    await story.press({ user: 'ben', action: 'board' })
    await story.settle()
    await story.press({ user: 'ben', action })
    await story.settle()
    await story.submit('ben', { text: `From ${action}`, why: 'It fits' })
    await story.settle()
    const added = findings(await story.incident()).at(-1)
    expect(added).toMatchObject({ text: `From ${action}`, why: 'It fits' })
    expect(added?.stated.kind).toBe(action === 'state_decision' ? 'decision' : 'hypothesis')
  })

  it('is what Emi is told who comes late', async () => {
    await story.command('emi', room, 'catchup')
    const told = JSON.stringify(await story.ephemerals('emi'))
    expect(told).toContain('Roll back release 12, because it is quicker than a fix')
    expect(told).toContain('The database is overloaded, because its load is normal')
  })

  it('is asked for once, of whoever moved the incident on, and stands with the move', async () => {
    const moved = await say('ana', 'investigating')
    expect(moved?.text).toContain('from Triage to Investigating')
    expect(JSON.stringify(moved?.blocks)).toContain('What led to it?')
    const { timeline } = await story.incident()
    const change = timeline.findLast(fact => fact.type === 'status-changed')
    await story.press({ user: 'ana', channel: room, action: 'what_led' })
    await story.settle()
    await story.submit('ana', { text: 'Alerts from three shops' })
    expect((await story.incident()).timeline.at(-1)).toMatchObject({
      type: 'noted',
      text: 'Alerts from three shops',
      about: change?.seq,
    })
    expect((await say('ana', 'investigating'))?.blocks).toBeUndefined()
  })

  it('is asked for in the window, too, that the incident was moved on in', async () => {
    await say('ana', '')
    await story.press({ user: 'ana', action: 'phase_fixing' })
    await story.settle()
    await story.press({ user: 'ana', action: 'what_led' })
    await story.settle()
    expect(JSON.stringify(await story.get('views/ana'))).toContain(
      'You moved the incident from Investigating to Fixing',
    )
    await story.submit('ana', { text: 'The rollback is under way' })
    const { timeline } = await story.incident()
    const change = timeline.findLast(fact => fact.type === 'status-changed')
    expect(timeline.at(-1)).toMatchObject({ text: 'The rollback is under way', about: change?.seq })
  })

  it('has the time that the writer gives, as their own clock shows it', async () => {
    // Ben lives in New York, where it is five in the morning.
    const said = await say('ben', 'note 04:40 First complaint')
    expect(said?.text).toBe('Noted on the timeline of INC-1, for 2026-03-02 09:40 UTC.')
    expect(JSON.stringify(said?.blocks)).toContain('for <!date^1772444400^')
    const noted = (await story.incident()).timeline.at(-1)
    expect(noted).toMatchObject({ type: 'noted', text: 'First complaint', at: new Date('2026-03-02T09:40:00Z') })
    expect(noted?.recordedAt).toEqual(new Date('2026-03-02T10:00:00Z'))
  })

  it('corrects when something really was, and says what cannot be', async () => {
    expect((await say('ben', 'milestone detected 04:45 first complaint'))?.text).toContain('was detected')
    expect(milestone(await story.incident(), 'detected').at).toEqual(new Date('2026-03-02T09:45:00Z'))
    expect((await say('ben', 'milestone resolved 04:50 x'))?.text).toContain('not resolved yet')
    expect((await say('ben', 'milestone finished 04:45 x'))?.text).toContain('started, detected, declared')
    await say('ana', '')
    await story.press({ user: 'ana', action: 'milestones' })
    await story.settle()
    await story.submit('ana', {
      milestone: 'started',
      at: Date.parse('2026-03-02T09:30:00Z') / 1000,
      reason: 'the log',
    })
    expect(milestone(await story.incident(), 'started').at).toEqual(new Date('2026-03-02T09:30:00Z'))
  })
})

describe('what reactions and a shortcut do to a message in the channel', () => {
  let story: Story
  let ts: string
  beforeAll(async () => {
    story = await tellStory()
    await declareCheckout(story)
    ts = String(
      (await story.post('message', { user: 'ben', channel: room, text: 'I think it is the *cache*, @ana' })).ts,
    )
    await story.settle()
  })
  afterAll(() => story.end())

  const react = async (user: string, name: string, remove = false) => {
    expect(await story.post('reaction', { user, channel: room, messageTs: ts, name, remove })).toMatchObject({
      ok: true,
    })
    await story.settle()
  }
  const board = async () => findings(await story.incident()).map(({ state, text }) => `${state}: ${text}`)

  it('put it on the board, judge it, and take that back', async () => {
    await react('ana', 'mag')
    expect(await board()).toEqual(['open: I think it is the *cache*, @ana'])
    await react('ana', 'x')
    expect(await board()).toEqual(['ruled-out: I think it is the *cache*, @ana'])
    await react('ana', 'x', true)
    expect(await board()).toEqual(['open: I think it is the *cache*, @ana'])
    await react('ben', 'white_check_mark')
    expect(await board()).toEqual(['confirmed: I think it is the *cache*, @ana'])
  })

  it('mean nothing elsewhere, and nothing else', async () => {
    await react('ana', 'tada')
    const other = String((await story.post('message', { user: 'ben', channel: 'general', text: 'Lunch?' })).ts)
    await story.post('reaction', { user: 'ana', channel: 'general', messageTs: other, name: 'mag' })
    await story.settle()
    expect(await board()).toHaveLength(1)
  })

  it('put it on the timeline, and the same again takes it off', async () => {
    const press = async () => {
      await story.post('shortcut', { user: 'ana', channel: room, messageTs: ts, callback_id: 'keep_message' })
      await story.settle()
      return lastByHand(await story.incident()).get(ts)?.type
    }
    expect(await press()).toBe('message-kept')
    expect((await story.ephemerals('ana')).at(-1)?.text).toContain('On the timeline of INC-1')
    expect(await press()).toBe('message-dropped')
  })
})
