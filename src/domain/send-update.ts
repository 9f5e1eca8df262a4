import { UserError } from '../errors.ts'
import { correctUpdate } from './correction.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import type { Fact, Stamp, UpdateFields } from './timeline.ts'
import { type Basis, changedSince, describedElse, type Wordings } from './update-preview.ts'
import { writeUpdate } from './updates.ts'

/** An update that is being written: what was typed, and what somebody worded for an audience of its own. */
export interface Composed {
  readonly fields: UpdateFields
  /** Not there where none was to be chosen: each audience keeps its own cadence. */
  readonly nextInMinutes?: number | undefined
  readonly wordings: Wordings
}

export const changedMeanwhile = 'changed-meanwhile'

/** Sends what was looked at; refuses when it would not be read as it was shown, with the code `changed-meanwhile`. */
export function sendUpdate(
  incident: Incident,
  { basis, policy, ...composed }: Composed & { readonly basis: Basis; readonly policy: Policy },
  stamp: Stamp,
): Incident {
  if (changedSince(basis, incident, policy))
    throw new UserError(
      changedMeanwhile,
      `${incident.id} has changed meanwhile. Look at the update again, then send it.`,
    )
  return writeUpdate(incident, { ...composed, policy }, stamp)
}

/** Corrects an update as it was looked at; refuses when it would be read in other words, with the same code. */
export function correctAsShown(
  incident: Incident,
  { basis, policy, ...correction }: Parameters<typeof correctUpdate>[1] & { basis: Basis; policy: Policy },
  stamp: Stamp,
): Incident {
  if (describedElse(basis, incident, policy).length > 0)
    throw new UserError(changedMeanwhile, `${incident.id} has changed meanwhile. Look at the correction again.`)
  return correctUpdate(incident, correction, stamp)
}

/** The update as it would be written now. */
export function asWritten(
  incident: Incident,
  { policy, ...composed }: Composed & { readonly policy: Policy },
  stamp: Stamp,
): Fact<'update-written'> {
  const fact = writeUpdate(incident, { ...composed, policy }, stamp).timeline.at(-1)
  if (fact?.type !== 'update-written') throw new Error('an update was written and is not on the timeline')
  return fact
}
