import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { declareCheckout, leaveAudiences, type Story, tellStory } from '../helpers/story.ts'

/** Leaders have a default channel that Sitrep is in; the desk reads directly; Slack knows nothing of the partners. */
const policy = `audiences:
  leadership: { channels: [], userGroups: [S0LEADERS2] }
  board: { label: Board, people: [U0EMI00005], fields: [impact], cadence: { P1: 60 } }
  desk:
    label: Service desk
    userGroups: [S0ONCALL01]
    fields: [impact]
    fieldLabels: { impact: Tell callers }
    cadence: { P1: 30 }
  partners: { label: Partners, userGroups: [S0PARTNER9], fields: [impact], cadence: { P1: 60 } }
`

const room = 'inc-1-checkout-fails'

describe('what people read because of the user group that they are in', () => {
  let dir: string
  let story: Story
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sitrep-groups-'))
    const file = join(dir, 'policy.yml')
    await writeFile(file, policy)
    story = await tellStory({ POLICY_FILE: file })
    await leaveAudiences(story, 'chloe', 'emi', 'dev')
    await declareCheckout(story)
    // The duty changes after those who had it were invited.
    await story.post('set-group', { user: 'ana', group: 'on-call', people: ['ben', 'chloe', 'gus', 'emi'] })
  })
  afterAll(async () => {
    await story.end()
    await rm(dir, { recursive: true, force: true })
  })

  const directTo = async (user: string) => {
    const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
    return (await story.messages(channel)).map(message => message.text)
  }
  const about = async (user: string, words: string) => (await directTo(user)).filter(text => text.includes(words))

  it('is named to the commander before it is sent', async () => {
    const { response } = await story.command('ana', room, 'stakeholders')
    const map = JSON.stringify(response?.blocks)
    expect(map).toContain('*Service desk* (informed) <!subteam^S0ONCALL01>')
    expect(response?.text).toMatch(/Service desk, next .*\nPartners, next /)
    await story.command('ana', room, 'update')
    await story.submit('ana', { state: 'Looking', impact: 'Cards are refused', next: '30' })
    const { view } = (await story.get('views/ana')) as unknown as { view: unknown }
    expect(JSON.stringify(view)).toContain('*Service desk* · <!subteam^S0ONCALL01>')
    await story.submit('ana', {})
    await story.settle()
  })

  it('is a direct message for Chloé, once, in the words of her audience', async () => {
    expect(await about('chloe', 'Cards are refused')).toEqual([
      expect.stringContaining('Tell callers: Cards are refused'),
    ])
  })

  it('is one message for the leaders, in their default channel', async () => {
    expect((await story.messages('leadership')).map(({ text }) => text)).toEqual([
      expect.stringContaining('Business impact: Cards are refused'),
    ])
    expect(await directTo('dev')).toEqual([])
  })

  it('is nothing for Ben, who works on it, and for Emi only what she reads by name', async () => {
    expect(await about('ben', 'Cards')).toEqual([])
    expect(await about('emi', 'Cards')).toEqual([expect.stringContaining('\nImpact: Cards are refused')])
    const addressed = (await story.incident()).timeline.find(fact => fact.type === 'update-addressed')
    expect(addressed).toMatchObject({
      skipped: [
        { who: 'U0BEN00002', reason: 'in-channel' },
        { who: 'U0EMI00005', reason: 'reads-already' },
      ],
      groups: ['S0LEADERS2', 'S0ONCALL01'],
    })
  })

  it('is nothing for Gus, who is a guest, and no failure either', async () => {
    expect(await about('gus', 'Cards')).toEqual([])
    const { timeline } = await story.incident()
    expect(timeline.filter(fact => fact.type === 'work-abandoned')).toMatchObject([
      { what: 'post the update for partners' },
    ])
  })

  it('is answered by Gus in the default channel of a group, once he reads there', async () => {
    await story.post('invite', { user: 'emi', channel: 'leadership', people: ['gus'] })
    await story.press({ user: 'gus', channel: 'leadership', action: 'have_what_i_need' })
    await story.settle()
    expect((await story.ephemerals('gus')).at(-1)?.text).toContain('noted that you have what you need')
  })

  it('is missed by a group that Slack does not know, which the commander reads at once', async () => {
    const failed = (await story.messages(room)).filter(({ text }) => text.includes('could not post'))
    expect(failed).toHaveLength(1)
    const blocks = JSON.stringify(failed[0]?.blocks)
    expect(blocks).toContain(
      'the update for partners through the user group S0PARTNER9 (Slack knows no such user group',
    )
    await story.press({ user: 'ana', channel: room, action: 'retry_update' })
    await story.settle()
    const again = (await story.messages(room)).filter(({ text }) => text.includes('could not post'))
    expect(again).toHaveLength(2)
  })

  it('goes to whoever has the duty by then, also when Sitrep writes by itself', async () => {
    await story.post('set-group', { user: 'ana', group: 'on-call', people: ['dev'] })
    await story.post('advance', { minutes: 31 })
    await story.settle()
    expect(await about('dev', 'no news to share')).toHaveLength(1)
    expect(await about('chloe', 'no news to share')).toEqual([])
  })

  it('is no private incident', async () => {
    await story.command('ana', 'general', '')
    await story.submit('ana', { title: 'CANARY', severity: 'SEV1', urgency: 'high', private: true })
    await story.settle()
    await story.command('ana', 'inc-2', 'update')
    await story.submit('ana', { state: 'CANARY', impact: 'CANARY', next: '30', skip: ['skip'] })
    await story.settle()
    for (const user of ['chloe', 'dev', 'emi', 'gus'])
      expect((await directTo(user)).join(), user).not.toContain('CANARY')
    expect((await story.messages('leadership')).map(({ text }) => text).join()).not.toContain('CANARY')
  })
})
