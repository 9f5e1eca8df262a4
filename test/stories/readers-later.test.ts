import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFact } from '../../src/domain/timeline.ts'
import { declareCheckout, leaveAudiences, type Story, tellStory } from '../helpers/story.ts'

const quiet = `quietHours: { from: "10:00", to: "11:00", timeZone: UTC }`
const policy = `audiences:
  desk:
    label: Service desk
    userGroups: [S0ONCALL01]
    fields: [impact]
    cadence: { P1: 30 }
    ${quiet}
  followers: { ${quiet} }
`

const room = 'inc-1-checkout-fails'

describe('who reads an update that waited', () => {
  let dir: string
  let story: Story
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sitrep-later-'))
    const file = join(dir, 'policy.yml')
    await writeFile(file, policy)
    story = await tellStory({ POLICY_FILE: file })
    await leaveAudiences(story, 'chloe', 'emi', 'dev', 'gus')
    await declareCheckout(story)
    await duty('chloe', 'gus')
    await story.command('dev', 'general', 'INC-1 subscribe')
    await update('Cards are refused')
  })
  afterAll(async () => {
    await story.end()
    await rm(dir, { recursive: true, force: true })
  })

  const duty = (...people: string[]) => story.post('set-group', { user: 'ana', group: 'on-call', people })
  const update = async (impact: string) => {
    await story.command('ana', room, 'update')
    await story.submit('ana', { state: 'Looking', impact, next: '240', skip: ['skip'] })
    await story.settle()
  }
  const wait = async (minutes: number) => {
    await story.post('advance', { minutes })
    await story.settle()
  }
  const about = async (user: string, words: string) => {
    const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
    return (await story.messages(channel)).filter(({ text }) => text.includes(words)).length
  }
  const skipped = async () =>
    (await story.incident()).timeline
      .filter(isFact('reader-skipped'))
      .map(({ channel, reason }) => [channel, reason])
      .sort()

  it('is whoever is on duty and subscribed when quiet hours end, and nobody who was before', async () => {
    await story.command('dev', 'general', 'INC-1 unsubscribe')
    await duty('emi', 'gus')
    await wait(61)
    expect(await about('emi', 'Cards are refused')).toBe(1)
    for (const user of ['dev', 'chloe', 'gus'])
      expect([user, await about(user, 'Cards are refused')]).toEqual([user, 0])
  })

  it('is on the record, with why the others do not', async () => {
    expect(await skipped()).toEqual([
      ['U0CHLOE003', 'left-group'],
      ['U0DEV00004', 'unsubscribed'],
      ['U0GUS00006', 'not-cleared'],
    ])
    await story.command('ana', room, 'comms file')
    await story.settle()
    const [file] = (await story.messages(room)).flatMap(message => message.files ?? [])
    const record = await fetch(`${story.url}/_control/files/${file?.id}`).then(response => response.text())
    expect(record).toMatch(/\| Service desk \| chloe \|[^\n]*not told: left the user group/)
    expect(record).toMatch(/\| Followers \|[^\n]*not told: unsubscribed before it went out/)
  })

  it('is whoever is on duty once Slack takes it, where it did not for a while', async () => {
    const match = { method: 'chat.postMessage', channel: 'U0EMI00005' }
    await story.post('faults', { rules: [{ fault: 'error', error: 'internal_error', times: 0, match }] })
    await update('Half of them work')
    await duty('dev')
    await fetch(`${story.url}/_control/faults`, { method: 'DELETE' })
    await wait(15)
    expect(await about('emi', 'Half of them work')).toBe(0)
    expect(await about('dev', 'Half of them work')).toBe(1)
    expect(await skipped()).toContainEqual(['U0EMI00005', 'left-group'])
  })
})
