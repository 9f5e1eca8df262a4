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

  it('shows nothing of itself outside its channel and its people’s messages, whatever is done with it', async () => {
    await story.command('ana', 'inc-1', `note ${canary}-note`)
    await story.command('ana', 'inc-1', 'update')
    await story.submit('ana', { state: `${canary}-state`, impact: `${canary}-impact`, next: '15' })
    await story.post('advance', { minutes: 40 })
    await story.command('ana', 'inc-1', `resolve ${canary}-resolution`)
    await story.command('ana', 'inc-1', 'review')
    await story.settle()
    const { channels } = (await story.get('state')) as unknown as {
      channels: { id: string; name?: string; is_im: boolean; is_private: boolean; members: string[] }[]
    }
    const own = channels.find(channel => channel.name === 'inc-1')
    expect((await story.messages('inc-1')).some(message => message.text.includes(`${canary}-state`))).toBe(true)
    for (const channel of channels) {
      if (channel.id === own?.id) continue
      const text = JSON.stringify([channel, await story.messages(channel.id)])
      if (channel.is_im && channel.members.includes('U0ANA00001')) continue
      expect(text, channel.name).not.toContain(canary)
      expect(text, channel.name).not.toContain('INC-1')
    }
    for (const user of ['ben', 'chloe', 'dev', 'emi', 'gus']) {
      if (own?.members.some(member => member.startsWith(`U0${user.toUpperCase()}`))) continue
      await story.post('open-home', { user })
      await story.settle()
      expect(JSON.stringify(await story.get(`home/${user}`)), user).not.toContain(canary)
      expect(JSON.stringify(await story.ephemerals(user)), user).not.toContain(canary)
    }
  })
})
