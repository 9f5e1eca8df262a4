import type { ModalView } from '@slack/types'
import { describe, expect, it } from 'vitest'
import type { Incidents } from '../../src/app/app.ts'
import { answerWithinMs } from '../../src/slack/answer.ts'
import { SHORTCUTS } from '../../src/slack/register.ts'
import { type Edge, edgeStarter, type Outcome } from '../helpers/slack-listener.ts'
import { command, messageShortcut, type OpenModal, opened, press, pressIn, shortcut, submission } from './payloads.ts'

const startEdge = edgeStarter()

function viewIn({ calls }: Pick<Outcome, 'calls'>): ModalView {
  return calls.find(call => call.method.startsWith('views.'))?.args.view as ModalView
}

function initialOf(view: ModalView, block: string): unknown {
  const found = view.blocks.find(one => one.block_id === block)
  return found && 'element' in found && 'initial_value' in found.element ? found.element.initial_value : undefined
}

async function openForm(edge: Edge, text = 'Checkout is down'): Promise<OpenModal> {
  edge.slack.expect('views.open')
  return opened(viewIn(await edge.send(command(text))))
}

/** A store that never answers. */
function hanging(): Incidents {
  const never = () => new Promise<never>(() => {})
  return {
    create: never,
    get: never,
    getByChannel: never,
    listOpen: never,
    declaredSince: never,
    withItemsOf: never,
    newest: never,
    withReviewOf: never,
    withOpenItems: never,
    inDigest: never,
    due: never,
    reschedule: never,
    replace: never,
  }
}

/** A store that is down. */
function failing(): Incidents {
  const fail = () => Promise.reject(new Error('connection refused by 10.0.0.7 at secret-host'))
  return {
    create: fail,
    get: fail,
    getByChannel: fail,
    listOpen: fail,
    declaredSince: fail,
    withItemsOf: fail,
    newest: fail,
    withReviewOf: fail,
    withOpenItems: fail,
    inDigest: fail,
    due: fail,
    reschedule: fail,
    replace: fail,
  }
}

describe('/incident', () => {
  it('opens the form as its first call, while the store does not answer', async () => {
    const edge = await startEdge({ incidents: hanging })
    edge.slack.expect('views.open')
    const { ack, calls } = await edge.send(command(''))
    expect(ack).toBeUndefined()
    expect(calls).toMatchObject([{ method: 'views.open', args: { view: { callback_id: 'declare' } } }])
  })

  it('opens the form in an incident’s channel too when the store is down', async () => {
    const edge = await startEdge({ incidents: failing })
    edge.slack.expect('views.open')
    const { calls } = await edge.send(command('', { channel: 'C0WARROOM', channelName: 'inc-1-checkout' }))
    expect(viewIn({ calls }).callback_id).toBe('declare')
  })

  it.each([
    ['inc-1-checkout', 'C0WARROOM'],
    ['privategroup', 'C0SECRET'],
  ])(
    'opens the form in #%s while its trigger lives, though the store does not answer',
    async (channelName, channel) => {
      const edge = await startEdge({ incidents: hanging })
      edge.slack.expect('views.open')
      const startedAt = performance.now()
      const { ack, calls, ackedAfterMs } = await edge.send(command('', { channel, channelName }))
      expect(ack).toBeUndefined()
      expect(viewIn({ calls }).callback_id).toBe('declare')
      expect(performance.now() - startedAt).toBeGreaterThan(950)
      expect(ackedAfterMs).toBeLessThan(2_000)
    },
  )

  it('uses the gesture’s own trigger', async () => {
    const edge = await startEdge()
    edge.slack.expect('views.open')
    const { calls } = await edge.send(command('', { triggerId: 'trigger.of.ana' }))
    expect(calls[0]?.args.trigger_id).toBe('trigger.of.ana')
  })

  it.each([
    'checkout is down',
    'status page is down',
    'update fails with error 500',
    'Acknowledge button broken on web',
  ])('fills in the title of “%s”', async title => {
    const edge = await startEdge({ incidents: failing })
    edge.slack.expect('views.open')
    const view = viewIn(await edge.send(command(title)))
    expect(view.callback_id).toBe('declare')
    expect(initialOf(view, 'title')).toBe(title)
  })

  it.each(['', 'declare '])('fills in a title as it was typed, after “%s”', async verb => {
    const edge = await startEdge({ incidents: failing })
    edge.slack.expect('views.open')
    const view = viewIn(await edge.send(command(`${verb}R&amp;D of <@U0BEN|ben> in <#C0LAB|lab> is &lt; 5 %`)))
    expect(initialOf(view, 'title')).toBe('R&D of @ben in #lab is < 5 %')
  })

  it('asks back instead of declaring when a word is close to a verb', async () => {
    const edge = await startEdge({ incidents: failing })
    const { ack, calls } = await edge.send(command('resolv'))
    expect(calls).toEqual([])
    expect(ack).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('Did you mean `/incident resolve'),
      blocks: [{ type: 'section' }, { type: 'actions', elements: [{ action_id: 'declare', value: 'resolv' }] }],
    })
  })

  it('asks back with the title as it was typed', async () => {
    const edge = await startEdge({ incidents: failing })
    const { ack } = await edge.send(command('resolv R&amp;D'))
    expect(ack).toMatchObject({ blocks: [{}, { elements: [{ value: 'resolv R&D' }] }] })
  })

  it('declares after all when that is what was meant', async () => {
    const edge = await startEdge({ incidents: failing })
    edge.slack.expect('views.open')
    const { ack, calls } = await edge.send(press('declare', 'resolv'))
    expect(ack).toBeUndefined()
    expect(initialOf(viewIn({ calls }), 'title')).toBe('resolv')
  })

  it('says so when Slack will not open the form', async () => {
    const edge = await startEdge()
    edge.slack.expect('views.open', { ok: false, error: 'expired_trigger_id' })
    const { ack } = await edge.send(command('checkout is down'))
    expect(ack).toMatchObject({ text: expect.stringContaining('please try again') })
  })
})

