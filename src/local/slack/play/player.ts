import { randomUUID } from 'node:crypto'
import { findUser } from '../control/find.ts'
import { ControlError } from '../errors.ts'
import { topModal } from '../views.ts'
import type { World } from '../world.ts'
import { readBefore } from './find.ts'
import { createPacer, type Pacer } from './pacer.ts'
import { type Act, PlayError, type PlayPlace, performStep, type Stage } from './perform.ts'
import type { Play } from './script.ts'

type PlayStatus = 'playing' | 'paused' | 'done' | 'stopped' | 'failed'

/** How far a play has come. */
interface PlayState {
  /** Tells one performance from the next. */
  readonly id: string
  readonly name: string
  readonly title: string
  readonly status: PlayStatus
  /** Counts from 1. */
  readonly step: number
  readonly of: number
  readonly say: string
  /** Who acts, by id. */
  readonly as: string
  readonly place: PlayPlace | null
  /** Why it could not go on. */
  readonly problem: string | null
}

export interface Player {
  readonly plays: readonly Play[]
  state(): PlayState | null
  start(options: { readonly name?: string | undefined; readonly speed: number }): PlayState
  pause(): PlayState
  resume(): PlayState
  skip(): PlayState
  /** Ends the play; what it has done stays done. */
  stop(): Promise<PlayState | null>
  /** Ends it, and tells of it no more. */
  forget(): Promise<void>
}

interface Performance {
  state: PlayState
  readonly pacer: Pacer
  readonly controller: AbortController
  readonly end: Promise<void>
}

/** Performs plays, one at a time. `act` is what people do by the control API. */
export function createPlayer({
  world,
  plays,
  act,
}: {
  readonly world: World
  readonly plays: readonly Play[]
  readonly act: (by: string, ...call: Parameters<Act>) => ReturnType<Act>
}): Player {
  let current: Performance | undefined

  const isRunning = () => current?.state.status === 'playing' || current?.state.status === 'paused'
  const running = (): Performance => {
    if (current && isRunning()) return current
    throw new ControlError(409, 'Nothing is playing.')
  }
  const change = (performance: Performance, part: Partial<PlayState>): PlayState => {
    performance.state = { ...performance.state, ...part }
    world.touch()
    return performance.state
  }

  async function perform(performance: Performance, play: Play): Promise<void> {
    const { pacer, controller } = performance
    const stage: Stage = {
      world,
      before: readBefore(world),
      signal: controller.signal,
      act: (name, body) => act(play.name, name, body),
      findUser: handle => findUser(world, handle),
      pause: ms => pacer.wait(ms),
      show: (as, place) => void change(performance, place ? { as, place } : { as }),
    }
    try {
      await closeForms(stage, play)
      for (const [index, step] of play.steps.entries()) {
        pacer.nextStep()
        change(performance, { step: index + 1, ...(step.say === undefined ? {} : { say: step.say }) })
        await performStep(stage, step)
      }
      change(performance, { status: 'done', say: play.ending ?? 'That was all.' })
    } catch (error) {
      if (controller.signal.aborted) return void change(performance, { status: 'stopped' })
      const { step, of } = performance.state
      const isKnown = error instanceof PlayError || error instanceof ControlError
      const reason = isKnown ? error.message.replace(/\.$/, '') : `Something in the sandbox went wrong (${error})`
      change(performance, { status: 'failed', problem: `${reason}; the play stopped at step ${step} of ${of}.` })
    }
  }

  async function stop(): Promise<PlayState | null> {
    const performance = current
    if (!performance) return null
    performance.controller.abort()
    await performance.end
    return performance.state
  }

  return {
    plays,
    state: () => current?.state ?? null,
    start({ name, speed }) {
      const play = name === undefined ? plays[0] : plays.find(one => one.name === name)
      if (!play) throw new ControlError(404, plays.length === 0 ? 'There is nothing to play.' : noSuchPlay(plays))
      if (current && isRunning()) {
        const { title, step, of } = current.state
        throw new ControlError(409, `“${title}” is playing already (step ${step} of ${of}). Stop it first.`)
      }
      const controller = new AbortController()
      const state: PlayState = {
        id: randomUUID(),
        name: play.name,
        title: play.title,
        status: 'playing',
        step: 0,
        of: play.steps.length,
        say: play.about,
        as: findUser(world, play.steps[0]?.as ?? '').id,
        place: null,
        problem: null,
      }
      const performance: Performance = {
        state,
        controller,
        pacer: createPacer({ speed, signal: controller.signal }),
        end: Promise.resolve().then(() => perform(performance, play)),
      }
      current = performance
      world.touch()
      return state
    },
    pause() {
      const performance = running()
      performance.pacer.pause()
      return change(performance, { status: 'paused' })
    },
    resume() {
      const performance = running()
      performance.pacer.resume()
      return change(performance, { status: 'playing' })
    },
    skip() {
      const performance = running()
      performance.pacer.skip()
      return performance.state
    },
    stop,
    async forget() {
      await stop()
      current = undefined
    },
  }
}

function noSuchPlay(plays: readonly Play[]): string {
  return `There is no such play. There are ${plays.map(play => play.name).join(', ')}.`
}

/** A form that somebody left open is not the one that a step means. */
async function closeForms(stage: Stage, play: Play): Promise<void> {
  for (const handle of new Set(play.steps.map(step => step.as))) {
    const user = stage.findUser(handle)
    if (topModal(stage.world, user.id)) await stage.act('close-view', { user: user.id, all: true })
  }
}
