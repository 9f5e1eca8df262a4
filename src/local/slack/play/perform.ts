import { setTimeout as sleep } from 'node:timers/promises'
import type { User } from '../entities.ts'
import { isString } from '../json.ts'
import { topModal } from '../views.ts'
import type { World } from '../world.ts'
import {
  type Before,
  findButtonInChannel,
  findButtonInView,
  findChannelFor,
  findInput,
  findMessageSaying,
} from './find.ts'
import { type Step, type StepOf, viewingMs, type Where } from './script.ts'

/** Why a play cannot go on, in words for whoever watches it. */
export class PlayError extends Error {
  override readonly name = 'PlayError'
}

/** Where a step is to be seen. */
export type PlayPlace = { readonly kind: 'channel'; readonly id: string } | { readonly kind: 'home' }

/** Does what a person does, as the control API would. */
export type Act = (name: string, body: Readonly<Record<string, unknown>>) => Promise<Record<string, unknown>>

export interface Stage {
  readonly world: World
  readonly before: Before
  readonly signal: AbortSignal
  readonly act: Act
  readonly findUser: (handle: string) => User
  readonly pause: (ms: number) => Promise<void>
  /** Tells whoever watches who acts and where that is to be seen; without a place they stay where they are. */
  readonly show: (as: string, place: PlayPlace | null) => void
}

const patienceMs = 5_000
const glanceMs = 20
const betweenFieldsMs = 300

/** Does one step: shows the place, gives time to read, acts as the person would, and leaves time to see what came of it. */
export async function performStep(stage: Stage, step: Step): Promise<void> {
  const user = stage.findUser(step.as)
  const viewing = viewingMs(step)
  const place = await placeOf(stage, user, step)
  stage.show(user.id, place)
  await stage.pause(viewing / 2)
  await perform(stage, user, step, place)
  await stage.pause(viewing / 2)
}

async function placeOf(stage: Stage, user: User, step: Step): Promise<PlayPlace | null> {
  if (step.do === 'open-home') return { kind: 'home' }
  if (!('in' in step) || step.in === 'form') return null
  if (step.in === 'home') return { kind: 'home' }
  return { kind: 'channel', id: await channelOf(stage, user, step.in) }
}

async function channelOf(stage: Stage, user: User, where: Where): Promise<string> {
  if (where === '@app') {
    const { channel } = await accepted(stage.act('open-dm', { user: user.id }))
    if (isString(channel)) return channel
    throw new PlayError(`${user.realName} has no direct messages with the app.`)
  }
  const name = where.slice(1)
  const channel = await until(stage, () => findChannelFor(stage.world, user, { name, before: stage.before }))
  if (!channel) throw new PlayError(`${user.realName} did not see ${where} within ${patienceMs / 1000} s.`)
  return channel.id
}

async function perform(stage: Stage, user: User, step: Step, place: PlayPlace | null): Promise<void> {
  const channel = place?.kind === 'channel' ? place.id : ''
  const by = { user: user.id, ...(channel ? { channel } : {}) }
  switch (step.do) {
    case 'message':
      return done(stage.act('message', { ...by, text: step.text }))
    case 'reaction': {
      const message = await messageSaying(stage, channel, step.to)
      return done(stage.act('reaction', { ...by, messageTs: message.ts, name: step.name }))
    }
    case 'command': {
      const [command = '', ...rest] = step.text.split(' ')
      return done(stage.act('command', { ...by, command, text: rest.join(' ') }))
    }
    case 'press':
      return press(stage, user, step, channel)
    case 'fill':
      return fill(stage, user, step.values)
    case 'submit':
      if (!(await until(stage, () => topModal(stage.world, user.id)))) throw noForm(user)
      return done(stage.act('submit', by))
    case 'open-home':
      return done(stage.act('open-home', by))
    case 'advance':
      return done(stage.act('advance', { minutes: step.minutes }))
    case 'look':
      await messageSaying(stage, channel, step.for)
  }
}

async function press(stage: Stage, user: User, step: StepOf<'press'>, channel: string): Promise<void> {
  const { world, before } = stage
  const { button: label } = step
  const look = () => {
    if (step.in === 'form') return findButtonInView(topModal(world, user.id), label)
    if (step.in === 'home') return findButtonInView(world.homes.get(user.id), label)
    return findButtonInChannel(world, { channel, user: user.id, label, before })
  }
  const found = await until(stage, look)
  if (!found) throw new PlayError(`${user.realName} found no button “${label}” within ${patienceMs / 1000} s.`)
  const place = found.messageTs
    ? { channel, messageTs: found.messageTs }
    : step.in === 'home'
      ? { view_id: 'home' }
      : {}
  await done(stage.act('interact', { user: user.id, ...place, action: found.action }))
}

async function fill(stage: Stage, user: User, values: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [block, value] of Object.entries(values)) {
    const action = await until(stage, () => findInput(topModal(stage.world, user.id), block))
    if (!topModal(stage.world, user.id)) throw noForm(user)
    if (!action) throw new PlayError(`The form before ${user.realName} has no field “${block}”.`)
    await done(stage.act('interact', { user: user.id, action: { ...action, value } }))
    await stage.pause(betweenFieldsMs)
  }
}

function noForm(user: User): PlayError {
  return new PlayError(`The app did not open a form for ${user.realName} within ${patienceMs / 1000} s.`)
}

async function messageSaying({ world, before, signal }: Stage, channel: string, text: string) {
  const message = await until({ signal }, () => findMessageSaying(world, channel, { text, before }))
  if (message) return message
  throw new PlayError(`Nobody wrote “${text}” there within ${patienceMs / 1000} s.`)
}

/** What there is to find as soon as it is there; undefined when it does not come. */
async function until<T>({ signal }: Pick<Stage, 'signal'>, look: () => T | undefined): Promise<T | undefined> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const found = look()
    if (found !== undefined || performance.now() > deadline) return found
    await sleep(glanceMs, undefined, { signal })
  }
}

async function done(answer: ReturnType<Act>): Promise<void> {
  await accepted(answer)
}

const failures: Readonly<Record<string, string>> = {
  operation_timeout: 'The app did not answer within three seconds.',
  dispatch_failed: 'The app is not connected.',
}

async function accepted(answer: ReturnType<Act>): Promise<Record<string, unknown>> {
  const { ok, error, errors, ...rest } = await answer
  if (ok !== false) return rest
  const known = isString(error) ? failures[error] : undefined
  if (known) throw new PlayError(known)
  const reasons = typeof errors === 'object' && errors !== null ? Object.values(errors).join(' ') : String(error)
  throw new PlayError(`The app refused: ${reasons}`)
}