describe('a shortcut', () => {
  it('opens the form from anywhere', async () => {
    const edge = await startEdge({ incidents: failing })
    edge.slack.expect('views.open')
    const { ack, calls } = await edge.send(shortcut(SHORTCUTS.declare))
    expect(ack).toBeUndefined()
    expect(viewIn({ calls }).callback_id).toBe('declare')
  })

  it('on a message takes its first line as the title and all of it as the description', async () => {
    const edge = await startEdge()
    edge.slack.expect('views.open')
    const text = 'Payments &amp; refunds fail &lt;5 %\nsince 10:00'
    const view = viewIn(await edge.send(messageShortcut(SHORTCUTS.declareFromMessage, text)))
    expect(initialOf(view, 'title')).toBe('Payments & refunds fail <5 %')
    expect(initialOf(view, 'summary')).toBe('Payments & refunds fail <5 %\nsince 10:00')
  })
})

describe('the form', () => {
  it('shows the priority that follows from the choices, without the store', async () => {
    const edge = await startEdge({ incidents: failing })
    const modal = await openForm(edge)
    edge.slack.expect('views.update')
    const { calls } = await edge.send(pressIn(modal, 'severity', { filled: { severity: 'SEV1', urgency: 'high' } }))
    expect(calls).toMatchObject([{ method: 'views.update', args: { view_id: modal.id } }])
    const shown = JSON.stringify(viewIn({ calls }).blocks.find(block => block.block_id === 'priority'))
    expect(shown).toContain('*P1*: acknowledge in 5 min, updates every 30 min to Responders')
  })

  it('keeps what was typed and chosen when it is redrawn', async () => {
    const edge = await startEdge()
    const modal = await openForm(edge)
    edge.slack.expect('views.update')
    const filled = { summary: 'since 10:00', service: 'checkout', category: 'software', severity: 'SEV3' }
    const view = viewIn(await edge.send(pressIn(modal, 'category', { filled })))
    expect(initialOf(view, 'title')).toBe('Checkout is down')
    expect(initialOf(view, 'summary')).toBe('since 10:00')
    expect(view.blocks).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          block_id: 'severity',
          element: expect.objectContaining({ initial_option: expect.objectContaining({ value: 'SEV3' }) }),
        }),
        expect.objectContaining({
          block_id: 'service',
          element: expect.objectContaining({ initial_option: expect.objectContaining({ value: 'checkout' }) }),
        }),
        expect.objectContaining({ block_id: 'subcategory' }),
      ]),
    )
  })

  it('says that a private incident is told to nobody else', async () => {
    const edge = await startEdge()
    const modal = await openForm(edge)
    edge.slack.expect('views.update')
    const view = viewIn(await edge.send(pressIn(modal, 'private', { filled: { private: ['private'] } })))
    const shown = JSON.stringify(view.blocks.find(block => block.block_id === 'priority'))
    expect(shown).not.toMatch(/leadership|customers/)
    expect(view.blocks.find(block => block.block_id === 'private')).toMatchObject({
      element: { initial_options: [{ value: 'private' }] },
    })
  })

  it('that was sent meanwhile is not redrawn', async () => {
    const edge = await startEdge()
    const modal = await openForm(edge)
    edge.slack.expect('views.update', { ok: false, error: 'not_found' })
    expect((await edge.send(pressIn(modal, 'urgency'))).ack).toBeUndefined()
  })

  it('says at the title that it is missing', async () => {
    const edge = await startEdge()
    const modal = await openForm(edge)
    const { ack, calls } = await edge.send(submission(modal, { title: '   ' }))
    expect(ack).toEqual({
      response_action: 'errors',
      errors: { title: 'Give it a title that others recognise it by.' },
    })
    expect(calls).toEqual([])
    expect(await edge.app.incidents.listOpen()).toEqual([])
  })

  it('says at each field what is wrong with it', async () => {
    const edge = await startEdge()
    const modal = await openForm(edge)
    const { ack } = await edge.send(submission(modal, { title: 'x'.repeat(151), severity: undefined }))
    expect(ack).toEqual({
      response_action: 'errors',
      errors: { title: 'At most 150 characters.', severity: 'Choose a severity.' },
    })
  })

  it('makes an incident with channel, card, announcement and confirmation', async () => {
    const edge = await startEdge()
    const modal = await openForm(edge)
    const filled = { summary: 'Cards are refused', severity: 'SEV1', urgency: 'high', service: 'checkout' }
    const { ack, calls } = await edge.send(submission(modal, filled))
    expect(ack).toEqual({ response_action: 'clear' })
    expect(await edge.incident('INC-1')).toMatchObject({
      title: 'Checkout is down',
      summary: 'Cards are refused',
      priority: 'P1',
      service: 'checkout',
      reporter: 'U0ANA',
      channel: { id: 'C0NEW1', name: 'inc-1-checkout-is-down' },
      announcement: { channel: 'C0INCIDENTS' },
    })
    const [create] = calls
    expect(create).toMatchObject({
      method: 'conversations.create',
      args: { name: 'inc-1-checkout-is-down', is_private: false },
    })
    const posts = calls.filter(call => call.method === 'chat.postMessage').map(call => call.args.channel)
    expect(posts.sort()).toEqual(['C0INCIDENTS', 'C0NEW1', 'U0ANA'])
    expect(calls.map(call => call.method)).toEqual(
      expect.arrayContaining([
        'conversations.setTopic',
        'conversations.setPurpose',
        'conversations.invite',
        'pins.add',
      ]),
    )
  })

  it('keeps a private incident’s title out of the channel’s name and announces it nowhere', async () => {
    const edge = await startEdge()
    const modal = await openForm(edge, 'Payroll data leaked')
    const { calls } = await edge.send(submission(modal, { private: ['private'] }))
    expect(calls[0]).toMatchObject({ method: 'conversations.create', args: { name: 'inc-1', is_private: true } })
    const told = calls.filter(call => JSON.stringify(call.args).includes('Payroll'))
    expect(new Set(told.map(call => call.args.channel))).toEqual(new Set(['C0NEW1', 'U0ANA']))
  })

  it('goes on when an optional step is refused, and says so on the card', async () => {
    const edge = await startEdge()
    const modal = await openForm(edge)
    edge.slack.always('pins.add', { ok: false, error: 'restricted_action' })
    edge.slack.always('conversations.setPurpose', { ok: false, error: 'restricted_action' })
    edge.slack.always('conversations.invite', { ok: false, error: 'ura_max_channels' })
    const { calls } = await edge.send(submission(modal))
    const incident = await edge.incident('INC-1')
    expect(incident).toMatchObject({ channel: { id: 'C0NEW1' }, announcement: { channel: 'C0INCIDENTS' } })
    const card = calls.findLast(call => call.method === 'chat.update' && call.args.channel === 'C0NEW1')
    const shown = JSON.stringify(card?.args.blocks)
    expect(shown).toContain(
      'Sitrep could not set the channel’s purpose (Slack does not let Sitrep do it: ask an admin of the workspace).',
    )
    expect(incident.timeline).toContainEqual(expect.objectContaining({ what: 'pin the incident card' }))
    expect(incident.timeline).toContainEqual(
      expect.objectContaining({ type: 'people-invited', failed: [{ who: 'U0ANA', reason: 'ura_max_channels' }] }),
    )
  })

  it('tells the reporter when there can be no channel', async () => {
    const edge = await startEdge()
    const modal = await openForm(edge)
    edge.slack.always('conversations.create', { ok: false, error: 'restricted_action' })
    const { ack, calls } = await edge.send(submission(modal))
    expect(ack).toEqual({ response_action: 'clear' })
    expect(calls.map(call => call.method)).toEqual(['conversations.create', 'chat.postMessage'])
    expect(calls[1]?.args).toMatchObject({
      channel: 'U0ANA',
      text: 'INC-1 is recorded, but its channel could not be opened (Slack does not let Sitrep do it: ask an admin of the workspace).',
    })
  })

  it('makes one incident however often it is sent', async () => {
    const edge = await startEdge()
    const modal = await openForm(edge)
    const outcomes = await Promise.all([1, 2, 3].map(() => edge.send(submission(modal))))
    expect(outcomes.map(({ ack }) => ack)).toEqual(Array(3).fill({ response_action: 'clear' }))
    await edge.send(submission(modal))
    expect(await edge.app.incidents.listOpen()).toHaveLength(1)
    expect(edge.slack.calls.filter(call => call.method === 'conversations.create')).toHaveLength(1)
  })

  it('makes two incidents when it was opened twice', async () => {
    const edge = await startEdge()
    const [first, second] = [await openForm(edge), await openForm(edge)]
    await edge.send(submission(first))
    await edge.send(submission(second))
    expect((await edge.app.incidents.listOpen()).map(incident => incident.id)).toEqual(['INC-2', 'INC-1'])
  })

  it('stays open with an error while the store is down, and leaves nothing half-made', async () => {
    let isDown = true
    const edge = await startEdge({
      incidents: real => ({
        ...real,
        create: (id, build) => (isDown ? failing().create(id, build) : real.create(id, build)),
      }),
    })
    const modal = await openForm(edge)
    const { ack, calls } = await edge.send(submission(modal))
    expect(ack).toMatchObject({
      response_action: 'errors',
      errors: { title: expect.stringMatching(/reference \w{8}/) },
    })
    expect(JSON.stringify(ack)).not.toMatch(/secret-host| at /)
    expect(calls).toEqual([])
    expect(edge.takeErrors()).toMatchObject([{ fields: { reference: '00000001', modal: 'declare' } }])

    isDown = false
    expect((await edge.send(submission(modal))).ack).toEqual({ response_action: 'clear' })
    expect(await edge.app.incidents.listOpen()).toHaveLength(1)
  })

  it('tells within three seconds that the store is slow; what was stored late is one incident', async () => {
    let letGo = () => {}
    const slow = new Promise<void>(resolve => {
      letGo = resolve
    })
    const edge = await startEdge({
      incidents: real => ({ ...real, create: async (id, build) => slow.then(() => real.create(id, build)) }),
    })
    const modal = await openForm(edge)
    const late = edge.send(submission(modal))
    const timer = setTimeout(letGo, answerWithinMs + 200)
    const { ack, ackedAfterMs } = await late
    clearTimeout(timer)
    letGo()
    expect(ack).toMatchObject({ errors: { title: expect.stringContaining('nothing will be done twice') } })
    expect(ackedAfterMs).toBeLessThan(3_000)
    expect((await edge.send(submission(modal))).ack).toEqual({ response_action: 'clear' })
    await edge.app.background.idle()
    expect(await edge.app.incidents.listOpen()).toHaveLength(1)
  })
})
