import { readFileSync } from 'node:fs'
import type { ActionsBlock, ModalView } from '@slack/types'
import { describe, expect, it } from 'vitest'
import { decide } from '../../src/app/incidents.ts'
import { buttons } from '../../src/slack/actions/index.ts'
import { told } from '../helpers/incidents.ts'
import { type Edge, edgeStarter, type Outcome } from '../helpers/slack-listener.ts'
import { command, type OpenModal, opened, press, pressIn, submission } from './payloads.ts'
import type { Call } from './web-api.ts'

const startEdge = edgeStarter()
const here = { channel: 'C0WARROOM' }

async function seeded() {
  const edge = await startEdge()
  await edge.seed()
  return edge
}

async function resolved() {
  const edge = await seeded()
  await edge.send(command('resolve rolled back', here))
  return edge
}

/** What the person who pressed reads below the message. */
async function answered(edge: Edge, action: string, value = 'INC-1'): Promise<string> {
  edge.slack.expect('response_url')
  const { calls } = await edge.send(press(action, value, here))
  const reply = calls.find(call => call.method === 'response_url')?.args
  expect(reply).toMatchObject({ response_type: 'ephemeral', replace_original: false })
  return String(reply?.text)
}

const modalIn = ({ calls }: Outcome): ModalView =>
  calls.find(call => call.method === 'views.open' || call.method === 'views.push')?.args.view as ModalView

async function openTray(edge: Edge): Promise<OpenModal> {
  edge.slack.expect('views.open')
  return opened(modalIn(await edge.send(command('', { ...here, channelName: 'inc-1' }))))
}

async function openWith(edge: Edge, action: string): Promise<OpenModal> {
  edge.slack.expect('views.open')
  return opened(modalIn(await edge.send(press(action, 'INC-1', here))))
}

