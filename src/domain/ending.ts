import { UserError } from '../errors.ts'
import type { Closing } from './closing.ts'
import type { Incident } from './incident.ts'
import { cancel, merge, resolve } from './lifecycle.ts'
import type { Policy } from './policy.ts'
import { changedMeanwhile } from './send-update.ts'
import type { Fact, Stamp } from './timeline.ts'
import { type Basis, changedSince, type Wordings } from './update-preview.ts'

/** How the work on an incident ends, each with what is told of it. */
export type Ending =
  | { readonly how: 'resolve'; readonly closing: Closing }
  | { readonly how: 'cancel'; readonly reason: string }
  | { readonly how: 'merge'; readonly into: string }

interface Given {
  readonly ending: Ending
  readonly wordings: Wordings
  readonly policy: Policy
}

/** Ends it and writes the closing notice: both or neither. */
function end(incident: Incident, { ending, wordings, policy }: Given, stamp: Stamp): Incident {
  switch (ending.how) {
    case 'resolve':
      return resolve(incident, { ...ending.closing, wordings, policy }, stamp)
    case 'cancel':
      return cancel(incident, { reason: ending.reason, wordings, policy }, stamp)
    case 'merge':
      return merge(incident, { into: ending.into, wordings, policy }, stamp)
  }
}

/** The incident as it would be after this end, and the notice that would tell of it, if anybody reads one. */
export function asEnded(
  incident: Incident,
  given: Given,
  stamp: Stamp,
): { readonly after: Incident; readonly notice: Fact<'update-written'> | undefined } {
  const after = end(incident, given, stamp)
  const last = after.timeline.at(-1)
  return { after, notice: after !== incident && last?.type === 'update-written' ? last : undefined }
}

/** Ends it as it was looked at; refuses when it would not be read as it was shown, with the code `changed-meanwhile`. */
export function endAsShown(incident: Incident, given: Given & { readonly basis: Basis }, stamp: Stamp): Incident {
  const after = end(incident, given, stamp)
  if (changedSince(given.basis, incident, given.policy))
    throw new UserError(changedMeanwhile, `${incident.id} has changed meanwhile. Look at the notice again.`)
  return after
}
