import type { Names } from './describe-event.ts'
import type { Incident } from './incident.ts'
import { activePeriods, endedAt, type Period } from './metrics.ts'
import { beginnings, keyEvents } from './picture-events.ts'
import { clockLanes, peopleLanes, stateLanes, updateLanes } from './picture-lanes.ts'
import type { Policy } from './policy.ts'
import type { Talk } from './talk.ts'
import { updatesDue } from './updates.ts'

export const LANE_GROUPS = ['state', 'promises', 'updates', 'people'] as const
export type LaneGroup = (typeof LANE_GROUPS)[number]

/** How a stretch is to be taken; a format gives each a colour, and never a colour alone. */
export type Tone = 'neutral' | 'info' | 'busy' | 'good' | 'warn' | 'bad'

/** A stretch of time in a lane. */
export interface Bar extends Period {
  readonly label: string
  readonly tone: Tone
}

export type MarkKind = 'due' | 'on time' | 'late' | 'automatic' | 'put off' | 'not delivered' | 'not owed' | 'target'

/** A moment in a lane. */
export interface Mark {
  readonly at: Date
  readonly kind: MarkKind
  /** What was due at another moment than it came. */
  readonly since?: Date
}

export interface Lane {
  readonly group: LaneGroup
  readonly label: string
  readonly bars: readonly Bar[]
  readonly marks: readonly Mark[]
}

/** Something that everybody remembers, with the number that stands for it in the picture. */
export interface KeyEvent {
  readonly number: number
  readonly at: Date
  readonly text: string
}

/** The incident on one time axis; formats draw it. */
export interface Picture extends Period {
  readonly lanes: readonly Lane[]
  /** Messages in stretches of equal length that follow one another from `from` to `to`. */
  readonly activity: readonly (Period & { readonly messages: number })[]
  readonly events: readonly KeyEvent[]
}

export interface PictureInput {
  readonly incident: Incident
  readonly policy: Policy
  readonly talk: Talk
  readonly names: Names
  readonly builtAt: Date
}

const stretches = 72
const minuteMs = 60_000

export function pictureOf(input: PictureInput): Picture {
  const range = rangeOf(input)
  const lanes = [...stateLanes(input, range), ...clockLanes(input, range), ...updateLanes(input, range)]
  return {
    ...range,
    lanes: [...lanes, ...peopleLanes(input, range)],
    activity: activityIn(range, input.talk),
    events: keyEvents(input, range),
  }
}

/**
 * From its declaration, or from when it began where that is not longer ago than it lasted, to the end of the work on
 * it, or to the updates that are due next, and a little more. What came long before or after would leave no room for what happened.
 */
function rangeOf({ incident, policy, builtAt }: PictureInput): Period {
  const declared = incident.declaredAt
  const end = endedAt(incident, builtAt) ?? activePeriods(incident, builtAt).at(-1)?.to ?? builtAt
  const length = Math.max(end.getTime() - declared.getTime(), minuteMs)
  const isNear = (at: Date) => at.getTime() - declared.getTime() < length * 1.35
  const after = [incident.closedAt ?? declared, ...updatesDue(incident, policy).map(({ at }) => at)].filter(isNear)
  const last = Math.max(declared.getTime() + length, ...after.map(at => at.getTime()))
  const begun = beginnings(incident).filter(({ at }) => declared.getTime() - at.getTime() <= length)
  const from = new Date(Math.min(declared.getTime(), ...begun.map(({ at }) => at.getTime())))
  return { from, to: new Date(Math.ceil((last + (last - from.getTime()) * 0.03) / minuteMs) * minuteMs) }
}

function activityIn({ from, to }: Period, { perMinute }: Talk): Picture['activity'] {
  const step = Math.max(1, Math.ceil((to.getTime() - from.getTime()) / minuteMs / stretches)) * minuteMs
  const count = Math.ceil((to.getTime() - from.getTime()) / step)
  const sums = new Array<number>(count).fill(0)
  for (const [at, messages] of perMinute) {
    const index = Math.floor((at - Math.floor(from.getTime() / minuteMs) * minuteMs) / step)
    if (index >= 0 && index < count) sums[index] = (sums[index] ?? 0) + messages
  }
  return sums.map((messages, index) => ({
    from: new Date(from.getTime() + index * step),
    to: new Date(Math.min(from.getTime() + (index + 1) * step, to.getTime())),
    messages,
  }))
}