describe('a button on the card', () => {
  it('acknowledges; the card says so, nobody is answered', async () => {
    const edge = await seeded()
    const { calls } = await edge.send(press('acknowledge', 'INC-1', here))
    expect((await edge.incident('INC-1')).acknowledgedAt).toBeInstanceOf(Date)
    const card = calls.find(call => call.method === 'chat.update' && call.args.channel === 'C0WARROOM')
    expect(JSON.stringify(card?.args.blocks)).toContain('Acknowledged <!date')
  })

  it('changes nothing the second time when Slack delivers the same press again', async () => {
    const edge = await seeded()
    const same = press('phase_investigating', 'INC-1', { ...here, triggerId: 'trigger.once' })
    edge.slack.expect('response_url')
    await edge.send(same)
    const { version } = await edge.incident('INC-1')
    const { calls } = await edge.send(same)
    expect(calls).toEqual([])
    expect((await edge.incident('INC-1')).version).toBe(version)
  })

  it.each(['commander', 'communications', 'operations', 'scribe', 'deputy'] as const)(
    'gives the role %s to whoever presses, with what is expected',
    async role => {
      const edge = await seeded()
      expect(await answered(edge, `take_role_${role}`)).toMatch(/^You are now .* of INC-1\. You /)
      expect((await edge.incident('INC-1')).roles[role]).toBe('U0ANA')
    },
  )

  it('tells who wants a role that somebody else has just taken, and changes nothing', async () => {
    const edge = await seeded()
    await edge.send(command('role commander me', { ...here, user: 'U0BEN' }))
    const { version } = await edge.incident('INC-1')
    expect(await answered(edge, 'take_role_commander')).toBe(
      'Somebody else was faster: INC-1 has its Incident commander. To take over, use `/incident role commander`.',
    )
    expect(await edge.incident('INC-1')).toMatchObject({ version, roles: { commander: 'U0BEN' } })
  })

  it.each(['investigating', 'fixing', 'monitoring'] as const)('moves to %s', async status => {
    const edge = await seeded()
    expect(await answered(edge, `phase_${status}`)).toContain('moved from Triage to')
    expect((await edge.incident('INC-1')).status).toBe(status)
  })

  it('tells whoever presses an old button why it does not go', async () => {
    const edge = await resolved()
    expect(await answered(edge, 'phase_fixing')).toContain('reopen it first')
    expect(await answered(edge, 'acknowledge')).toContain('reopen it first')
    expect(await answered(edge, 'no_change')).toContain('reopen it first')
    expect(await answered(edge, 'update')).toContain('reopen it first')
    expect(await answered(edge, 'change_severity')).toContain('reopen it first')
    expect(await answered(edge, 'resolve')).toContain('already resolved')
    expect(await answered(edge, 'merge')).toContain('reopen it first')
    await edge.send(command('reopen it is back', here))
    await edge.send(command('fixing', here))
    expect(await answered(edge, 'phase_triage')).toContain('past triage')
    expect(await answered(edge, 'close')).toContain('Resolve it first')
  })

  it('reports no change once, however often it is pressed', async () => {
    const edge = await seeded()
    await decide(edge.app, 'INC-1', {
      by: { by: 'sitrep', via: 'bot' },
      run: told,
      input: { policy: edge.app.policy },
    })
    expect(await answered(edge, 'no_change')).toBe('Told everybody that INC-1 goes on without a change.')
    await answered(edge, 'no_change')
    await edge.send(command('nochange', here))
    await edge.send(command('same', here))
    const written = (await edge.incident('INC-1')).timeline.filter(fact => fact.type === 'update-written')
    expect(written.map(({ kind }) => kind)).toEqual(['report', 'no-change'])
    const posts = edge.slack.calls.filter(call => call.method === 'chat.postMessage').map(call => call.args.channel)
    expect(posts.sort()).toEqual(['C0CUSTOMERS', 'C0LEADERSHIP', 'C0SUPPORT', 'C0WARROOM'])
  })

  it('builds the review', async () => {
    const edge = await resolved()
    edge.slack.always('conversations.history', { messages: [] })
    edge.slack.expect('files.getUploadURLExternal', { ok: false, error: 'file_uploads_disabled' })
    expect(await answered(edge, 'review')).toContain('Building the review of INC-1 (HTML).')
  })

  it('builds one review for two presses, and another once that one is there', async () => {
    const edge = await resolved()
    const requested = async () =>
      (await edge.incident('INC-1')).timeline.filter(fact => fact.type === 'review-requested').length
    edge.slack.always('conversations.history', { ok: false, error: 'internal_error' })
    edge.slack.always('files.getUploadURLExternal', { ok: false, error: 'file_uploads_disabled' })
    await answered(edge, 'review')
    expect(await answered(edge, 'review')).toContain('Building the review of INC-1 (HTML).')
    expect(await requested()).toBe(1)
    edge.slack.always('conversations.history', { messages: [] })
    edge.advance(10)
    await edge.send(command('note it is over', here))
    await answered(edge, 'review')
    expect(await requested()).toBe(2)
  })

  it.each([
    ['update', 'Update INC-1'],
    ['change_severity', 'Priority of INC-1'],
    ['give_role', 'Roles in INC-1'],
    ['add_note', 'Note on INC-1'],
    ['resolve', 'Resolve INC-1'],
    ['cancel', 'Cancel INC-1'],
  ])('%s opens its form', async (action, title) => {
    const edge = await seeded()
    const { view } = await openWith(edge, action)
    expect(view).toMatchObject({ title: { text: title } })
  })

  it('that is known no more is acknowledged and left alone', async () => {
    const edge = await seeded()
    const { calls } = await edge.send(press('was_removed', 'INC-1', here))
    expect(calls).toEqual([])
  })

  it('is refused to people of another company', async () => {
    const edge = await seeded()
    edge.slack.expect('response_url')
    const { calls } = await edge.send(press('acknowledge', 'INC-1', { ...here, user: 'U0EVE', team: 'T0OTHER' }))
    expect(calls).toMatchObject([
      { method: 'response_url', args: { text: expect.stringContaining('Only people of the workspace') } },
    ])
    expect((await edge.incident('INC-1')).acknowledgedAt).toBeUndefined()
  })

  it('makes it private at once, and says what Sitrep cannot do about a public channel', async () => {
    const edge = await seeded()
    expect(await answered(edge, 'make_private')).toMatch(/private from now on.*But the channel itself is public/)
    expect(await edge.incident('INC-1')).toMatchObject({ isPrivate: true })
    expect((await edge.incident('INC-1')).announcement).toBeUndefined()
    expect(edge.slack.calls).toContainEqual(
      expect.objectContaining({ method: 'chat.delete', args: { channel: 'C0INCIDENTS', ts: '8.8' } }),
    )
  })

  it('makes it public again only by two people', async () => {
    const edge = await startEdge()
    await edge.seed({ isPrivate: true, reporter: 'U0EVE' })
    expect(await answered(edge, 'propose_disclosure')).toContain('has a day to agree')
    expect(await answered(edge, 'approve_disclosure')).toContain('somebody else has to agree')
    expect(await edge.incident('INC-1')).toMatchObject({ isPrivate: true })
    edge.slack.expect('response_url')
    await edge.send(press('approve_disclosure', 'INC-1', { ...here, user: 'U0EVE' }))
    expect(await edge.incident('INC-1')).toMatchObject({ isPrivate: false, announcement: { channel: 'C0INCIDENTS' } })
  })

  it('lets whoever wants to join into the channel, once while that is being done', async () => {
    const edge = await startEdge()
    await edge.seed()
    expect(await answered(edge, 'join')).toContain('Adding you to #inc-1.')
    expect(edge.slack.calls.filter(({ method }) => method === 'conversations.invite').map(({ args }) => args)).toEqual([
      expect.objectContaining({ channel: 'C0WARROOM', users: 'U0ANA' }),
    ])
    edge.slack.always('users.conversations', { channels: [{ id: 'C0WARROOM' }] })
    expect(await answered(edge, 'join')).toContain('You are in #inc-1 already.')
    expect((await edge.incident('INC-1')).timeline.filter(({ type }) => type === 'person-added')).toHaveLength(1)
  })

  it('refuses to let in where Slack keeps the channel private', async () => {
    const edge = await startEdge()
    await edge.seed({ isPrivate: true, reporter: 'U0EVE' })
    expect(await answered(edge, 'join')).toContain('The channel of INC-1 is private.')
    await answered(edge, 'propose_disclosure')
    edge.slack.expect('response_url')
    await edge.send(press('approve_disclosure', 'INC-1', { ...here, user: 'U0EVE' }))
    expect(await answered(edge, 'join')).toContain('The channel of INC-1 is private.')
  })

  it('subscribes once to what is going on, and ends it', async () => {
    const edge = await startEdge()
    await edge.seed()
    expect(await answered(edge, 'subscribe')).toContain('You are subscribed to INC-1.')
    expect(await answered(edge, 'subscribe')).toContain('You subscribed to INC-1 already.')
    expect(await edge.app.subscriptions.of('U0ANA')).toEqual([{ kind: 'incident', of: 'INC-1' }])
    edge.slack.expect('response_url')
    await edge.send(press('unsubscribe', 'incident:INC-1', here))
    expect(await edge.app.subscriptions.of('U0ANA')).toEqual([])
    await edge.send(command('INC-1 cancel a false alarm'))
    expect(await answered(edge, 'subscribe')).toContain('there will be no more updates')
  })

  it('is tested here or where readers press it, every one of them', () => {
    const elsewhere = {
      'build-review.test.ts': ['read_review', 'list_reviews'],
      'action-items.test.ts': ['add_item', 'drop_item', 'edit_item', 'item_done', 'move_item', 'reopen_item'],
      'respond.test.ts': [
        'answer_question',
        'decline_question',
        'feedback',
        'have_what_i_need',
        'not_the_same',
        'questions',
        'rate_helpful',
        'rate_not_helpful',
        'read_whole',
        'same_as',
        'still_need',
      ],
      '../stories/questions.test.ts': ['answers', 'answers_it', 'ask_anyway'],
      'write-review.test.ts': [
        'write_review',
        'write_section',
        'section_history',
        'restore_version',
        'five_whys',
        'assign_review',
      ],
      '../stories/board.test.ts': [
        'board',
        'confirm_finding',
        'reopen_finding',
        'explain_finding',
        'milestones',
        'rule_out',
        'state_decision',
        'state_hypothesis',
        'what_led',
        'withdraw_finding',
      ],
      '../stories/timeline.test.ts': [
        'put_on_timeline',
        'take_off_timeline',
        'timeline',
        'timeline_newer',
        'timeline_older',
      ],
      '../stories/adjust-audiences.test.ts': ['stakeholders', 'adjust_audience', 'undo_adjustment'],
      '../stories/feedback.test.ts': ['rate', 'rating_line'],
      '../stories/figures.test.ts': ['metrics'],
      '../stories/found-people.test.ts': ['keep_person', 'remove_person'],
    }
    for (const [file, ids] of Object.entries(elsewhere)) {
      const text = readFileSync(new URL(file, import.meta.url), 'utf8')
      for (const id of ids) expect(text, `${file} presses ${id}`).toContain(`'${id}'`)
    }
    const tested = [
      ...Object.values(elsewhere).flat(),
      'declare',
      'acknowledge',
      'take_role_commander',
      'take_role_communications',
      'take_role_operations',
      'take_role_scribe',
      'take_role_deputy',
      'phase_triage',
      'phase_investigating',
      'phase_fixing',
      'phase_monitoring',
      'copy_update',
      'correct_update',
      'retry_update',
      'discard_draft',
      'save_draft',
      'update',
      'no_change',
      'snooze',
      'change_severity',
      'give_role',
      'add_note',
      'resolve',
      'close',
      'reopen',
      'cancel',
      'merge',
      'make_private',
      'propose_disclosure',
      'approve_disclosure',
      'fix_confirm',
      'fix_dispute',
      'answer_dispute',
      'follow_ups',
      'follow_up_done',
      'publish_review',
      'comms',
      'comms_file',
      'review',
      'join',
      'subscribe',
      'unsubscribe',
      'severity',
      'urgency',
      'category',
      'private',
    ]
    expect(buttons.map(button => button.id).sort()).toEqual(tested.sort())
  })
})

