import { describe, expect, it } from 'vitest'
import { assignRole, record } from '../../../src/domain/incident.ts'
import { parsePolicy } from '../../../src/domain/policy.ts'
import { addBookmarks, openChannel, pinCard, setPurpose, setTopic } from '../../../src/slack/work/dress-channel.ts'
import { by, channels, declared, monday, opened, policy } from '../../helpers/incidents.ts'
import { benchOnNock } from './fixtures.ts'

const bench = benchOnNock()
const bot = { by: 'sitrep', via: 'bot', at: monday } as const

describe('the channel', () => {
  it('is opened, private where the incident is, and remembered', async () => {
    const { slack, perform } = await bench()
    slack.expect('conversations.create', { channel: { id: 'C1', name: 'inc-42' } })
    const after = await perform('open-channel', openChannel, { incident: declared({ isPrivate: true }) })
    expect(after.channel).toEqual({ id: 'C1', name: 'inc-42' })
    expect(slack.calls.at(-1)?.args).toMatchObject({ name: 'inc-42', is_private: true })
  })

  it('gets a purpose without the title of a private incident', async () => {
    const { slack, perform } = await bench()
    slack.always('conversations.setPurpose', {})
    await perform('set-purpose', setPurpose, { incident: opened() })
    await perform('set-purpose', setPurpose, { incident: opened({ isPrivate: true }) })
    expect(slack.calls.slice(-2).map(call => call.args.purpose)).toEqual([
      'INC-42: Checkout is down',
      'INC-42. Private: what is said here stays here.',
    ])
  })

  it('shows a title as it was typed, whatever it looks like to Slack', async () => {
    const { slack, perform } = await bench()
    slack.expect('conversations.setPurpose')
    await perform('set-purpose', setPurpose, { incident: opened({ title: '<!channel> R&D is <b>down</b>' }) })
    expect(slack.calls.at(-1)?.args.purpose).toBe('INC-42: &lt;!channel&gt; R&amp;D is &lt;b&gt;down&lt;/b&gt;')
  })

  it('gets a purpose and a topic that fit, cut between the characters people read', async () => {
    const { slack, perform } = await bench()
    slack.expect('users.info', { user: { profile: { display_name: '&'.repeat(80) } } })
    slack.expect('conversations.setPurpose')
    slack.expect('conversations.setTopic')
    const titled = opened({ title: '&'.repeat(150) })
    await perform('set-purpose', setPurpose, { incident: titled })
    const purpose = String(slack.calls.at(-1)?.args.purpose)
    expect(purpose).toMatch(/^INC-42: (&amp;){40,}…$/)
    const led = assignRole(titled, { role: 'commander', user: 'U0BEN' }, by('U0ANA'))
    const { topic = '' } = await perform('set-topic', setTopic, { incident: led })
    expect(topic).toMatch(/IC @(&amp;){30,}…$/)
    for (const text of [purpose, topic]) expect(text.length).toBeLessThanOrEqual(250)
  })

  it('gets a topic that names the commander', async () => {
    const { slack, perform } = await bench()
    slack.expect('users.info', { user: { profile: { display_name: 'ben' } } })
    slack.expect('conversations.setTopic')
    const incident = assignRole(opened(), { role: 'commander', user: 'U0BEN' }, by('U0ANA'))
    const after = await perform('set-topic', setTopic, { incident })
    expect(after.topic).toBe('P1 · SEV1 · Triage (T) · IC @ben · next update on the pinned card')
  })

  it('mentions nobody in its topic, whatever the commander is called', async () => {
    const { slack, perform } = await bench()
    slack.expect('users.info', { user: { profile: { display_name: '<!here> & co' } } })
    slack.expect('conversations.setTopic')
    const incident = assignRole(opened(), { role: 'commander', user: 'U0BEN' }, by('U0ANA'))
    const { topic } = await perform('set-topic', setTopic, { incident })
    expect(topic).toContain('IC @&lt;!here&gt; &amp; co')
    expect(slack.calls.at(-1)?.args.topic).toBe(topic)
  })

  it('is not told the same topic twice', async () => {
    const { perform } = await bench()
    const topic = 'P1 · SEV1 · Triage (T) · no IC yet · next update on the pinned card'
    const incident = { ...opened(), topic }
    expect(await perform('set-topic', setTopic, { incident })).toBe(incident)
  })

  it('gets each bookmark once', async () => {
    const { slack, perform } = await bench()
    const links = ['https://meet.example/1', 'https://runbook.example/2']
    const marked = parsePolicy({ bookmarks: links.map(link => ({ title: 'Link', link })) }, policy)
    slack.expect('bookmarks.list', { bookmarks: [{ link: links[0] }] })
    slack.expect('bookmarks.add')
    await perform('add-bookmarks', addBookmarks, { incident: opened({}, marked), policy: marked })
    expect(slack.calls.at(-1)?.args).toMatchObject({ channel_id: channels.war, link: links[1] })
  })
})

describe('the pin', () => {
  const incident = record(opened(), bot, { type: 'card-posted', ts: '1.1' }, { cardTs: '1.1' })

  it.each([{}, { ok: false, error: 'already_pinned' }, { ok: false, error: 'message_not_found' }])(
    'is done when Slack answers %j',
    async answer => {
      const { slack, perform } = await bench()
      slack.expect('pins.add', answer)
      expect(await perform('pin-card', pinCard, { incident })).toBe(incident)
    },
  )

  it('fails on anything else', async () => {
    const { slack, perform } = await bench()
    slack.expect('pins.add', { ok: false, error: 'not_in_channel' })
    await expect(perform('pin-card', pinCard, { incident })).rejects.toMatchObject({ code: 'not_in_channel' })
  })
})
