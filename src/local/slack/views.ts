import type { ViewSource } from './blocks/view-schema.ts'
import type { OpenView, StateValues } from './entities.ts'
import { SlackError } from './errors.ts'
import { newId, newSecret } from './ids.ts'
import { keepValues, stateOf } from './view-state.ts'
import type { World } from './world.ts'

const maxStack = 3

/** Shows a modal, in place of whatever modal the person had open. */
export function openModal(world: World, user: string, source: ViewSource): OpenView {
  checkExternalId(world, source)
  closeAll(world, user)
  return stack(world, user, source)
}

/** Shows a modal on top of the one the person has open. */
export function pushModal(world: World, user: string, source: ViewSource): OpenView {
  checkExternalId(world, source)
  const open = stackOf(world, user)
  if (open.length === 0) throw new SlackError('not_found')
  if (open.length >= maxStack) throw new SlackError('push_limit_reached')
  return stack(world, user, source)
}

function stack(world: World, user: string, source: ViewSource): OpenView {
  const below = stackOf(world, user)
  const id = newId('V')
  const view: OpenView = {
    id,
    user,
    source,
    hash: newHash(world),
    rootId: below[0]?.id ?? id,
    previousId: below.at(-1)?.id ?? null,
    values: {},
  }
  world.views.put(id, view)
  world.stacks.put(user, [...below.map(v => v.id), id])
  return view
}

/** Replaces a view's content; what the person filled in stays where block and action are the same. */
export function updateView(world: World, view: OpenView, source: ViewSource): OpenView {
  checkExternalId(world, source, view.id)
  const updated = { ...view, source, hash: newHash(world), values: keepValues(view, source) }
  saveView(world, updated)
  return updated
}

/** Keeps a view as the person left it, without a new version of it. */
function saveView(world: World, view: OpenView): void {
  if (view.source.type === 'home') world.homes.put(view.user, view)
  else world.views.put(view.id, view)
}

export function publishHome(world: World, user: string, source: ViewSource): OpenView {
  checkExternalId(world, source, world.homes.get(user)?.id)
  const old = world.homes.get(user)
  if (old) return updateView(world, old, source)
  const id = newId('V')
  const view: OpenView = { id, user, source, hash: newHash(world), rootId: id, previousId: null, values: {} }
  world.homes.put(user, view)
  return view
}

export function setValues(world: World, view: OpenView, values: StateValues): OpenView {
  const changed = { ...view, values }
  saveView(world, changed)
  return changed
}

/** The modals a person has open, bottom first. */
export function stackOf(world: World, user: string): readonly OpenView[] {
  return (world.stacks.get(user) ?? []).flatMap(id => world.views.get(id) ?? [])
}

export function topModal(world: World, user: string): OpenView | undefined {
  return stackOf(world, user).at(-1)
}

export function closeTop(world: World, user: string): void {
  const open = stackOf(world, user)
  const top = open.at(-1)
  if (!top) return
  world.views.delete(top.id)
  world.stacks.put(
    user,
    open.slice(0, -1).map(v => v.id),
  )
}

export function closeAll(world: World, user: string): void {
  for (const view of stackOf(world, user)) world.views.delete(view.id)
  world.stacks.put(user, [])
}

export function findView(
  world: World,
  by: { readonly id?: string; readonly externalId?: string },
): OpenView | undefined {
  return allViews(world).find(v => (by.id !== undefined ? v.id === by.id : v.source.external_id === by.externalId))
}

function allViews(world: World): readonly OpenView[] {
  return [...world.views.values(), ...world.homes.values()]
}

function checkExternalId(world: World, source: ViewSource, except?: string): void {
  const id = source.external_id
  if (id && allViews(world).some(v => v.id !== except && v.source.external_id === id)) {
    throw new SlackError('duplicate_external_id')
  }
}

function newHash(world: World): string {
  return `${Math.floor(world.now() / 1000)}.${newSecret().slice(0, 8)}`
}

/** A view as Slack's API shows it (docs.slack.dev/reference/views). */
export function renderView(world: World, view: OpenView): Record<string, unknown> {
  const { source } = view
  const common = {
    id: view.id,
    team_id: world.team.id,
    type: source.type,
    blocks: source.blocks,
    private_metadata: source.private_metadata ?? '',
    callback_id: source.callback_id ?? '',
    external_id: source.external_id ?? '',
    state: { values: stateOf(source.blocks, view.values) },
    hash: view.hash,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: world.app.id,
    app_installed_team_id: world.team.id,
    bot_id: world.app.botId,
  }
  if (source.type === 'home') return { ...common, title: { type: 'plain_text', text: 'View Title', emoji: true } }
  return {
    ...common,
    title: source.title,
    submit: source.submit ?? null,
    close: source.close ?? null,
    clear_on_close: source.clear_on_close ?? false,
    notify_on_close: source.notify_on_close ?? false,
    submit_disabled: source.submit_disabled ?? false,
  }
}
