import { mayHear } from '../domain/clearance.ts'
import { ServiceError } from '../errors.ts'
import type { FieldErrors } from './modals/form.ts'
import type { Request } from './request.ts'
import type { Workspace } from './workspace.ts'

/** Why some of the channels and people that somebody adds cannot read updates; undefined where all of them can. */
export async function readersProblem(
  { workspace }: Pick<Request, 'workspace'>,
  { channels, people }: { channels: readonly string[]; people: readonly string[] },
  known: readonly string[],
): Promise<FieldErrors | undefined> {
  const isNew = (place: string) => !known.includes(place)
  const closed = await Promise.all(channels.filter(isNew).map(channel => isClosed(workspace, channel)))
  const barred = await Promise.all(people.filter(isNew).map(user => isBarred(workspace, user)))
  const errors = {
    ...(closed.includes(true)
      ? { channels: 'Sitrep is not in one of these, or it is shared with another company. Invite Sitrep there first.' }
      : {}),
    ...(barred.includes(true)
      ? {
          people:
            'One of them is a guest, a bot or no longer here. Guests hear only of incidents whose channel they are in.',
        }
      : {}),
  }
  return Object.keys(errors).length > 0 ? errors : undefined
}

async function isClosed({ client }: Workspace, channel: string): Promise<boolean> {
  try {
    const { channel: found } = await client.call('conversations.info', { channel })
    return !found?.is_member || Boolean(found.is_archived || found.is_ext_shared || found.is_pending_ext_shared)
  } catch (error) {
    if (error instanceof ServiceError && error.outcome === 'permanent-target') return true
    throw error
  }
}

async function isBarred(workspace: Workspace, user: string): Promise<boolean> {
  const account = await workspace.accountOf(user)
  return (
    user === workspace.botUserId || !mayHear({ isPrivate: false }, { ...account, isMember: false, isCleared: false })
  )
}