describe('closing', () => {
  it('opens the form with what is missing, and closes with what was filled in', async () => {
    const edge = await resolved()
    const modal = await openWith(edge, 'close')
    expect(modal.view.blocks.filter(block => block.type === 'input').map(block => block.block_id)).toEqual([
      'commander',
      'service',
      'category',
    ])
    const filled = { commander: 'U0BEN', service: 'checkout', category: 'software' }
    expect((await edge.send(submission(modal, filled))).ack).toEqual({ response_action: 'clear' })
    expect(await edge.incident('INC-1')).toMatchObject({ status: 'closed', ...{ service: 'checkout' } })
  })

  it('changes nothing as long as something is missing', async () => {
    const edge = await resolved()
    const modal = await openWith(edge, 'close')
    const before = await edge.incident('INC-1')
    const { ack } = await edge.send(submission(modal, { service: 'checkout' }))
    expect(ack).toMatchObject({ response_action: 'errors', errors: { commander: expect.stringContaining('missing') } })
    expect(await edge.incident('INC-1')).toEqual(before)
  })

  it('asks nothing when nothing is missing', async () => {
    const edge = await startEdge()
    await edge.seed({ service: 'checkout', category: 'software' })
    await edge.send(command('role commander me', here))
    await edge.send(command('resolve rolled back', here))
    await edge.send(press('close', 'INC-1', here))
    expect((await edge.incident('INC-1')).status).toBe('closed')
  })
})

