import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../src/domain/policy.ts'
import { verbs } from '../../src/slack/commands/index.ts'
import { policy } from '../helpers/incidents.ts'
import { type Edge, edgeStarter } from '../helpers/slack-listener.ts'
import { command, opened, submission } from './payloads.ts'

const startEdge = edgeStarter()
const here = { channel: 'C0WARROOM', channelName: 'inc-1' }

/** Types it in the incident's channel; answers what the person reads. */
async function type(edge: Edge, text: string, where: Parameters<typeof command>[1] = here): Promise<string> {
  const { ack } = await edge.send(command(text, where))
  const { text: answer = '' } = (ack as { text?: string } | undefined) ?? {}
  return answer.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

async function opensForm(edge: Edge, text: string, callback: string) {
  edge.slack.expect('views.open')
  const { ack, calls } = await edge.send(command(text, here))
  expect(ack).toBeUndefined()
  expect(calls.at(0)?.args.view).toMatchObject({ callback_id: callback })
}

async function seeded() {
  const edge = await startEdge()
  await edge.seed()
  return edge
}

const facts = async (edge: Edge) => (await edge.incident('INC-1')).timeline.map(fact => fact.type)

describe('/incident in an incident’s channel', () => {
  it('offers what fits the status', async () => {
    const edge = await seeded()
    await opensForm(edge, '', 'tray')
  })

  it('answers only the person who typed', async () => {
    const edge = await seeded()
    const { ack } = await edge.send(command('ack', here))
    expect(ack).toMatchObject({ response_type: 'ephemeral' })
  })

  it('acknowledges, once, and the card and the topic follow', async () => {
    const edge = await seeded()
    const { ack, calls } = await edge.send(command('ack', here))
    expect(ack).toMatchObject({ text: expect.stringContaining('You acknowledged INC-1. Nobody leads it yet') })
    expect(calls.map(call => call.method)).toEqual(expect.arrayContaining(['chat.update']))
    expect(await type(edge, 'acknowledge')).toContain('INC-1 was acknowledged before.')
    expect((await facts(edge)).filter(fact => fact === 'acknowledged')).toHaveLength(1)
  })

  it('does nothing the second time when Slack delivers the same command again', async () => {
    const edge = await seeded()
    const same = command('note the fix is out', { ...here, triggerId: 'trigger.once' })
    await edge.send(same)
    await edge.send(same)
    expect((await facts(edge)).filter(fact => fact === 'noted')).toHaveLength(1)
  })

  it.each([
    ['role commander <@U0BEN|ben>', 'commander', 'U0BEN', '@name-of-U0BEN is now Incident commander'],
    ['role <@U0BEN|ben> comms', 'communications', 'U0BEN', '@name-of-U0BEN is now Communications lead'],
    ['role ic', 'commander', 'U0ANA', 'You are now Incident commander'],
    ['role me scribe', 'scribe', 'U0ANA', 'You are now Scribe'],
    ['role ops to <@U0BEN>', 'operations', 'U0BEN', '@name-of-U0BEN is now Operations lead'],
    ['role <@U0BEN|ben> is incident commander', 'commander', 'U0BEN', '@name-of-U0BEN is now Incident commander'],
    ['roles Communications Lead me', 'communications', 'U0ANA', 'You are now Communications lead'],
  ] as const)('understands “%s”', async (text, role, user, answer) => {
    const edge = await seeded()
    expect(await type(edge, text)).toContain(answer)
    expect((await edge.incident('INC-1')).roles).toEqual({ [role]: user })
  })

  it('adds whoever takes a role to the channel', async () => {
    const edge = await seeded()
    const { calls } = await edge.send(command('role commander <@U0BEN|ben>', here))
    expect(calls).toContainEqual(
      expect.objectContaining({
        method: 'conversations.invite',
        args: expect.objectContaining({ channel: 'C0WARROOM', users: 'U0BEN' }),
      }),
    )
  })

  it('says which roles there are when it does not know one', async () => {
    const edge = await seeded()
    expect(await type(edge, 'role captain <@U0BEN>')).toContain('There is no such role. Roles are `commander`')
    expect(await type(edge, 'role commander @ben')).toContain('I cannot tell who that is')
    expect((await edge.incident('INC-1')).roles).toEqual({})
  })

  it.each([
    ['role', 'role'],
    ['severity', 'severity'],
    ['urgency', 'severity'],
    ['update', 'update'],
    ['note', 'note'],
    ['resolve', 'resolve'],
    ['cancel', 'cancel'],
  ])('opens the form of %s when nothing else is said', async (text, callback) => {
    const edge = await seeded()
    await opensForm(edge, text, callback)
  })

  it.each([
    ['severity SEV2', 'INC-1 is now SEV2. That makes it P1, with an update every 30 min.'],
    ['sev 3', 'INC-1 is now SEV3. That makes it P2, with an update every 1 h.'],
    ['severity sev1', 'INC-1 is SEV1 already.'],
    ['severity 9', 'Severities are SEV1 (worst) to SEV4'],
    ['urgency LOW', 'The urgency of INC-1 is now low. That makes it P2, with an update every 1 h.'],
    ['urgency high', 'The urgency of INC-1 is high already.'],
    ['urgency huge', 'Urgencies are high, medium and low'],
  ])('answers “%s”', async (text, answer) => {
    const edge = await seeded()
    expect(await type(edge, text)).toContain(answer)
  })

  it.each([
    ['investigating', 'investigating'],
    ['fixing', 'fixing'],
    ['monitoring', 'monitoring'],
    ['phase fixing', 'fixing'],
    ['stage Monitoring', 'monitoring'],
  ] as const)('moves the incident on “%s”', async (text, status) => {
    const edge = await seeded()
    expect(await type(edge, text)).toContain('INC-1 moved from Triage to')
    expect((await edge.incident('INC-1')).status).toBe(status)
    expect(await type(edge, text)).toContain('already')
  })

  it('says where a phase can go', async () => {
    const edge = await seeded()
    expect(await type(edge, 'phase sideways')).toContain('`/incident phase <status>`, with `investigating`')
    await type(edge, 'fixing')
    expect(await type(edge, 'phase triage')).toContain('INC-1 is past triage')
  })

  it('writes a note as it was typed, line breaks included', async () => {
    const edge = await seeded()
    expect(await type(edge, 'note  rolled back\n  to 1.2  ')).toBe('Noted on the timeline of INC-1.')
    expect((await edge.incident('INC-1')).timeline.at(-1)).toMatchObject({
      type: 'noted',
      text: 'rolled back\n  to 1.2',
    })
  })

  describe('keeps what was typed, not how Slack sends it,', () => {
    const sent = 'ask <@U0BEN|ben> in <#C0SHOP|shop> about R&amp;D: 1 &lt; 2, <!subteam^S0OPS|@ops> &lt;@U0EVE&gt;'
    const typed = 'ask @ben in #shop about R&D: 1 < 2, @ops <@U0EVE>'

    it('in a note', async () => {
      const edge = await seeded()
      await type(edge, `note ${sent}`)
      expect((await edge.incident('INC-1')).timeline.at(-1)).toMatchObject({ type: 'noted', text: typed })
    })

    it('in what fixed it, and in why it is not over', async () => {
      const edge = await seeded()
      await type(edge, `resolve ${sent}`)
      expect(await edge.incident('INC-1')).toMatchObject({ status: 'resolved', resolution: typed })
      await type(edge, `reopen ${sent}`)
      const { timeline } = await edge.incident('INC-1')
      expect(timeline.find(fact => fact.type === 'reopened')).toMatchObject({ reason: typed })
    })

    it.each(['cancel', 'phase cancel'])('in why it is none, after “%s”', async words => {
      const edge = await seeded()
      await type(edge, `${words} ${sent}`)
      const { timeline } = await edge.incident('INC-1')
      expect(timeline.find(fact => fact.type === 'cancelled')).toMatchObject({ reason: typed })
    })

    it('also where the mention comes without a name, or is none', async () => {
      const edge = await seeded()
      await type(edge, 'note <@U0BEN> said in <#C0SHOP>: use <b>, a < b')
      expect((await edge.incident('INC-1')).timeline.at(-1)).toMatchObject({
        text: '@U0BEN said in #C0SHOP: use <b>, a < b',
      })
    })
  })

  it('shows the incident and its last facts', async () => {
    const edge = await seeded()
    await type(edge, 'note disk is <full> & read-only')
    const { ack } = await edge.send(command('show', here))
    const shown = JSON.stringify(ack)
    expect(shown).toContain('INC-1 Checkout is down')
    expect(shown).toContain('@name-of-U0ANA noted: disk is &lt;full&gt; &amp; read-only')
  })

  it('shows what people want to read, with names for channels, and none of its own bookkeeping', async () => {
    const edge = await seeded()
    const shown = JSON.stringify((await edge.send(command('show', here))).ack)
    expect(shown).toContain('Sitrep announced the incident in #name-of-C0INCIDENTS')
    expect(await facts(edge)).toContain('card-posted')
    expect(shown).not.toContain('posted the incident card')
  })

  it('shows which groups were invited, by their handles', async () => {
    const edge = await startEdge({ policy: parsePolicy({ invite: { userGroups: ['S0OPS'] } }, policy) })
    edge.slack.always('usergroups.list', { usergroups: [{ id: 'S0OPS', handle: 'ops' }] })
    edge.slack.expect('views.open')
    const { calls } = await edge.send(command('declare Search is slow', here))
    await edge.send(submission(opened(calls[0]?.args.view)))
    const shown = JSON.stringify((await edge.send(command('INC-1 show', here))).ack)
    expect(shown).toContain('Sitrep invited @name-of-U0ANA, @ops')
  })

  it('resolves, closes and reopens with what was said', async () => {
    const edge = await seeded()
    expect(await type(edge, 'resolve rolled back')).toContain('INC-1 is resolved.')
    expect(await edge.incident('INC-1')).toMatchObject({ status: 'resolved', resolution: 'rolled back' })
    expect(await type(edge, 'resolve again')).toContain('INC-1 is already resolved.')
    expect(await type(edge, 'reopen it is back')).toContain('INC-1 is open again')
    expect(await type(edge, 'reopen it is back')).toContain('there is nothing to reopen')
    expect((await edge.incident('INC-1')).status).toBe('investigating')
  })

  it('opens the form to reopen when no reason was given, and refuses one that says nothing', async () => {
    const edge = await seeded()
    await type(edge, 'resolve rolled back')
    await opensForm(edge, 'reopen', 'reopen')
    expect(await type(edge, 'reopen x')).toContain('Say why')
  })

  it('says what is missing before closing, with the button that asks for it', async () => {
    const edge = await seeded()
    await type(edge, 'resolve rolled back')
    const { ack } = await edge.send(command('close', here))
    expect(ack).toMatchObject({
      text: 'INC-1 cannot be closed yet. Still missing: an incident commander, the service, the category.',
      blocks: [{ type: 'section' }, { type: 'actions', elements: [{ action_id: 'close', value: 'INC-1' }] }],
    })
    expect((await edge.incident('INC-1')).status).toBe('resolved')
  })

  it('closes a resolved incident that has all it needs', async () => {
    const edge = await startEdge()
    await edge.seed({ service: 'checkout', category: 'software' })
    await type(edge, 'role commander me')
    await type(edge, 'resolve rolled back')
    expect(await type(edge, 'close')).toContain('INC-1 is closed.')
    expect((await edge.incident('INC-1')).status).toBe('closed')
  })

  it.each([
    ['close', 'Resolve it first: `/incident resolve` asks what fixed it.'],
    ['phase close', 'Resolve it first'],
    ['reopen because', 'there is nothing to reopen'],
    ['cancel x', 'Say why'],
    ['merge', 'No other incident is open that you can see. If it is not one, use `/incident cancel <reason>`.'],
    ['merge the other one', 'Name the incident to go on with'],
    ['merge INC-1', 'cannot be merged into itself'],
    ['merge INC-99', 'There is no INC-99 that you can see.'],
  ])('refuses “%s” and says what to do', async (text, refusal) => {
    const edge = await seeded()
    expect(await type(edge, text)).toContain(refusal)
    expect((await edge.incident('INC-1')).status).toBe('triage')
  })

  it.each(['ack', 'severity 2', 'urgency low', 'fixing', 'resolve done', 'update', 'merge', 'merge INC-2'])(
    'refuses “%s” on a cancelled incident and names reopening',
    async text => {
      const edge = await seeded()
      await edge.seed({ channel: 'C0OTHER' })
      expect(await type(edge, 'cancel a false alarm')).toContain('INC-1 is cancelled.')
      expect(await type(edge, text)).toContain('reopen it first: `/incident reopen <reason>`')
    },
  )

  it('merges into an incident that goes on', async () => {
    const edge = await seeded()
    await edge.seed({ channel: 'C0OTHER', title: 'The same' })
    expect(await type(edge, 'merge inc-2')).toBe('INC-1 is merged into INC-2. Go on there.')
    expect(await type(edge, 'ack')).toContain('It was merged into INC-2: go on there.')
  })

  it('builds the review', async () => {
    const edge = await seeded()
    edge.slack.always('conversations.history', { messages: [] })
    edge.slack.expect('files.getUploadURLExternal', { ok: false, error: 'file_uploads_disabled' })
    expect(await type(edge, 'review')).toContain('Building the review of INC-1 (HTML).')
    expect(await facts(edge)).toContain('review-requested')
  })

  it.each([
    ['review pdf', 'Building the review of INC-1 (PDF).'],
    ['review md', 'Building the review of INC-1 (Markdown).'],
    ['review transcript', 'Building the review of INC-1 (Transcript as CSV).'],
    ['review sanitised', 'Building the review of INC-1 as Customers may read it (HTML).'],
    ['review sanitised leadership pdf', 'Building the review of INC-1 as Leadership may read it (PDF).'],
    ['review sanitised customers transcript', 'For an audience, the review is HTML, PDF, Markdown or JSON'],
    ['review sanitized Leadership', 'Building the review of INC-1 as Leadership may read it (HTML).'],
    ['review sanitised pets', 'There is no audience “pets”. Name one of these: responders, leadership,'],
    ['review sanitised legal', 'Legal do not hear of INC-1, so there is no review of it for them.'],
    ['review word', 'A review can be `html`, `pdf`, `markdown`, `json` or the channel’s `canvas`'],
  ])('builds what was asked for with %s', async (text, answer) => {
    const edge = await seeded()
    edge.slack.always('conversations.history', { messages: [] })
    edge.slack.always('files.getUploadURLExternal', { ok: false, error: 'file_uploads_disabled' })
    expect(await type(edge, text)).toContain(answer)
  })

  it('lists the open incidents, the most pressing first', async () => {
    const edge = await seeded()
    await edge.seed({ channel: 'C0MINOR', title: 'Typo', severity: 'SEV4', urgency: 'low' })
    await edge.seed({ channel: 'C0MAJOR', title: 'No login', severity: 'SEV1' })
    expect(await type(edge, 'list')).toBe(
      ['INC-1 Checkout is down (P1, Triage)', 'INC-3 No login (P1, Triage)', 'INC-2 Typo (P4, Triage)'].join('\n'),
    )
  })

  it('says that nothing is open', async () => {
    const edge = await startEdge()
    expect(await type(edge, 'list')).toContain('No incident is open.')
  })

  it('shows in its help every verb, and each one’s other names', async () => {
    const edge = await startEdge()
    const { ack } = await edge.send(command('help', {}))
    const { text = '', blocks = [] } = ack as { text?: string; blocks?: { text?: { text: string } }[] }
    const shown = blocks
      .map(block => block.text?.text ?? '')
      .join('\n')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
    for (const { usage, help } of verbs) {
      expect(shown).toContain(`\`/incident ${usage}\`  ${help}`)
      expect(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>')).toContain(usage)
    }
    expect(await type(edge, 'help review')).toContain('Also: `pir`')
    expect(await type(edge, 'help dance')).toContain('There is no `dance`.')
  })

  it('declares another with the verb', async () => {
    const edge = await seeded()
    await opensForm(edge, 'declare Search is slow', 'declare')
  })
})

describe('/incident anywhere else', () => {
  it.each(['INC-1 ack', 'inc-1 ack', 'ack INC-1'])('takes the incident’s number: “%s”', async text => {
    const edge = await seeded()
    expect(await type(edge, text, {})).toContain('You acknowledged INC-1.')
  })

  it('shows an incident that is only named', async () => {
    const edge = await seeded()
    expect(await type(edge, 'INC-1', {})).toContain('INC-1 Checkout is down')
  })

  it('says that this channel belongs to no incident', async () => {
    const edge = await seeded()
    expect(await type(edge, 'ack', {})).toContain('This channel belongs to no incident.')
  })

  it('asks back on a slip behind the number too', async () => {
    const edge = await seeded()
    expect(await type(edge, 'INC-1 resolv rolled back', {})).toContain('Did you mean `/incident resolve')
  })
})
