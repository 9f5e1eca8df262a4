import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Story, tellStory } from '../helpers/story.ts'

const canary = 'CANARY'

describe('a private incident', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await story.command('ana', 'general', '')
    await story.submit('ana', {
      title: `${canary}-title`,
      summary: `${canary}-summary`,
      severity: 'SEV1',
      urgency: 'high',
      category: 'security',
      private: true,
    })
    await story.settle()
  })
  afterAll(() => story.end())

  it('has a private channel from its first second, named by number only', async () => {
    const channel = await story.channel('inc-1')
    expect(channel.is_private).toBe(true)
    expect(channel.purpose.value).not.toContain(canary)
  })

  it('refuses people who are not in it in the same words as an incident that does not exist', async () => {
    const outsider = (text: string) => story.command('emi', 'general', text)
    for (const verb of ['show', 'ack', 'update', 'severity SEV4', 'resolve done', 'review', 'note x']) {
      const refused = (await outsider(`INC-1 ${verb}`)).response?.text
      expect(refused).toBe((await outsider(`INC-999 ${verb}`)).response?.text?.replace('INC-999', 'INC-1'))
    }
    expect((await outsider('list')).response?.text).toContain('No incident is open')
  })

  it('is there for the people in its channel, from anywhere', async () => {
    expect((await story.command('ana', 'general', 'INC-1 show')).response?.text).toContain(`${canary}-title`)
    expect((await story.command('ana', 'general', 'list')).response?.text).toContain('INC-1')
  })
})