describe('merging', () => {
  it('asks which of the other open incidents to go on with, and goes on with it', async () => {
    const edge = await seeded()
    for (const title of ['Login fails', 'Over already', 'Cards are refused'])
      await edge.seed({ channel: `C0${title.slice(0, 4).toUpperCase().trim()}`, title })
    await edge.send(command('INC-3 resolve rolled back'))
    edge.slack.expect('views.open')
    const modal = opened(modalIn(await edge.send(command('merge', here))))
    expect(modal.view).toMatchObject({
      callback_id: 'merge',
      title: { text: 'Merge INC-1' },
      blocks: [
        { block_id: 'into', element: { options: [{ value: 'INC-2' }, { value: 'INC-4' }] } },
        { block_id: 'skip' },
      ],
    })
    expect((await edge.send(submission(modal, { into: 'INC-4' }))).ack).toEqual({ response_action: 'clear' })
    expect(await edge.incident('INC-1')).toMatchObject({ status: 'merged', mergedInto: 'INC-4' })
  })

  it('says at the field that nothing was chosen', async () => {
    const edge = await seeded()
    await edge.seed({ channel: 'C0OTHER' })
    const modal = await openWith(edge, 'merge')
    expect((await edge.send(submission(modal))).ack).toEqual({
      response_action: 'errors',
      errors: { into: 'Choose the incident to go on with.' },
    })
    expect((await edge.incident('INC-1')).status).toBe('triage')
  })

  it('says at the field that the chosen one has ended meanwhile', async () => {
    const edge = await seeded()
    await edge.seed({ channel: 'C0OTHER' })
    const modal = await openWith(edge, 'merge')
    await edge.send(command('INC-2 cancel a drill'))
    expect((await edge.send(submission(modal, { into: 'INC-2' }))).ack).toEqual({
      response_action: 'errors',
      errors: { into: expect.stringContaining('INC-2 is Cancelled, so you cannot merge another into it.') },
    })
    expect((await edge.incident('INC-1')).status).toBe('triage')
  })

  it('is refused where there is nothing to merge into', async () => {
    const edge = await seeded()
    expect(await answered(edge, 'merge')).toContain('No other incident is open that you can see.')
  })

  it('sent twice is done once', async () => {
    const edge = await seeded()
    await edge.seed({ channel: 'C0OTHER' })
    const modal = await openWith(edge, 'merge')
    await edge.send(submission(modal, { into: 'INC-2' }))
    expect((await edge.send(submission(modal, { into: 'INC-2' }))).ack).toEqual({ response_action: 'clear' })
    expect((await edge.incident('INC-1')).timeline.filter(fact => fact.type === 'merged')).toHaveLength(1)
  })
})

