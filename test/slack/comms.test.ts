import type { ModalView } from '@slack/types'
import { expect, it } from 'vitest'
import { decide } from '../../src/app/incidents.ts'
import { told } from '../helpers/incidents.ts'
import { type Edge, edgeStarter } from '../helpers/slack-listener.ts'
import { command, opened, press, pressIn } from './payloads.ts'

const startEdge = edgeStarter()
const here = { channel: 'C0WARROOM' }

async function seeded(): Promise<Edge> {
  const edge = await startEdge()
  await edge.seed()
  return edge
}

it('shows the record in a modal from its button, and builds the file from there', async () => {
  const edge = await seeded()
  await decide(edge.app, 'INC-1', {
    by: { by: 'U0ANA', via: 'command' },
    run: told,
    input: { policy: edge.app.policy },
  })
  edge.slack.expect('response_url')
  await edge.send(press('no_change', 'INC-1', here))
  edge.slack.expect('views.open')
  const { calls } = await edge.send(press('comms', 'INC-1', here))
  const view = calls.find(call => call.method === 'views.open')?.args.view as ModalView
  expect(JSON.stringify(view)).toContain('Communications of INC-1')
  edge.slack.always('users.conversations', { channels: [{ id: 'C0WARROOM' }] })
  edge.slack.expect('views.update')
  edge.slack.expect('files.getUploadURLExternal', { ok: false, error: 'file_uploads_disabled' })
  const { calls: more } = await edge.send(pressIn(opened(view), 'comms_file', { value: 'INC-1' }))
  expect(JSON.stringify(more.find(call => call.method === 'views.update')?.args.view)).toContain(
    'as a file in a moment',
  )
  const file = more.find(call => call.method === 'files.getUploadURLExternal')?.args.filename
  expect(file).toMatch(/^INC-1-communications-\d+\.md$/)
})

it('says what can be typed after comms', async () => {
  const edge = await seeded()
  const { ack } = await edge.send(command('comms everything', here))
  expect(ack).toMatchObject({ text: expect.stringContaining('`/incident comms file`') })
})
