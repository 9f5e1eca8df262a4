import type { ModalView } from '@slack/types'
import { describe, expect, it } from 'vitest'
import { latestVersion, versionsOf, writtenNow } from '../../src/domain/write-review.ts'
import { type Edge, edgeStarter } from '../helpers/slack-listener.ts'
import { command, event, opened, press, pressIn, submission } from './payloads.ts'
import type { Call } from './web-api.ts'

const startEdge = edgeStarter()
const here = { channel: 'C0WARROOM' }
const viewOf = (calls: readonly Call[], method: string) =>
  calls.find(call => call.method === method)?.args.view as ModalView
const updated = (ack: unknown) => (ack as { view: ModalView }).view
const fields = (view: ModalView) => view.blocks.flatMap(one => (one.type === 'input' ? [one.block_id ?? ''] : []))

async function sections(edge: Edge) {
  edge.slack.expect('views.open')
  const { calls } = await edge.send(press('write_review', 'INC-1', here))
  return opened(viewOf(calls, 'views.open'))
}

async function sectionForm(edge: Edge, section: string) {
  const all = await sections(edge)
  edge.slack.expect('views.update')
  const { calls } = await edge.send(pressIn(all, 'write_section', { value: `INC-1#${section}` }))
  return { id: all.id, view: viewOf(calls, 'views.update') }
}

async function resolvedEdge() {
  const edge = await startEdge()
  await edge.seed()
  await edge.send(command('role commander <@U0BEN|ben>', here))
  edge.slack.expect('views.open')
  const { calls } = await edge.send(press('resolve', 'INC-1', here))
  await edge.send(submission(opened(viewOf(calls, 'views.open')), { resolution: 'Rolled back', skip: ['skip'] }))
  return edge
}

