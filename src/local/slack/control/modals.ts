import { checkView } from '../blocks/check.ts'
import { type Block, elementsOf } from '../blocks/schema.ts'
import type { OpenView, User } from '../entities.ts'
import { ControlError, SlackError } from '../errors.ts'
import { interactionBase, viewClosed } from '../interactions.ts'
import { isRecord } from '../json.ts'
import { issueResponseUrl } from '../response-urls.ts'
import { stateOf, withValue } from '../view-state.ts'
import {
  closeAll,
  closeTop,
  findView,
  pushModal,
  renderView,
  setValues,
  stackOf,
  topModal,
  updateView,
} from '../views.ts'
import type { World } from '../world.ts'
import type { ControlCall, ControlRoutes } from './control.ts'
import { actingUser } from './find.ts'
import { inputErrors } from './input-errors.ts'
import { stateFrom } from './values.ts'

/** Filling in, submitting and closing modals. */
export const modals = {
  async submit(call) {
    const { world, sandbox } = call
    const user = actingUser(call)
    const view = fill(call, openModalOf(world, user))
    if (view.source.type === 'modal' && !view.source.submit)
      throw new ControlError(409, 'That modal has no submit button.')
    const missing = inputErrors(view)
    if (Object.keys(missing).length > 0) return { ok: false, errors: missing }
    const outcome = await sandbox.link.deliver({ type: 'interactive', payload: viewSubmission(world, user, view) })
    if (!outcome.ok) return { ok: false, error: outcome.error }
    try {
      return applyAnswer(world, view, outcome.body)
    } catch (error) {
      if (error instanceof SlackError) return { ok: false, error: error.code, ...error.details }
      throw error
    }
  },
  'close-view'(call) {
    const { world, sandbox } = call
    const user = actingUser(call)
    const top = openModalOf(world, user)
    const isCleared = call.body.all === true || (top.source.type === 'modal' && top.source.clear_on_close === true)
    const closing = isCleared ? [...stackOf(world, user.id)].reverse() : [top]
    const payloads = closing
      .filter(view => view.source.type === 'modal' && view.source.notify_on_close)
      .map(view => viewClosed(world, user, { view, isCleared }))
    if (isCleared) closeAll(world, user.id)
    else closeTop(world, user.id)
    for (const payload of payloads) void sandbox.link.deliver({ type: 'interactive', payload })
    return { view: shown(world, user.id) }
  },
} satisfies ControlRoutes

function openModalOf(world: World, user: User): OpenView {
  const view = topModal(world, user.id)
  if (!view) throw new ControlError(409, `${user.name} has no modal open.`)
  return view
}

function shown(world: World, user: string): Record<string, unknown> | null {
  const view = topModal(world, user)
  return view ? renderView(world, view) : null
}

/** Puts the given values into the modal's inputs: by block, or by block and action as Slack's own `state.values`. */
function fill({ world, body }: ControlCall, view: OpenView): OpenView {
  const { blocks } = view.source
  let values = view.values
  for (const [block, given] of Object.entries(isRecord(body.values) ? body.values : {})) {
    const elements = blocks.filter(b => b.block_id === block).flatMap(elementsOf)
    const [first] = elements
    if (!first)
      throw new ControlError(400, `The open modal has no input "${block}"; it has ${inputIds(blocks).join(', ')}.`)
    const named = isRecord(given) ? elements.filter(element => Object.hasOwn(given, element.action_id)) : []
    for (const element of named.length > 0 ? named : [first]) {
      const value = isRecord(given) && named.length > 0 ? given[element.action_id] : given
      values = withValue(
        values,
        { block, action: element.action_id },
        stateFrom({ world, user: view.user }, element, value),
      )
    }
  }
  return setValues(world, view, values)
}

function inputIds(blocks: readonly Block[]): readonly string[] {
  return blocks.filter(b => elementsOf(b).length > 0).map(b => b.block_id)
}

function viewSubmission(world: World, user: User, view: OpenView): Record<string, unknown> {
  return {
    type: 'view_submission',
    ...interactionBase(world, user),
    trigger_id: world.triggers.issue({ user: user.id, viewId: view.id }),
    view: renderView(world, view),
    response_urls: responseUrls(world, user, view),
  }
}

function responseUrls(world: World, user: User, view: OpenView): readonly Record<string, unknown>[] {
  const state = stateOf(view.source.blocks, view.values)
  return view.source.blocks.flatMap(block =>
    elementsOf(block).flatMap(element => {
      if (!('response_url_enabled' in element) || !element.response_url_enabled) return []
      const chosen = state[block.block_id]?.[element.action_id]
      const channel = chosen?.selected_conversation ?? chosen?.selected_channel
      if (typeof channel !== 'string') return []
      const response_url = issueResponseUrl(world, { channel, user: user.id })
      return { block_id: block.block_id, action_id: element.action_id, channel_id: channel, response_url }
    }),
  )
}

/** Does what the app answered to a submission (docs.slack.dev/surfaces/modals#response_actions). */
function applyAnswer(world: World, submitted: OpenView, answer: unknown): Record<string, unknown> {
  const { user } = submitted
  const action = isRecord(answer) ? answer.response_action : undefined
  const current = findView(world, { id: submitted.id })
  if (isRecord(answer) && action === 'errors') return fieldErrors(submitted, answer.errors)
  if (isRecord(answer) && action === 'update' && current) updateView(world, current, checkView(answer.view, 'modal'))
  else if (isRecord(answer) && action === 'push') pushModal(world, user, checkView(answer.view, 'modal'))
  else if (action === 'clear') closeAll(world, user)
  else if (action === undefined && topModal(world, user)?.id === submitted.id) closeTop(world, user)
  return { view: shown(world, user) }
}

function fieldErrors(view: OpenView, errors: unknown): Record<string, unknown> {
  const inputs = new Set(view.source.blocks.filter(b => b.type === 'input').map(b => b.block_id))
  const given = isRecord(errors) ? Object.entries(errors) : []
  // Slack shows such an answer to nobody: the person reads that connecting failed.
  if (given.length === 0 || given.some(([id, text]) => !inputs.has(id) || typeof text !== 'string')) {
    throw new SlackError('invalid_response_errors', { errors: Object.fromEntries(given) })
  }
  return { ok: false, errors: Object.fromEntries(given) }
}
