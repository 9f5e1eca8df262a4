import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFact } from '../../src/domain/timeline.ts'
import { type Story, tellStory } from '../helpers/story.ts'

const policy = `audiences:
  leadership: { cadence: { P1: 120 } }
  customers: { cadence: { P1: null } }
`
const room = 'inc-1-search-is-slow'

describe('leadership that hears every two hours, support every half hour, and customers without a promise', () => {
  let dir: string
  let story: Story
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sitrep-promises-'))
    const file = join(dir, 'policy.yml')
    await writeFile(file, policy)
    story = await tellStory({ POLICY_FILE: file })
    await story.command('ana', 'general', '')
    await story.submit('ana', { title: 'Search is slow', severity: 'SEV1', urgency: 'high' })
    await story.settle()
  })
  afterAll(async () => {
    await story.end()
    await rm(dir, { recursive: true, force: true })
  })
  const told = async (channel: string) => (await story.messages(channel)).map(message => message.text)
  const view = async () => JSON.stringify((await story.get('views/ana')).view)

  it('are shown to Ana before she promises them anything', async () => {
    await story.command('ana', room, 'update')
    expect(await view()).toContain(
      'At P1 an update is owed every 30 min to Responders and Support, every 2 h to Leadership',
    )
    expect(await view()).toContain('"8 h, later than is owed"')
    await story.submit('ana', { state: 'Looking', impact: 'Slow pages', next: '480' })
    expect(await view()).toContain('You promise the next update in 8 h. P1 owes one every 30 min')
    expect(await view()).toContain('No next update is promised: none is owed at P1')
    await story.post('close-view', { user: 'ana', all: true })
  })

  it('each read when theirs comes', async () => {
    await story.command('ana', room, 'update')
    await story.submit('ana', { state: 'Looking', impact: 'Slow pages', next: '30' })
    await story.submit('ana', {})
    await story.settle()
    expect((await told('support')).at(-1)).toContain('Next update: 2026-03-02 10:30 UTC')
    expect((await told('leadership')).at(-1)).toContain('Next update: 2026-03-02 12:00 UTC')
    expect((await told('customer-updates')).at(-1)).not.toContain('Next update')
  })

  it('read an automatic update when theirs is due, and customers none', async () => {
    await story.post('advance', { minutes: 31 })
    await story.post('advance', { minutes: 30 })
    expect(
      [await told('support'), await told('leadership'), await told('customer-updates')].map(all => all.length),
    ).toEqual([3, 1, 1])
    await story.post('advance', { minutes: 60 })
    expect((await told('leadership')).at(-1)).toContain('Next update: 2026-03-02 14:00 UTC')
    expect(await told('customer-updates')).toHaveLength(1)
    const held = (await story.incident()).timeline
      .filter(isFact('update-written'))
      .filter(one => one.kind === 'holding')
    expect(held.filter(({ audiences }) => audiences.includes('leadership'))).toHaveLength(1)
    expect(held.filter(({ audiences }) => audiences.includes('support')).length).toBeGreaterThan(2)
  })
})
