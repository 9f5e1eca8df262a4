import { describe, expect, it } from 'vitest'
import { update as change } from '../../src/app/app.ts'
import { changeDetails } from '../../src/domain/incident.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { by } from '../helpers/incidents.ts'
import { type Edge, edgeStarter, type Outcome } from '../helpers/slack-listener.ts'
import { command, type OpenModal, opened, submission } from './payloads.ts'

const startEdge = edgeStarter()
const here = { channel: 'C0WARROOM' }
const fields = { state: 'Out', impact: 'One in ten', next: '30' }

function shownIn({ calls, ack }: Outcome): OpenModal {
  const call = calls.find(({ method }) => method === 'views.open')
  return opened(call?.args.view ?? (ack as { view?: unknown }).view)
}

async function formOn(edge: Edge): Promise<OpenModal> {
  await edge.seed()
  edge.slack.expect('views.open')
  return shownIn(await edge.send(command('update', here)))
}

/** Somebody says meanwhile what kind of incident it is. */
const recategorise = (edge: Edge) =>
  change(edge.app, 'INC-1', incident => changeDetails(incident, { category: 'security' }, by('U0BEN', 1)))
const updates = async (edge: Edge) => (await edge.incident('INC-1')).timeline.filter(isFact('update-written'))

describe('an update whose category changes before it is sent', () => {
  it('is shown anew from its preview, with what was worded for one audience, and sent with the next press', async () => {
    const edge = await startEdge()
    const form = await formOn(edge)
    const preview = shownIn(await edge.send(submission(form, fields)))
    await recategorise(edge)
    const again = shownIn(await edge.send(submission(preview, { words_support: 'Tell them: one in ten.' })))
    expect(await updates(edge)).toEqual([])
    const view = JSON.stringify(again.view)
    expect(view).toContain('Its category is Security now; it was not set.')
    expect(view).toContain('"initial_value":"Tell them: one in ten."')
    await edge.send(submission(again))
    expect(await updates(edge)).toMatchObject([
      { fields: { state: 'Out', impact: 'One in ten' }, wordings: { support: 'Tell them: one in ten.' } },
    ])
  })

  it('is shown before it goes out to whoever wanted no preview', async () => {
    const edge = await startEdge()
    const form = await formOn(edge)
    await recategorise(edge)
    const preview = shownIn(await edge.send(submission(form, { ...fields, skip: ['skip'] })))
    expect(JSON.stringify(preview.view)).toContain('Its category is Security now')
    expect(await updates(edge)).toEqual([])
  })
})
