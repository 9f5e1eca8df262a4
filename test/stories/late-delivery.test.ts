import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFact } from '../../src/domain/timeline.ts'
import { declareCheckout, type Story, tellStory } from '../helpers/story.ts'

const war = 'inc-1-checkout-fails'

describe('Chloé, whose update Slack does not take in one channel', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await declareCheckout(story)
    const channel = (await story.channel('leadership')).id
    const match = { method: 'chat.postMessage', channel }
    await story.post('faults', { rules: [{ fault: 'http', status: 503, times: 0, match }] })
    await story.command('chloe', war, 'update')
    await story.submit('chloe', { state: 'The gateway is down', impact: 'Cards fail', next: '240', skip: ['skip'] })
    await story.settle()
  })
  afterAll(() => story.end())

  const wait = async (minutes: number) => {
    await story.post('advance', { minutes })
    await story.settle()
  }
  const direct = async () => {
    const { channel } = (await story.post('open-dm', { user: 'chloe' })) as unknown as { channel: string }
    return channel
  }
  const told = async () => (await story.messages(await direct())).filter(({ text }) => text.includes('not reached'))
  const comms = async () => JSON.stringify((await story.command('chloe', war, 'comms')).response?.blocks)

  it('is left in peace while it may still arrive', async () => {
    await wait(4)
    expect(await told()).toEqual([])
  })

  it('is told after five minutes where it is not, and that Sitrep keeps trying', async () => {
    await wait(2)
    const [message, ...more] = await told()
    expect(more).toEqual([])
    expect(message?.text).toBe('Update 1 of INC-1 has not reached Leadership yet.')
    const blocks = JSON.stringify(message?.blocks)
    expect(blocks).toContain('Sitrep keeps trying')
    expect(blocks).not.toContain('Support')
  })

  it('takes the text from there, as leadership would have read it', async () => {
    await story.press({ user: 'chloe', action: 'copy_update', channel: await direct() })
    await story.running.app.background.idle()
    const view = JSON.stringify((await story.get('views/chloe')).view)
    expect(view).toContain('What Leadership would read')
    expect(view).toContain('Cards fail')
    await story.post('close-view', { user: 'chloe', all: true })
  })

  it('is not told again, however long it takes and whatever is restarted', async () => {
    await wait(5)
    await story.restart()
    await wait(60)
    expect(await told()).toHaveLength(1)
  })

  it('does not read of an update as punctual that nobody has read at the time that was promised', async () => {
    expect(await comms()).toMatch(/\*Leadership\*\\n0 of 1 on time \(0 %\) · 1 late, by up to/)
    expect(await comms()).toMatch(/\*Support\*\\n1 of 1 on time/)
  })

  it('reads in the record that it was written in time and delivered late', async () => {
    await fetch(`${story.url}/_control/faults`, { method: 'DELETE' })
    await wait(6)
    const incident = await story.incident()
    const posts = incident.timeline.filter(isFact('update-posted')).filter(({ audience }) => audience === 'leadership')
    expect(posts).toHaveLength(1)
    expect(await comms()).toMatch(/\*Leadership\*\\n0 of 1 on time \(0 %\) · 1 late, by up to 56 min/)
    await story.command('chloe', war, 'comms file')
    await story.settle()
    const [file] = (await story.messages(war)).flatMap(message => message.files ?? [])
    const text = await fetch(`${story.url}/_control/files/${file?.id}`).then(response => response.text())
    expect(text).toMatch(/\| Leadership \|[^\n]*\| written in time, delivered late by 56 min \|/)
    expect(text).toMatch(/\| Support \|[^\n]*\| on time \|/)
  })
})
