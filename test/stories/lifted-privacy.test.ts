import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verbs } from '../../src/slack/commands/index.ts'
import { type Story, tellStory } from '../helpers/story.ts'

const said = /CANARY-\w+/

describe('after two people made a private incident public', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await story.command('ana', 'general', '')
    const form = { title: 'Payroll leaked', severity: 'SEV1', urgency: 'high', category: 'security', private: true }
    await story.submit('ana', { ...form, summary: 'CANARY-summary' })
    await story.settle()
    await story.post('invite', { user: 'ana', channel: 'inc-1', people: ['ben'] })
    const say = async (who: string, text: string) => {
      await story.command(who, 'inc-1', text)
      await story.settle()
    }
    await say('ana', 'role commander @ben')
    await say('ana', 'update')
    await story.submit('ana', { state: 'CANARY-state', actions: 'CANARY-actions', next: '60', skip: ['skip'] })
    await story.settle()
    await say('ana', 'note CANARY-note')
    await say('ana', 'decide CANARY-decision')
    await say('ana', 'followup CANARY-item @dev')
    await say('ana', 'stakeholders')
    await say('ana', 'private off it is over')
    await say('ben', 'private off')
  })
  afterAll(() => story.end())

  /** Everything that somebody reads who types this: the answer, and the form that opened. */
  const reads = async (who: string, text: string, channel = 'general') => {
    const { response } = await story.command(who, channel, text)
    const { view } = await story.get(`views/${who}`)
    await story.post('close-view', { user: who, all: true })
    return JSON.stringify([response, view])
  }

  const announced = ['show', 'catchup', 'board']
  it.each(announced)('dev, who is not in its channel, reads with “%s” what is announced', async verb => {
    expect((await story.incident()).isPrivate).toBe(false)
    const read = await reads('dev', `INC-1 ${verb}`)
    expect(read).not.toMatch(said)
    expect(read).toContain('Payroll leaked')
    expect(read).toContain('To join its channel, ask')
    expect(read).toContain('Subscribe')
    expect(read).toContain('are for the people in its channel')
  })

  it.each(announced)('ben, who is in it, reads with “%s” what was said, from anywhere', async verb => {
    expect(await reads('ben', `INC-1 ${verb}`)).toMatch(said)
  })

  it('dev reads by no verb what was said, and changes nothing; of most he is told whom it is for', async () => {
    const before = (await story.incident()).timeline.length
    const told: string[] = []
    for (const { name } of verbs) {
      const read = await reads('dev', `INC-1 ${name}`)
      expect(read, name).not.toMatch(said)
      if (read.includes('for the people in its channel')) told.push(name)
    }
    await story.settle()
    expect(told).toEqual(
      expect.arrayContaining([
        ...['update', 'correct', 'comms', 'stakeholders', 'followup', 'snooze', 'note', 'decide', 'severity', 'role'],
        ...['answer', 'review', 'resolve', 'reopen', 'milestone', 'invite', 'private'],
      ]),
    )
    const { timeline } = await story.incident()
    expect(timeline.slice(before).filter(({ by }) => by !== 'sitrep')).toEqual([])
  })

  it('no channel, list or Home tab tells of it what was said; its own channel does', async () => {
    expect(await reads('dev', 'list')).not.toMatch(said)
    await story.post('open-home', { user: 'dev' })
    const { channels = [] } = (await story.get('state')) as { channels?: readonly { name: string }[] }
    for (const { name } of channels) {
      const all = JSON.stringify(await story.messages(name))
      if (/^inc-1/.test(name)) expect(all).toMatch(said)
      else expect(all, name).not.toMatch(said)
    }
  })

  it('the next update starts empty: what was written for few is not put before who writes to many', async () => {
    const form = await reads('ana', 'update', 'inc-1')
    expect(form).toContain('Where things stand')
    expect(form).not.toMatch(said)
  })

  it('its review is under no link, because it tells all of it', async () => {
    await story.command('ana', 'inc-1', 'resolve')
    await story.submit('ana', { resolution: 'Access was taken back', skip: ['skip'] })
    await story.command('ana', 'inc-1', 'review')
    await story.settle()
    const said = (await story.messages('inc-1')).findLast(message => message.files)
    const text = JSON.stringify(said?.blocks)
    expect(text).toContain('It was private once: keep this file in this channel')
    expect(text).not.toContain('http')
  })
})
