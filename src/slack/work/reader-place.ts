import type { AudienceId } from '../../domain/audience-ids.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { addresseeOf } from '../../domain/user-groups.ts'
import { audiencePlace, directTo, directToMember } from '../clearance.ts'
import type { InsidePlace, OutsidePlace } from '../outside.ts'
import type { Workspace } from '../workspace.ts'

/**
 * Where a reader of an update is written to now; undefined for somebody who subscribed, or is in a user group, and may
 * not hear of it any more: they are not told, and nobody is told of that. Throws ServiceError where one was named.
 */
export async function readerPlace(
  workspace: Workspace,
  incident: Incident,
  reader: { readonly update: number; readonly audience: AudienceId; readonly channel: string; readonly policy: Policy },
): Promise<InsidePlace | OutsidePlace | undefined> {
  const { subject, group } = addresseeOf(incident, reader.update, reader) ?? {}
  if (subject) return directTo(workspace, incident, reader.channel)
  if (group && /^[UW]/.test(reader.channel))
    return directToMember(workspace, reader.channel, { incident, audience: reader.audience, policy: reader.policy })
  return audiencePlace(workspace, incident, reader)
}
