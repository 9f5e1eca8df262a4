import { describe, expect, it } from 'vitest'
import { update as change } from '../../src/app/app.ts'
import { changeDetails } from '../../src/domain/incident.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { by } from '../helpers/incidents.ts'
import { type Edge, edgeStarter, type Outcome } from '../helpers/slack-listener.ts'
import { command, type OpenModal, opened, press, submission } from './payloads.ts'

const startEdge = edgeStarter()
const here = { channel: 'C0WARROOM' }
const clear = { response_action: 'clear' }

/** The view that Slack was handed, by a call or by an acknowledgement. */
function shownIn({ calls, ack }: Outcome): OpenModal {
  const call = calls.find(({ method }) => method === 'views.open' || method === 'views.push')
  return opened(call?.args.view ?? (ack as { view?: unknown }).view)
}

async function written(): Promise<Edge> {
  const edge = await startEdge()
  await edge.seed()
  edge.slack.expect('views.open')
  const form = shownIn(await edge.send(command('update', here)))
  await edge.send(submission(form, { state: 'Out', impact: 'One in <ten>', next: '30', skip: ['skip'] }))
  return edge
}

/** The correction's preview, as it is before it is sent. */
async function previewed(edge: Edge, impact = 'One in <three>'): Promise<OpenModal> {
  edge.slack.expect('views.open')
  const form = shownIn(await edge.send(press('correct_update', 'INC-1', here)))
  return shownIn(await edge.send(submission(form, { impact })))
}

const corrections = async (edge: Edge) => (await edge.incident('INC-1')).timeline.filter(isFact('update-corrected'))
const draft = (edge: Edge, update: number) =>
  edge.app.drafts.get({ incident: 'INC-1', by: 'U0ANA', corrects: { update } })
async function updateOf(edge: Edge): Promise<number> {
  const update = (await edge.incident('INC-1')).timeline.find(isFact('update-written'))
  if (!update) throw new Error('there is no update')
  return update.seq
}

describe('the form with which an update is corrected', () => {
  it('is opened by button and by command, filled with what was sent', async () => {
    const edge = await written()
    for (const gesture of [press('correct_update', 'INC-1', here), command('correct', here)]) {
      edge.slack.expect('views.open')
      const { view } = shownIn(await edge.send(gesture))
      expect(view).toMatchObject({ callback_id: 'correct', submit: { text: 'Preview' } })
      expect(JSON.stringify(view)).toContain('"initial_value":"One in <ten>"')
    }
  })

  it('says at the field what is missing', async () => {
    const edge = await written()
    edge.slack.expect('views.open')
    const form = shownIn(await edge.send(command('correct', here)))
    expect((await edge.send(submission(form, { state: ' ' }))).ack).toEqual({
      response_action: 'errors',
      errors: { state: 'Say in a sentence where things stand.' },
    })
  })

  it('shows what would be read, and edits each message in place, escaped', async () => {
    const edge = await written()
    const preview = await previewed(edge)
    expect(preview.view).toMatchObject({ callback_id: 'preview_correction', submit: { text: 'Correct' } })
    expect(await corrections(edge)).toEqual([])
    const { ack, calls } = await edge.send(submission(preview))
    expect(ack).toEqual(clear)
    const edited = calls.filter(({ method, args }) => method === 'chat.update' && /Corrected/.test(String(args.text)))
    expect(edited.map(({ args }) => args.channel).sort()).toEqual([
      'C0CUSTOMERS',
      'C0LEADERSHIP',
      'C0SUPPORT',
      'C0WARROOM',
    ])
    for (const { args } of edited) expect(args.text).toContain('One in &lt;three&gt;')
  })
})

describe('a correction of an incident that is found to be of another category meanwhile', () => {
  it('is shown anew, with what was typed, before it is sent', async () => {
    const edge = await written()
    const preview = await previewed(edge)
    await change(edge.app, 'INC-1', incident => changeDetails(incident, { category: 'security' }, by('U0BEN', 1)))
    const again = shownIn(await edge.send(submission(preview, { words_support: 'One in three, we know now.' })))
    expect(await corrections(edge)).toEqual([])
    const view = JSON.stringify(again.view)
    expect(view).toContain('Its category is Security now; it was not set.')
    expect(view).toContain('"initial_value":"One in three, we know now."')
    await edge.send(submission(again))
    expect(await corrections(edge)).toMatchObject([
      { fields: { impact: 'One in <three>' }, wordings: { support: 'One in three, we know now.' } },
    ])
  })
})

