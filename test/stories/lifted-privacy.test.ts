import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
    await say('ana', 'private off it is over')
    await say('ben', 'private off')
  })
  afterAll(() => story.end())

  const reads = async (who: string, text: string) =>
    JSON.stringify((await story.command(who, 'general', text)).response ?? {})

  it.each(['show', 'catchup', 'board'])(
    'dev, who is not in its channel, reads with “%s” what is announced',
    async verb => {
      expect((await story.incident()).isPrivate).toBe(false)
      const read = await reads('dev', `INC-1 ${verb}`)
      expect(read).not.toMatch(said)
      expect(read).toContain('Payroll leaked')
      expect(read).toContain('To join its channel, ask')
      expect(read).toContain('Subscribe')
      expect(read).toContain('are for the people in its channel')
    },
  )

  it.each(['show', 'catchup', 'board'])(
    'ben, who is in it, reads with “%s” what was said, from anywhere',
    async verb => {
      expect(await reads('ben', `INC-1 ${verb}`)).toMatch(said)
    },
  )
})
