import { verificationToken } from './delivery/envelope.ts'
import type { Channel, OpenView, User } from './entities.ts'
import { renderView } from './views.ts'
import type { World } from './world.ts'

/** What every interaction payload says of who, where and which app. */
export function interactionBase(world: World, user: User): Record<string, unknown> {
  return {
    team: { id: world.team.id, domain: world.team.domain },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: user.id, username: user.name, name: user.name, team_id: world.team.id },
    api_app_id: world.app.id,
    token: verificationToken,
  }
}

/** The name of a conversation in payloads, which do not give away those of private ones. */
export function payloadChannelName(channel: Channel): string {
  switch (channel.kind) {
    case 'channel':
      return channel.name
    case 'im':
      return 'directmessage'
    case 'group':
    case 'mpim':
      return 'privategroup'
  }
}

/** What is sent when a person closes a modal. */
export function viewClosed(
  world: World,
  user: User,
  { view, isCleared }: { readonly view: OpenView; readonly isCleared: boolean },
): Record<string, unknown> {
  return { type: 'view_closed', ...interactionBase(world, user), view: renderView(world, view), is_cleared: isCleared }
}

/** The time of an action, as payloads write it. */
export function actionTs(world: World): string {
  return (world.now() / 1000).toFixed(6)
}
