import type { ModalView } from '@slack/types'
import { describe, expect, it } from 'vitest'
import { update } from '../../src/app/app.ts'
import { record } from '../../src/domain/incident.ts'
import { type Edge, edgeStarter, type Outcome } from '../helpers/slack-listener.ts'
import { command, type OpenModal, opened, press, pressIn, submission } from './payloads.ts'

const startEdge = edgeStarter()
const here = { channel: 'C0WARROOM', channelName: 'inc-1' }

const modalIn = ({ calls }: Outcome, method: string): OpenModal =>
  opened(calls.find(call => call.method === method)?.args.view as ModalView)

/** The form, opened from the tray of a resolved incident. */
async function openForm(): Promise<{ edge: Edge; form: OpenModal }> {
  const edge = await startEdge()
  await edge.seed()
  await edge.send(command('resolve rolled back', here))
  edge.slack.expect('views.open')
  const tray = modalIn(await edge.send(command('', here)), 'views.open')
  edge.slack.expect('views.push')
  edge.slack.always('views.update', {})
  const form = modalIn(await edge.send(pressIn(tray, 'review', { value: 'INC-1' })), 'views.push')
  edge.slack.always('conversations.history', { messages: [] })
  edge.slack.always('files.getUploadURLExternal', { ok: false, error: 'file_uploads_disabled' })
  return { edge, form }
}

async function asked(edge: Edge): Promise<unknown[]> {
  const { timeline } = await edge.incident('INC-1')
  return timeline.flatMap(fact =>
    fact.type === 'review-requested' ? [[fact.format, ...(fact.audience ? [fact.audience] : [])]] : [],
  )
}

describe('building the review from a window', () => {
  it('asks first as what and for whom, and builds nothing yet', async () => {
    const { edge, form } = await openForm()
    expect(form.view).toMatchObject({ callback_id: 'build_review', title: { text: 'Review of INC-1' } })
    expect(await asked(edge)).toEqual([])
  })

  it.each([
    [{}, ['html']],
    [{ format: 'transcript-csv' }, ['transcript-csv']],
    [{ format: 'pdf', audience: 'leadership' }, ['pdf', 'leadership']],
  ])('builds what was chosen: %o', async (filled, wanted) => {
    const { edge, form } = await openForm()
    expect((await edge.send(submission(form, filled))).ack ?? {}).not.toHaveProperty('errors')
    expect(await asked(edge)).toEqual([wanted])
  })

  it('is what `export` opens, and with a format it builds that at once', async () => {
    const { edge, form } = await openForm()
    edge.slack.expect('views.open')
    const window = modalIn(await edge.send(command('export', here)), 'views.open')
    expect(window.view.blocks).toEqual(form.view.blocks)
    expect(await asked(edge)).toEqual([])
    await edge.send(command('export csv', here))
    expect(await asked(edge)).toEqual([['transcript-csv']])
  })

  it('is offered to whoever had it built without choosing', async () => {
    const { edge } = await openForm()
    const { ack } = await edge.send(command('review', here))
    expect(JSON.stringify(ack)).toContain('"action_id":"read_review"')
  })

  it('gives no audience what only members of the channel may see, and says so at the field', async () => {
    const { edge, form } = await openForm()
    const { ack } = await edge.send(submission(form, { format: 'transcript-jsonl', audience: 'customers' }))
    expect(ack).toMatchObject({
      response_action: 'errors',
      errors: { format: expect.stringContaining('only the members of the channel may see') },
    })
    expect(await asked(edge)).toEqual([])
  })

  it('offers what was built to be read, under links of who asks, and builds nothing', async () => {
    const { edge } = await openForm()
    const seq = (await edge.incident('INC-1')).timeline.length + 1
    await update(edge.app, 'INC-1', incident =>
      [
        { type: 'review-requested', format: 'pdf' } as const,
        { type: 'review-delivered', file: `INC-1-review-${seq}.pdf` } as const,
      ].reduce((latest, fact) => record(latest, { by: 'sitrep', via: 'bot', at: edge.app.now() }, fact), incident),
    )
    edge.slack.expect('views.open')
    const { calls } = await edge.send(press('read_review', 'INC-1'))
    const text = JSON.stringify(calls.find(call => call.method === 'views.open')?.args.view)
    expect(text).toContain('/people/U0ANA/reviews/INC-1/review.pdf?')
    expect(text).not.toContain('review.html')
  })

  it('lists in a window what the Home tab has no room for', async () => {
    const { edge } = await openForm()
    edge.slack.expect('views.open')
    const { calls } = await edge.send(press('list_reviews', ''))
    const text = JSON.stringify(calls.find(call => call.method === 'views.open')?.args.view)
    expect(text).toContain('*INC-1*')
    expect(text).toMatch(/\/people\/U0ANA\/reviews[^|]*\|All of them in the browser/)
  })

  it('offers only audiences that hear of the incident', async () => {
    const { form } = await openForm()
    const text = JSON.stringify(form.view)
    expect(text).toContain('"value":"customers"')
    expect(text).not.toContain('"value":"legal"')
  })
})
