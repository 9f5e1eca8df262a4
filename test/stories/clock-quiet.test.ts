import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Story, tellStory } from '../helpers/story.ts'

const war = 'inc-1-search-is-slow'
const policy = `audiences:
  leadership:
    channels: [C0LEADERS4]
    quietHours: { from: "12:00", to: "14:00", timeZone: UTC, breakThrough: [P1] }
`

describe('leadership, which sits together from twelve to two', () => {
  let dir: string
  let story: Story
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sitrep-quiet-'))
    const file = join(dir, 'policy.yml')
    await writeFile(file, policy)
    story = await tellStory({ POLICY_FILE: file })
    await story.command('ana', 'general', 'declare')
    await story.submit('ana', { title: 'Search is slow', severity: 'SEV2', urgency: 'medium' })
    await story.settle()
  })
  afterAll(async () => {
    await story.end()
    await rm(dir, { recursive: true, force: true })
  })

  const texts = async (channel: string) => (await story.messages(channel)).map(message => message.text)
  const card = async () =>
    JSON.stringify((await story.messages(war)).find(one => JSON.stringify(one.blocks ?? []).includes('card_actions')))
  const write = async (state: string) => {
    await story.command('ana', war, 'update')
    await story.submit('ana', { state, next: '60', skip: ['skip'] })
    await story.settle()
  }

  it('is promised nothing for that time, while others are', async () => {
    await story.post('advance', { minutes: 30 })
    await story.post('advance', { minutes: 55 })
    await write('Looking into it')
    expect((await texts('leadership')).at(-1)).toContain('Next update: 2026-03-02 14:00 UTC')
    expect((await texts('support')).at(-1)).toContain('Next update: 2026-03-02 12:25 UTC')
  })

  it('is left in peace by what is written then; the card says for whom it waits', async () => {
    const before = await texts('leadership')
    await story.post('advance', { minutes: 40 })
    await write('The index is rebuilt')
    await story.post('advance', { minutes: 20 })
    await story.press({ user: 'ana', action: 'no_change', value: 'INC-1' })
    await story.settle()
    expect(await texts('leadership')).toEqual(before)
    expect(await texts('support')).not.toEqual([])
    expect(await card()).toMatch(
      /The last update waits until <!date\^1772460000\^[^>]+> for Leadership \(quiet hours\)/,
    )
  })

  it('is disturbed by a P1 all the same', async () => {
    await story.command('ana', 'general', 'declare')
    await story.submit('ana', { title: 'Payments fail', severity: 'SEV1', urgency: 'high' })
    await story.settle()
    await story.post('advance', { minutes: 16 })
    expect((await texts('leadership')).filter(text => text.includes('Payments fail'))).toHaveLength(1)
    await story.command('ana', 'inc-2-payments-fail', 'cancel it was a test')
    await story.settle()
  })

  it('reads one message at two, with the latest report, over a restart', async () => {
    const about = async () => (await texts('leadership')).filter(text => text.includes('Search is slow'))
    const before = await about()
    await story.restart()
    await story.post('advance', { minutes: 80 })
    const after = (await about()).slice(before.length)
    expect(after).toHaveLength(1)
    expect(after[0]).toContain('The index is rebuilt')
    expect(await card()).not.toContain('quiet hours')
  })
})
