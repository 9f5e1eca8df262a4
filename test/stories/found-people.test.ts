import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personNamed } from '../helpers/departures.ts'
import { declareCheckout, type Story, tellStory } from '../helpers/story.ts'

const kinds = ['people-found', 'person-added', 'person-removed'] as const

async function toldDirectly(story: Story, who: string): Promise<string> {
  const { channel } = (await story.post('open-dm', { user: who })) as unknown as { channel: string }
  return JSON.stringify((await story.messages(channel)).filter(({ text }) => text.includes('nobody added')))
}

async function decideInMessage(story: Story, action: string): Promise<void> {
  const { channel } = (await story.post('open-dm', { user: 'ana' })) as unknown as { channel: string }
  await story.press({ user: 'ana', channel, action })
  await story.settle()
}

async function recorded(story: Story) {
  return (await story.incident()).timeline.filter(({ type }) => kinds.some(kind => kind === type))
}

describe('somebody in a private incident’s channel whom nobody added through Sitrep', () => {
  let story: Story
  const people: Record<string, string> = {}
  beforeAll(async () => {
    story = await tellStory()
    for (const name of ['ana', 'ben', 'dev', 'emi']) people[name] = await personNamed(story, name)
    await story.command('ana', 'general', '')
    await story.submit('ana', { title: 'Payroll leaked', severity: 'SEV1', urgency: 'high', private: true })
    await story.settle()
    await story.command('ana', 'inc-1', 'role commander me')
    await story.settle()
  })
  afterAll(() => story.end())

  const members = async () => (await story.channel('inc-1')).members

  it('is no news where the record tells who let them in', async () => {
    await story.command('ana', 'inc-1', `invite <@${people.ben}|ben>`)
    await story.command('ana', 'inc-1', `role scribe <@${people.dev}|dev>`)
    await story.settle()
    expect(await members()).toEqual(expect.arrayContaining([people.ben, people.dev]))
    expect(await toldDirectly(story, 'ana')).toBe('[]')
  })

  it('is told to the commander once, with who added them in Slack', async () => {
    await story.post('invite', { user: 'ben', channel: 'inc-1', people: ['emi'] })
    await story.settle()
    await story.settle()
    const told = await toldDirectly(story, 'ana')
    expect(told).toContain(`<@${people.emi}>, added in Slack by <@${people.ben}>`)
    expect(told.match(/They can read everything there/g)).toHaveLength(1)
    expect(await recorded(story)).toContainEqual(
      expect.objectContaining({ type: 'people-found', people: [{ user: people.emi, inviter: people.ben }] }),
    )
    for (const other of ['ben', 'dev', 'emi']) expect(await toldDirectly(story, other)).toBe('[]')
  })

  it('is removed by a button, and told of anew when they come back', async () => {
    await decideInMessage(story, 'remove_person')
    expect(await members()).not.toContain(people.emi)
    expect((await recorded(story)).at(-1)).toMatchObject({ type: 'person-removed', user: people.emi, by: people.ana })
    await story.post('invite', { user: 'ben', channel: 'inc-1', people: ['emi'] })
    await story.settle()
    expect((await toldDirectly(story, 'ana')).match(/They can read everything there/g)).toHaveLength(2)
  })

  it('is kept by a button, which puts on the record who let them in', async () => {
    await decideInMessage(story, 'keep_person')
    expect(await members()).toContain(people.emi)
    expect((await recorded(story)).at(-1)).toMatchObject({ type: 'person-added', user: people.emi, by: people.ana })
  })

  it('may not remove those who lead it, nor anybody else', async () => {
    const { response } = await story.command('emi', 'inc-1', `uninvite <@${people.ben}|ben>`)
    expect(response?.text).toContain('Only its reporter and those who hold a role can remove somebody')
    const refused = await story.command('dev', 'inc-1', `uninvite <@${people.ana}|ana>`)
    expect(refused.response?.text).toContain('stay in its channel')
    expect(await members()).toEqual(expect.arrayContaining([people.ana, people.ben]))
  })

  it('is removed by command too', async () => {
    await story.command('dev', 'inc-1', `uninvite <@${people.ben}|ben>`)
    await story.settle()
    expect(await members()).not.toContain(people.ben)
  })
})

describe('an incident made private whose channel is public', () => {
  let story: Story
  let channel = ''
  beforeAll(async () => {
    story = await tellStory()
    await declareCheckout(story)
    channel = (await story.channel(/^inc-1/)).id
    await story.command('ana', channel, 'role commander me')
    await story.post('join', { user: 'dev', channel })
    await story.settle()
    await story.command('ana', channel, 'private')
    await story.settle()
  })
  afterAll(() => story.end())

  it('has a channel whose name, topic and purpose tell nothing of it', async () => {
    const { name, topic, purpose } = await story.channel(/^inc-1/)
    expect({ name, topic: topic.value, purpose: purpose.value }).toEqual({
      name: 'inc-1',
      topic: 'Private',
      purpose: 'INC-1. Private: what is said here stays here.',
    })
    expect((await story.incident()).channel?.name).toBe('inc-1')
    expect((await story.incident()).timeline).toContainEqual(
      expect.objectContaining({ type: 'channel-renamed', name: 'inc-1' }),
    )
  })

  it('says on its card what everybody can still read', async () => {
    expect(JSON.stringify(await story.messages(channel))).toContain(
      'until a workspace admin makes it private, everybody can read this channel, what was said before too, and join it',
    )
  })

  it('has the commander told who is in it already, and who comes later', async () => {
    const dev = await personNamed(story, 'dev')
    expect(await toldDirectly(story, 'ana')).toContain(`<@${dev}>, found`)
    await story.post('join', { user: 'chloe', channel })
    await story.settle()
    expect(await toldDirectly(story, 'ana')).toContain(`<@${await personNamed(story, 'chloe')}>, found`)
    expect(await toldDirectly(story, 'ana')).toContain('whoever is removed can come back')
  })
})
