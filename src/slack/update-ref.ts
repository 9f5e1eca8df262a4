import { wasToldTo } from '../domain/addressing.ts'
import type { AudienceId } from '../domain/audience-ids.ts'
import { REPORTER, REPORTER_HEARS } from '../domain/feedback.ts'
import type { Incident } from '../domain/incident.ts'
import { UserError } from '../errors.ts'
import { mayRespond } from './clearance.ts'
import type { Request } from './request.ts'

/** The update that somebody answers to, as a button carries it: `INC-42#7/leadership`. */
export interface UpdateRef {
  readonly incident: string
  /** The update's fact. */
  readonly update: number
  readonly audience: AudienceId
}

export function writeUpdateRef({ incident, update, audience }: UpdateRef): string {
  return `${incident}#${update}/${audience}`
}

/** The update itself, as a button carries it that is for no single audience: `INC-42#7`. */
export function updateRef({ id }: Pick<Incident, 'id'>, { seq }: { readonly seq: number }): string {
  return `${id}#${seq}`
}

/** What such a button names; one that carries the incident alone means its last update. */
export function readUpdateRef(value: string): { readonly incident: string; readonly update: number | undefined } {
  const [incident = '', seq] = value.split('#')
  return { incident, update: seq === undefined ? undefined : Number(seq) }
}

function isAddressed(incident: Incident, to: { update: number; audience: AudienceId; user: string }): boolean {
  const fact = incident.timeline.find(({ seq }) => seq === to.update)
  if (to.audience === REPORTER)
    return fact !== undefined && REPORTER_HEARS.includes(fact.type) && incident.reporter === to.user
  return fact?.type === 'update-written' && wasToldTo(incident, fact, to.audience)
}

/**
 * The incident whose update a person answers to. Throws UserError, in the same words whether there is no such update
 * or it is not for this person any more.
 */
export async function answeredUpdate(
  { app, workspace, actor }: Request,
  value: string,
): Promise<UpdateRef & { readonly subject: Incident }> {
  const [, id = '', seq = '', audience = ''] = /^(INC-\d{1,9})#(\d{1,6})\/([a-z][a-z0-9-]{0,40})/.exec(value) ?? []
  const subject = await app.incidents.get(id)
  const wasTold = subject !== undefined && isAddressed(subject, { update: Number(seq), audience, user: actor.by })
  const isFor = wasTold && (await mayRespond(workspace, actor.by, { incident: subject, audience, policy: app.policy }))
  if (!isFor)
    throw new UserError('not-for-you', 'You cannot answer to this update any more. Ask whoever told you of it.')
  return { incident: id, update: Number(seq), audience, subject }
}
