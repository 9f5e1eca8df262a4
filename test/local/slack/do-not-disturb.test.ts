import { describe, expect, it } from 'vitest'
import type { DoNotDisturb } from '../../../src/local/slack/entities.ts'
import { sampleSeed, startWorkspace } from '../../../src/local/slack/index.ts'
import { afterwards, bot, client, people, playground, refused } from './playground.ts'
import { sampleApp } from './sample-app.ts'

const seconds = (iso: string) => Date.parse(iso) / 1000

/** Ben lives in New York. */
async function dndOfBen(now: string, dnd: DoNotDisturb) {
  const seed = sampleSeed(sampleApp)
  const users = seed.users.map(user => (user.id === people.ben ? { ...user, dnd } : user))
  const workspace = await startWorkspace({ seed: { ...seed, users }, now: () => Date.parse(now) })
  afterwards(() => workspace.stop())
  return client(workspace.url).dnd.info({ user: people.ben })
}

describe('do not disturb', () => {
  it('is told with its next span in the person’s own time zone', async () => {
    const night = { daily: { from: '22:00', to: '08:00' } }
    const coming = await dndOfBen('2026-01-15T12:00:00-05:00', night)
    expect(coming).toMatchObject({
      dnd_enabled: true,
      next_dnd_start_ts: seconds('2026-01-15T22:00:00-05:00'),
      next_dnd_end_ts: seconds('2026-01-16T08:00:00-05:00'),
    })
    const during = await dndOfBen('2026-01-15T03:00:00-05:00', night)
    expect(during).toMatchObject({
      next_dnd_start_ts: seconds('2026-01-14T22:00:00-05:00'),
      next_dnd_end_ts: seconds('2026-01-15T08:00:00-05:00'),
    })
    const noon = await dndOfBen('2026-01-15T13:00:00-05:00', { daily: { from: '12:00', to: '12:30' } })
    expect(noon).toMatchObject({ next_dnd_start_ts: seconds('2026-01-16T12:00:00-05:00') })
  })

  it('follows the clock over the change to summer time', async () => {
    const answer = await dndOfBen('2026-03-08T12:00:00-04:00', { daily: { from: '22:00', to: '08:00' } })
    expect(answer.next_dnd_start_ts).toBe(seconds('2026-03-08T22:00:00-04:00'))
  })

  it('lasts as long as a snooze', async () => {
    const until = seconds('2026-01-15T13:00:00-05:00')
    const answer = await dndOfBen('2026-01-15T12:00:00-05:00', { snoozeUntil: until })
    expect(answer).toMatchObject({ dnd_enabled: true, next_dnd_end_ts: until })
    expect(answer).not.toHaveProperty('snooze_enabled')
    expect(await dndOfBen('2026-01-15T14:00:00-05:00', { snoozeUntil: until })).toMatchObject({ dnd_enabled: false })
  })

  it('is off unless somebody turned it on, and told of several people at once', async () => {
    const { web } = await playground()
    const off = { dnd_enabled: false, next_dnd_start_ts: 1, next_dnd_end_ts: 1 }
    expect(await web.dnd.info()).toMatchObject(off)
    const { users } = await web.dnd.teamInfo({ users: `${people.ana},${bot}` })
    expect(users).toEqual({ [people.ana]: off, [bot]: off })
    expect(await refused(web.dnd.info({ user: 'U0NOBODY00' }))).toBe('user_not_found')
    expect(await refused(web.dnd.teamInfo({ users: '' }))).toBe('invalid_arguments')
    const many = Array.from({ length: 51 }, (_, i) => `U${i}`).join()
    expect(await refused(web.dnd.teamInfo({ users: many }))).toBe('too_many_users')
  })
})

describe('emoji', () => {
  it('of the workspace’s own are none', async () => {
    const { web } = await playground()
    expect((await web.emoji.list()).emoji).toEqual({})
  })
})
