import { expect, it } from 'vitest'
import { useEdges } from '../helpers/slack-listener.ts'
import { command, opened, submission } from './payloads.ts'

const startEdge = useEdges()

it('opens the form to declare at once, without asking the store', async () => {
  const edge = await startEdge()
  edge.slack.expect('views.open')
  const { ack, calls } = await edge.send(command(''))
  expect(ack).toBeUndefined()
  expect(calls).toMatchObject([{ method: 'views.open', args: { view: { callback_id: 'declare' } } }])
})

it('declares an incident from the form', async () => {
  const edge = await startEdge()
  edge.slack.expect('views.open')
  const { calls } = await edge.send(command('checkout is down'))
  const { ack } = await edge.send(submission(opened(calls[0]?.args.view)))
  expect(ack).toEqual({ response_action: 'clear' })
  expect(await edge.incident('INC-1')).toMatchObject({ title: 'checkout is down', channel: { id: 'C0NEW1' } })
})