describe('a section of the review', () => {
  it('is saved once, however often its button is pressed, and the window goes on to the next one', async () => {
    const edge = await startEdge()
    await edge.seed()
    const form = await sectionForm(edge, 'lucky')
    const first = await edge.send(submission(form, { 'text/lucky/0/1': 'Early <!channel>' }))
    const again = await edge.send(submission(form, { 'text/lucky/0/1': 'Early <!channel>' }))
    for (const { ack } of [first, again])
      expect(ack).toMatchObject({ response_action: 'update', view: { callback_id: 'review_sections' } })
    expect(JSON.stringify(updated(first.ack))).toContain('“Where we got lucky” is saved.')
    edge.slack.expect('views.update')
    const { calls } = await edge.send(
      pressIn({ id: form.id, view: updated(first.ack) }, 'write_section', { value: 'INC-1#summary' }),
    )
    await edge.send(
      submission({ id: form.id, view: viewOf(calls, 'views.update') }, { 'text/summary/0/1': 'It broke.' }),
    )
    const incident = await edge.incident('INC-1')
    expect(versionsOf(incident, 'lucky')).toHaveLength(1)
    expect(writtenNow(incident).map(({ section }) => section)).toEqual(['summary', 'lucky'])
  })

  it('keeps what is typed while fields for five whys are put below it', async () => {
    const edge = await startEdge()
    await edge.seed()
    const form = await sectionForm(edge, 'root-cause')
    edge.slack.expect('views.update')
    const filled = { 'text/root-cause/0/1': 'It fell.\n1. Wind' }
    const { calls } = await edge.send(pressIn(form, 'five_whys', { value: 'INC-1#root-cause', filled }))
    const view = viewOf(calls, 'views.update')
    expect(fields(view)).toContain('text/root-cause/0/1')
    await edge.send(submission({ id: form.id, view }, { 'why/root-cause/0/2': 'Storm' }))
    expect(writtenNow(await edge.incident('INC-1'))[0]?.text).toBe('It fell.\n1. Wind\n2. Storm')
  })

  it('has five whys where one cause leads to the next, and is not left unsaved without a question', async () => {
    const edge = await startEdge()
    await edge.seed()
    const shown = async (section: string) => JSON.stringify((await sectionForm(edge, section)).view)
    expect(await shown('root-cause')).toContain('"five_whys"')
    expect(await shown('contributing-factors')).toContain('"five_whys"')
    expect(await shown('lucky')).not.toContain('"five_whys"')
    expect(await shown('lucky')).toMatch(/"action_id":"write_review",[^[]*"text":"Leave this section\?"/)
  })

  it('goes on in a second field when the first one is full', async () => {
    const edge = await startEdge()
    await edge.seed()
    const long = 'x'.repeat(2_900)
    await edge.send(submission(await sectionForm(edge, 'summary'), { 'text/summary/0/1': long }))
    const version = latestVersion(await edge.incident('INC-1'), 'summary')
    const form = await sectionForm(edge, 'summary')
    expect(fields(form.view)).toEqual([`text/summary/${version}/1`, `text/summary/${version}/2`])
    await edge.send(submission(form, { [`text/summary/${version}/2`]: long }))
    expect(writtenNow(await edge.incident('INC-1'))[0]?.text).toBe(`${long}\n\n${long}`)
  })

  it('is shown beside what somebody else wrote meanwhile, and nothing is overwritten', async () => {
    const edge = await startEdge()
    await edge.seed()
    const ana = await sectionForm(edge, 'summary')
    const ben = await sectionForm(edge, 'summary')
    await edge.send(submission(ana, { 'text/summary/0/1': 'Ana’s' }))
    const { ack } = await edge.send(submission(ben, { 'text/summary/0/1': 'Ben’s' }, { user: 'U0BEN' }))
    const both = updated(ack)
    expect(JSON.stringify(both)).toContain('Ana’s')
    expect(JSON.stringify(both)).toContain('"initial_value":"Ben’s"')
    expect(writtenNow(await edge.incident('INC-1'))[0]?.text).toBe('Ana’s')
    await edge.send(submission({ id: ben.id, view: both }, {}, { user: 'U0BEN' }))
    expect(versionsOf(await edge.incident('INC-1'), 'summary').map(({ text }) => text)).toEqual(['Ana’s', 'Ben’s'])
  })

  it('shows every version that there was, and brings one back without losing another', async () => {
    const edge = await startEdge()
    await edge.seed()
    const write = async (text: string) => {
      const form = await sectionForm(edge, 'lucky')
      const [field = ''] = fields(form.view)
      await edge.send(submission(form, { [field]: text }))
    }
    await write('It was night')
    expect(JSON.stringify((await sections(edge)).view)).not.toContain('History…')
    await write('It was Sunday')
    const all = await sections(edge)
    expect(JSON.stringify(all.view)).toContain('History…')
    edge.slack.expect('views.update')
    const shown = await edge.send(pressIn(all, 'section_history', { value: 'INC-1#lucky' }))
    const history = viewOf(shown.calls, 'views.update')
    expect(JSON.stringify(history)).toMatch(/Version 2.*It was Sunday.*Version 1.*It was night/)
    const [first] = versionsOf(await edge.incident('INC-1'), 'lucky')
    edge.slack.expect('views.update')
    const pressed = pressIn({ id: all.id, view: history }, 'restore_version', { value: `INC-1#lucky#${first?.seq}` })
    const form = viewOf((await edge.send(pressed)).calls, 'views.update')
    expect(JSON.stringify(form)).toContain('This is version 1')
    await edge.send(submission({ id: all.id, view: form }, {}))
    expect(versionsOf(await edge.incident('INC-1'), 'lucky').map(({ text }) => text)).toEqual([
      'It was night',
      'It was Sunday',
      'It was night',
    ])
  })

  it('takes a follow-up where the review asks for action items', async () => {
    const edge = await startEdge()
    await edge.seed()
    const all = await sections(edge)
    expect(JSON.stringify(all.view)).toContain('No follow-up has an owner and a date yet.')
    edge.slack.expect('views.push')
    const { calls } = await edge.send(pressIn(all, 'add_item', { value: 'INC-1' }))
    await edge.send(submission(opened(viewOf(calls, 'views.push')), { text: 'Alert on refused payments' }))
    expect(JSON.stringify((await sections(edge)).view)).toContain('1 follow-up in the table below it, 1 open')
  })

  it('is refused to whoever may not know of the incident, as if there were none', async () => {
    const edge = await startEdge()
    await edge.seed({ isPrivate: true })
    edge.slack.expect('views.open')
    const opening = await edge.send(command('review write summary', here))
    const form = opened(viewOf(opening.calls, 'views.open'))
    edge.slack.always('response_url', {})
    edge.slack.always('users.conversations', { channels: [] })
    for (const action of ['write_review', 'write_section', 'section_history', 'assign_review', 'publish_review']) {
      const { calls } = await edge.send(
        press(action, action.includes('section') ? 'INC-1#summary' : 'INC-1', {
          user: 'U0DEV',
          channel: 'D0DEV',
        }),
      )
      expect(calls.find(call => call.method === 'response_url')?.args.text).toContain('There is no INC-1 that you can')
    }
    const { ack } = await edge.send(submission(form, { 'text/summary/0/1': 'Mine' }, { user: 'U0DEV' }))
    expect(ack).toMatchObject({ errors: { 'text/summary/0/1': expect.stringContaining('There is no INC-1') } })
    expect(writtenNow(await edge.incident('INC-1'))).toEqual([])
  })
})

describe('who writes the review', () => {
  it('has no day before the incident is over, unless somebody sets one', async () => {
    const edge = await startEdge()
    await edge.seed()
    expect((await edge.send(command('review assign me', here))).ack).toMatchObject({
      text: 'You write the review of INC-1. No day is set for it yet: `/incident review due 2026-03-10`.',
    })
  })

  it('is said by command or form, until when too, and stands on the card', async () => {
    const edge = await resolvedEdge()
    const { ack } = await edge.send(command('review assign <@U0ANA|ana> by friday', { ...here, user: 'U0BEN' }))
    expect(ack).toMatchObject({
      text: expect.stringContaining('They write the review of INC-1, and it is due 2026-03-06'),
    })
    expect((await edge.send(command('review due 2026-03-10', here))).ack).toMatchObject({
      text: expect.stringContaining('The review of INC-1 is due 2026-03-10 17:00 UTC'),
    })
    edge.slack.expect('views.open')
    const { calls } = await edge.send(press('assign_review', 'INC-1', here))
    const form = viewOf(calls, 'views.open')
    expect(JSON.stringify(form)).toContain('"initial_user":"U0ANA"')
    const { calls: more } = await edge.send(submission(opened(form), { owner: 'U0BEN' }))
    const card = JSON.stringify(more.find(call => call.method === 'chat.update')?.args)
    expect(card).toContain('*Review:* nothing written yet · owner <@U0BEN>')
  })

  it.each(['review assign nobody', 'review due someday', 'review due 2026-03-01'])(
    'is asked for again: %s',
    async text => {
      const edge = await resolvedEdge()
      expect((await edge.send(command(text, here))).ack).toMatchObject({
        text: expect.stringMatching(/Say who, or until when|That day is over/),
      })
    },
  )

  it('opens the form where nothing is said, and a section by its name or the beginning of it', async () => {
    const edge = await resolvedEdge()
    for (const [text, has] of [
      ['review assign', 'Who writes it?'],
      ['review write went bad', 'text/went-badly/0/1'],
      ['review write Contributing', 'text/contributing-factors/0/1'],
      ['review write', 'Where we got lucky'],
    ] as const) {
      edge.slack.expect('views.open')
      const { calls } = await edge.send(command(text, here))
      expect(JSON.stringify(viewOf(calls, 'views.open'))).toContain(has)
    }
    expect((await edge.send(command('review write poem', here))).ack).toMatchObject({
      text: expect.stringContaining('The review has no section “poem”'),
    })
  })

  it('finds it on the Home tab, and nobody else does', async () => {
    const edge = await resolvedEdge()
    edge.slack.always('users.conversations', { channels: [] })
    const home = async (user: string) => {
      edge.slack.expect('views.publish')
      const { calls } = await edge.send(event({ type: 'app_home_opened', user, tab: 'home', channel: 'D1' }))
      return JSON.stringify(calls.find(call => call.method === 'views.publish')?.args)
    }
    expect(await home('U0BEN')).toContain('Reviews to write')
    expect(await home('U0CLEO')).toContain('Reviews to read')
    expect((await edge.send(command('review list', here))).ack).toMatchObject({
      text: expect.stringContaining('INC-1'),
      blocks: expect.arrayContaining([
        expect.objectContaining({
          elements: [expect.objectContaining({ text: expect.stringContaining('/people/U0ANA/reviews') })],
        }),
      ]),
    })
    expect(await home('U0ANA')).not.toContain('Reviews to write')
    await edge.send(command('review assign me', here))
    expect(await home('U0ANA')).toContain('Reviews to write')
    expect(await home('U0BEN')).not.toContain('Reviews to write')
  })
})