describe('a form', () => {
  it.each([
    ['resolve', {}, { resolution: 'Say what fixed it, or how people get by.' }],
    ['add_note', {}, { text: 'Write what happened.' }],
    ['cancel', { reason: ' ' }, { reason: 'Say why. It goes on the timeline.' }],
    ['cancel', { reason: 'x' }, { reason: expect.stringContaining('Say why') }],
    ['update', {}, { state: 'Say in a sentence where things stand.' }],
    ['give_role', { user: undefined }, { user: 'Choose a person.' }],
    ['change_severity', { severity: undefined }, { severity: 'Choose a severity.' }],
  ])('of %s says at the field what is wrong with %j', async (action, filled, errors) => {
    const edge = await seeded()
    const modal = await openWith(edge, action)
    const before = await edge.incident('INC-1')
    expect((await edge.send(submission(modal, filled))).ack).toEqual({ response_action: 'errors', errors })
    expect(await edge.incident('INC-1')).toEqual(before)
  })

  it.each([
    ['resolve', { resolution: 'Rolled back', skip: ['skip'] }, { status: 'resolved', resolution: 'Rolled back' }],
    ['cancel', { reason: 'A drill' }, { status: 'cancelled' }],
    ['give_role', { role: 'scribe', user: 'U0BEN' }, { roles: { scribe: 'U0BEN' } }],
    ['change_severity', { severity: 'SEV4', urgency: 'low' }, { severity: 'SEV4', urgency: 'low', priority: 'P4' }],
  ])('of %s does what it says', async (action, filled, expected) => {
    const edge = await seeded()
    const modal = await openWith(edge, action)
    expect((await edge.send(submission(modal, filled))).ack).toEqual({ response_action: 'clear' })
    expect(await edge.incident('INC-1')).toMatchObject(expected)
  })

  it('to reopen takes the reason', async () => {
    const edge = await resolved()
    const modal = await openWith(edge, 'reopen')
    await edge.send(submission(modal, { reason: 'Errors are back' }))
    expect((await edge.incident('INC-1')).status).toBe('investigating')
  })

  it('sends one update to every audience in its own words', async () => {
    const edge = await seeded()
    const modal = await openWith(edge, 'update')
    const filled = {
      state: 'db-7 is full',
      impact: 'Cards are refused',
      actions: 'Adding disk',
      next: '30',
      skip: ['skip'],
    }
    const { calls } = await edge.send(submission(modal, filled))
    const posts = new Map(
      calls
        .filter(({ method, args }) => method === 'chat.postMessage' && args.thread_ts === undefined)
        .map(({ args }) => [args.channel, String(args.text)]),
    )
    expect([...posts.keys()].sort()).toEqual(['C0CUSTOMERS', 'C0LEADERSHIP', 'C0SUPPORT', 'C0WARROOM'])
    expect(posts.get('C0WARROOM')).toContain('db-7 is full')
    expect(posts.get('C0CUSTOMERS')).toContain('Cards are refused')
    expect(posts.get('C0CUSTOMERS')).not.toContain('db-7')
    expect(posts.get('C0SUPPORT')).not.toContain('Adding disk')
  })

  it('is filled with what the last update said', async () => {
    const edge = await seeded()
    const filled = { state: 'db-7 is full', impact: 'Cards are refused', skip: ['skip'] }
    await edge.send(submission(await openWith(edge, 'update'), filled))
    const { view } = await openWith(edge, 'update')
    expect(view.blocks[1]).toMatchObject({ block_id: 'impact', element: { initial_value: 'Cards are refused' } })
  })

  it('sent twice is done once', async () => {
    const edge = await seeded()
    const modal = await openWith(edge, 'add_note')
    await Promise.all([1, 2].map(() => edge.send(submission(modal, { text: 'Seen at 10:02' }))))
    const notes = (await edge.incident('INC-1')).timeline.filter(fact => fact.type === 'noted')
    expect(notes).toHaveLength(1)
  })

  it('for an incident that has ended meanwhile says what to do, and stays open', async () => {
    const edge = await seeded()
    const modal = await openWith(edge, 'update')
    await edge.send(command('cancel a drill', here))
    const { ack } = await edge.send(submission(modal, { state: 'Going on' }))
    expect(ack).toMatchObject({
      response_action: 'errors',
      errors: { state: expect.stringContaining('reopen it first') },
    })
  })

  it('from another company is refused', async () => {
    const edge = await seeded()
    const modal = await openWith(edge, 'add_note')
    const { ack } = await edge.send(submission(modal, { text: 'x' }, { user: 'U0EVE', team: 'T0OTHER' }))
    expect(ack).toMatchObject({ errors: { text: expect.stringContaining('Only people of the workspace') } })
  })
})

