import { type Incident, requireActive } from '../../domain/incident.ts'
import { UserError } from '../../errors.ts'
import { findKnown, type Request } from '../request.ts'

/** The incident to go on with, looked at with the eyes of the person who asks. */
export async function requireMergeTarget(request: Request, incident: Incident, id: string): Promise<Incident> {
  const into = await findKnown(request, id)
  // A public incident must not point at one that its readers may not know of.
  if (into.isPrivate && !incident.isPrivate)
    throw new UserError('private-target', `${into.id} is private; a public incident cannot point to it.`)
  requireActive(into, 'merge another into it')
  return into
}