describe('a correction that is sent more than once', () => {
  it('is one for a double click', async () => {
    const edge = await written()
    const preview = await previewed(edge)
    const answers = await Promise.all([edge.send(submission(preview)), edge.send(submission(preview))])
    expect(answers.map(({ ack }) => ack)).toEqual([clear, clear])
    expect(await corrections(edge)).toHaveLength(1)
  })

  it('is one when the window stayed open because the answer was lost', async () => {
    const edge = await written()
    const preview = await previewed(edge)
    await edge.send(submission(preview))
    expect((await edge.send(submission(preview))).ack).toEqual(clear)
    expect(await corrections(edge)).toHaveLength(1)
  })

  it('is one, and no draft any more, when Sitrep died before it forgot the draft', async () => {
    const edge = await written()
    const update = await updateOf(edge)
    const preview = await previewed(edge)
    const left = await draft(edge, update)
    if (!left) throw new Error('the preview kept no draft')
    await edge.send(submission(preview))
    await edge.app.drafts.save(left)
    edge.slack.expect('views.open')
    const form = shownIn(await edge.send(command('correct', here)))
    expect(JSON.stringify(form.view)).not.toContain('Your draft')
    expect((await edge.send(submission(preview))).ack).toEqual(clear)
    expect(await draft(edge, update)).toBeUndefined()
    expect(await corrections(edge)).toHaveLength(1)
  })

  it('is refused from a window whose draft went on in another', async () => {
    const edge = await written()
    const [older] = [await previewed(edge), await previewed(edge, 'One in two')]
    expect(JSON.stringify((await edge.send(submission(older))).ack)).toContain('in another window')
    expect(await corrections(edge)).toEqual([])
  })
})

describe('an update whose form is sent more than once', () => {
  it('closes the form each time, goes out once and leaves no draft', async () => {
    const edge = await startEdge()
    await edge.seed()
    edge.slack.expect('views.open')
    const form = shownIn(await edge.send(command('update', here)))
    const filled = { state: 'Out', next: '30', skip: ['skip'] }
    for (const _ of [1, 2]) expect((await edge.send(submission(form, filled))).ack).toEqual(clear)
    expect((await edge.incident('INC-1')).timeline.filter(isFact('update-written'))).toHaveLength(1)
    expect(await edge.app.drafts.get({ incident: 'INC-1', by: 'U0ANA' })).toBeUndefined()
  })
})

describe('an end that is confirmed more than once', () => {
  const confirmed = async (edge: Edge) => {
    edge.slack.expect('views.open')
    const form = shownIn(await edge.send(press('resolve', 'INC-1', here)))
    return shownIn(await edge.send(submission(form, { resolution: 'Rolled back' })))
  }
  const finals = async (edge: Edge) =>
    (await edge.incident('INC-1')).timeline.filter(isFact('update-written')).filter(({ kind }) => kind === 'final')

  it('is one for a double click, and for a second press after the first', async () => {
    const edge = await written()
    const preview = await confirmed(edge)
    const answers = await Promise.all([edge.send(submission(preview)), edge.send(submission(preview))])
    expect(answers.map(({ ack }) => ack)).toEqual([clear, clear])
    expect((await edge.send(submission(preview))).ack).toEqual(clear)
    expect(await finals(edge)).toHaveLength(1)
  })

  it('is told to whoever confirms it after somebody else ended it', async () => {
    const edge = await written()
    const preview = await confirmed(edge)
    await edge.send(command('resolve by hand', { ...here, user: 'U0BEN' }))
    expect(JSON.stringify((await edge.send(submission(preview))).ack)).toContain('INC-1 is already resolved')
    expect(await finals(edge)).toHaveLength(1)
  })
})

describe('the text of an update that was not delivered', () => {
  it('is shown to be copied, as its audience would have read it, and is gone with the update', async () => {
    const edge = await startEdge()
    await edge.seed()
    edge.slack.always('chat.postMessage', ({ channel }) =>
      channel === 'C0SUPPORT' ? { ok: false, error: 'is_archived' } : { channel, ts: '1700000000.000001' },
    )
    edge.slack.expect('views.open')
    const form = shownIn(await edge.send(command('update', here)))
    await edge.send(submission(form, { state: 'Out', impact: 'One in <ten>', next: '30', skip: ['skip'] }))
    const value = `INC-1#${await updateOf(edge)}/post-update/support/C0SUPPORT`
    edge.slack.expect('views.open')
    const { view } = shownIn(await edge.send(press('copy_update', value, here)))
    expect(view).toMatchObject({ callback_id: 'copy_update' })
    expect(view).not.toHaveProperty('submit')
    expect(JSON.stringify(view)).toContain('What Support would read')
    expect(JSON.stringify(view)).toContain('One in <ten>')
    edge.slack.expect('response_url')
    const { calls } = await edge.send(press('copy_update', 'INC-1#999/post-update/support/C0SUPPORT', here))
    expect(JSON.stringify(calls)).toContain('has no such update any more')
  })
})