const viewsIn = (calls: readonly Call[]) => calls.filter(({ method }) => method.startsWith('views.'))

describe('the tray', () => {
  it('does what is pressed and shows the incident anew', async () => {
    const edge = await seeded()
    const tray = await openTray(edge)
    edge.slack.expect('views.update')
    const { calls } = await edge.send(pressIn(tray, 'take_role_commander', { value: 'INC-1' }))
    const shown = calls.find(call => call.method === 'views.update')?.args
    expect(shown).toMatchObject({ view_id: tray.id, view: { callback_id: 'tray' } })
    expect(JSON.stringify(shown?.view)).toContain(':white_check_mark: You are now Incident commander of INC-1.')
  })

  it('shows a refusal as one', async () => {
    const edge = await seeded()
    const tray = await openTray(edge)
    await edge.send(command('cancel a drill', here))
    edge.slack.expect('views.update')
    const { calls } = await edge.send(pressIn(tray, 'acknowledge', { value: 'INC-1' }))
    const shown = JSON.stringify(calls.at(-1)?.args.view)
    expect(shown).toContain('reopen it first')
    expect(shown).not.toContain(':white_check_mark:')
  })

  it.each(['triage', 'investigating', 'fixing', 'monitoring'] as const)(
    'offers in %s every other phase and every way out, each once',
    async status => {
      const edge = await seeded()
      if (status !== 'triage') await edge.send(command(status, { ...here, channelName: 'inc-1' }))
      const { view } = await openTray(edge)
      const rows = view.blocks.filter((block): block is ActionsBlock => block.type === 'actions')
      const offered = rows.flatMap(row => row.elements.map(element => element.action_id))
      expect(new Set(offered).size).toBe(offered.length)
      const phases = ['investigating', 'fixing', 'monitoring'].filter(phase => phase !== status)
      const wanted = [...phases.map(phase => `phase_${phase}`), 'resolve', 'merge', 'cancel', 'declare', 'add_note']
      expect(offered).toEqual(expect.arrayContaining(wanted))
      expect(offered).not.toContain(`phase_${status}`)
    },
  )

  it('opens the form to merge on top of itself', async () => {
    const edge = await seeded()
    await edge.seed({ channel: 'C0OTHER' })
    const tray = await openTray(edge)
    edge.slack.expect('views.push')
    edge.slack.expect('views.update')
    const { calls } = await edge.send(pressIn(tray, 'merge', { value: 'INC-1' }))
    expect(viewsIn(calls)[0]).toMatchObject({ method: 'views.push', args: { view: { callback_id: 'merge' } } })
  })

  it('opens a form on top of itself', async () => {
    const edge = await seeded()
    const tray = await openTray(edge)
    edge.slack.expect('views.push')
    edge.slack.expect('views.update')
    const { calls } = await edge.send(pressIn(tray, 'resolve', { value: 'INC-1' }))
    expect(viewsIn(calls)[0]).toMatchObject({ method: 'views.push', args: { view: { callback_id: 'resolve' } } })
  })
})
