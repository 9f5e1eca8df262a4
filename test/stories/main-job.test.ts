import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFact } from '../../src/domain/timeline.ts'
import { type Story, tellStory } from '../helpers/story.ts'

const war = 'inc-1-checkout-is-down'

describe('an incident from declaration to review', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
  })
  afterAll(() => story.end())

  const dm = async (user: string) => {
    const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
    return story.messages(channel)
  }

  it('opens the form at once with the title filled in, and shows what the choices mean before submitting', async () => {
    expect(await story.command('ana', 'general', 'checkout is down')).toMatchObject({ ok: true })
    const text = async () => JSON.stringify((await story.get('views/ana')).view)
    expect(await text()).toContain('"initial_value":"checkout is down"')
    expect(await text()).toContain('*P2*: acknowledge in 15 min')
    await story.press({ user: 'ana', action: 'severity', value: 'SEV1' })
    expect(await text()).toContain(
      '*P1*: acknowledge in 5 min, updates every 30 min to Responders, Leadership, Support and Customers, resolve in 4 h.',
    )
  })

  it('says at the field what is wrong and keeps the form', async () => {
    const answer = await story.submit('ana', { title: '   ' })
    expect(answer.errors).toEqual({ title: 'Give it a title that others recognise it by.' })
  })

  it('makes a record, a channel with topic, purpose and pinned card, invites people, announces and confirms', async () => {
    const answer = await story.submit('ana', {
      title: 'Checkout is down',
      summary: 'Card payments fail for <everyone> & more',
      severity: 'SEV1',
      urgency: 'high',
      service: 'checkout',
      category: 'software',
    })
    expect(answer).toMatchObject({ ok: true, view: null })
    expect(await story.incident()).toMatchObject({
      id: 'INC-1',
      priority: 'P1',
      status: 'triage',
      reporter: 'U0ANA00001',
    })
    await story.settle()

    const channel = await story.channel(war)
    expect(channel.topic.value).toBe('P1 · SEV1 · Triage (T) · no IC yet · next update on the pinned card')
    expect(channel.purpose.value).toBe('INC-1: Checkout is down')
    expect(channel.members).toEqual(expect.arrayContaining(['U0ANA00001', 'U0BEN00002']))
    const card = (await story.messages(war)).find(message => message.ts === channel.pins[0])
    expect(card?.text).toBe('INC-1 Checkout is down: P1, SEV1, Triage')
    const [announcement] = await story.messages('incidents')
    expect(announcement?.text).toBe('INC-1 Checkout is down: P1, Triage')
    expect(JSON.stringify(announcement?.blocks)).toContain(`<#${channel.id}>`)
    const [confirmation] = await dm('ana')
    expect(confirmation?.text).toBe('INC-1 is declared: Checkout is down')
    expect(JSON.stringify(confirmation?.blocks)).toContain(`<#${channel.id}>`)
  })

  it('is run from its channel by commands and buttons; card, topic and announcement follow', async () => {
    await story.press({ user: 'ben', action: 'acknowledge', channel: war })
    await story.press({ user: 'ben', action: 'take_role_commander', channel: war })
    await story.command('ana', war, 'role comms @chloe')
    await story.command('ben', war, 'investigating')
    await story.command('ben', war, 'note The release at 09:50 is suspicious')
    await story.settle()
    const channel = await story.channel(war)
    expect(channel.topic.value).toBe('P1 · SEV1 · Investigating (R) · IC @ben · next update on the pinned card')
    expect(channel.members).toContain('U0CHLOE003')
    const card = (await story.messages(war)).find(message => message.ts === channel.pins[0])
    expect(card?.text).toBe('INC-1 Checkout is down: P1, SEV1, Investigating')
    expect(JSON.stringify(card?.blocks)).not.toContain('"action_id":"acknowledge"')
    expect((await story.messages('incidents')).map(message => message.text)).toEqual([
      'INC-1 Checkout is down: P1, Investigating',
    ])
    expect((await story.incident()).timeline.map(fact => fact.type)).toEqual(
      expect.arrayContaining(['acknowledged', 'role-assigned', 'status-changed', 'noted']),
    )
  })

  it('refuses what makes no sense now, and says what to do instead', async () => {
    const close = await story.command('ben', war, 'close')
    expect(close.response?.text).toBe(
      'INC-1 is Investigating. Resolve it first: `/incident resolve` asks what fixed it.',
    )
    const elsewhere = await story.command('ben', 'general', 'ack')
    expect(elsewhere.response?.text).toContain('`/incident INC-42 …`')
    const slip = await story.command('ben', war, 'sevrity SEV2')
    expect(slip.response?.text).toContain('Did you mean `/incident severity')
  })

  it('renders one update for each audience from the fields it may see', async () => {
    await story.command('chloe', war, 'update')
    await story.submit('chloe', {
      state: 'The payment provider times out',
      impact: 'Card payments fail for one in three',
      actions: 'Failing over to the second provider',
      workaround: 'Pay by invoice',
      needs: 'A decision on refunds',
      next: '30',
    })
    await story.submit('chloe', {})
    await story.settle()
    const last = async (channel: string) => (await story.messages(channel)).at(-1)?.text ?? ''
    expect(await last('leadership')).toContain('What we need from you: A decision on refunds')
    expect(await last('leadership')).not.toContain('Failing over')
    expect(await last('support')).toContain('What to tell them: Pay by invoice')
    expect(await last('support')).not.toContain('times out')
    expect(await last('customer-updates')).toContain('What you may notice: Card payments fail for one in three')
    expect(await last('customer-updates')).not.toMatch(/refunds|provider|INC-1/)
    expect((await story.messages(war)).some(message => message.text.includes('Actions: Failing over'))).toBe(true)
  })

  it('nudges the owner before the next update is due, and posts one automatic update when nobody acts', async () => {
    const before = (await story.messages('leadership')).length
    await story.post('advance', { minutes: 26 })
    expect((await dm('chloe')).map(message => message.text)).toEqual([
      'INC-1: the next update is due at 2026-03-02 10:30 UTC',
    ])
    expect(await story.messages('leadership')).toHaveLength(before)
    await story.post('advance', { minutes: 5 })
    const automatic = (await story.messages('leadership')).slice(before)
    expect(automatic).toHaveLength(1)
    expect(automatic[0]?.text).toContain('sent automatically')
    await story.post('advance', { minutes: 1 })
    expect(await story.messages('leadership')).toHaveLength(before + 1)
  })

  it('is resolved with what fixed it, and closed once nothing is missing', async () => {
    await story.command('ben', war, 'resolve')
    expect((await story.submit('ben', {})).errors).toHaveProperty('resolution')
    await story.submit('ben', { resolution: 'Rolled back the release', skip: ['skip'] })
    await story.settle()
    expect((await story.messages('customer-updates')).at(-1)?.text).toContain('This is resolved')
    const closed = await story.command('ben', war, 'close')
    expect(closed.response?.text).toContain('INC-1 is closed')
    await story.settle()
    expect((await story.channel(war)).topic.value).toBe('P1 · SEV1 · Closed · IC @ben')
  })

  it('has told the channel of its topic only when status or commander changed, and never of a promise', async () => {
    const notices = (await story.messages(war)).filter(message => message.subtype === 'channel_topic')
    expect(notices.map(({ text }) => /SEV1 · (.*)$/.exec(text)?.[1])).toEqual([
      'Triage (T) · no IC yet · next update on the pinned card',
      'Triage (T) · IC @ben · next update on the pinned card',
      'Investigating (R) · IC @ben · next update on the pinned card',
      'Resolved (R) · IC @ben',
      'Closed · IC @ben',
    ])
  })

  it('posts nothing by itself after closing', async () => {
    const before = (await story.get('state')).channels
    await story.post('advance', { minutes: 600 })
    const after = (await story.get('state')).channels
    expect(after).toEqual(before)
  })

  it('becomes a review of facts and messages, as a file in the channel and under a signed link', async () => {
    await story.post('message', { channel: war, user: 'ben', text: 'Graphs are back to normal, thanks all' })
    await story.command('ana', war, 'review')
    await story.settle()
    const message = (await story.messages(war)).findLast(one => one.files)
    expect(message?.files?.[0]?.name).toMatch(/^INC-1-review-\d+\.html$/)
    const file = await fetch(`${story.url}/_control/files/${message?.files?.[0]?.id}`).then(r => r.text())
    expect(file).toContain('Graphs are back to normal, thanks all')
    expect(file).toContain('Rolled back the release')
    const link =
      /http[^|>]+review\.html\?[^|>]+/.exec(JSON.stringify(message?.blocks))?.[0].replaceAll('&amp;', '&') ?? ''
    const served = await fetch(link)
    expect(served.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await served.text()).toBe(file)
    expect((await fetch(link.replace(/signature=.*/, 'signature=x'))).status).toBe(404)
  })

  it('is reopened only with a reason, and its promises start anew', async () => {
    await story.command('ana', war, 'reopen')
    expect((await story.submit('ana', {})).errors).toHaveProperty('reason')
    await story.submit('ana', { reason: 'It fails again for some' })
    await story.settle()
    const incident = await story.incident()
    expect(incident.status).toBe('investigating')
    expect(incident.timeline.find(isFact('reopened'))?.reason).toBe('It fails again for some')
    expect((await story.channel(war)).topic.value).toContain('Investigating (R) · IC @ben · next update')
  })

  it('survives a restart with everything in place', async () => {
    const before = await story.incident()
    await story.restart()
    expect(await story.incident()).toEqual(before)
    expect((await story.command('ana', war, 'show')).response?.text).toBe(
      'INC-1 Checkout is down: P1, SEV1, Investigating',
    )
  })
})

it('needs at most three Slack calls one after the other until the channel is dressed', async () => {
  const story = await tellStory()
  try {
    await story.command('ana', 'general', 'declare')
    await story.submit('ana', { title: 'Slow search', severity: 'SEV2', urgency: 'high' })
    await story.settle()
    const { entries } = (await story.get('log')) as unknown as {
      entries: readonly { method?: string; direction: string; at: string; durationMs: number }[]
    }
    const calls = entries.filter(entry => entry.direction === 'api').map(entry => entry.method ?? '')
    const after = calls.slice(calls.indexOf('conversations.create') + 1)
    // Depth one makes the channel; depth two dresses it, all at once; depth three pins the card that depth two posted.
    expect(calls.filter(method => method === 'conversations.create')).toHaveLength(1)
    expect(after.indexOf('pins.add')).toBeGreaterThan(after.indexOf('chat.postMessage'))
    for (const method of ['conversations.setTopic', 'conversations.setPurpose', 'conversations.invite'])
      expect(after).toContain(method)
  } finally {
    await story.end()
  }
})
