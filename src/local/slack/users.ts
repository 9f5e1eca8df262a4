import type { User, UserGroup } from './entities.ts'
import type { World } from './world.ts'

/** A user as Slack's API shows it (docs.slack.dev/reference/objects/user-object). */
export function renderUser(world: World, user: User): Record<string, unknown> {
  const color = user.color ?? '757575'
  return {
    id: user.id,
    team_id: world.team.id,
    name: user.name,
    deleted: user.isDeleted ?? false,
    color,
    real_name: user.realName,
    tz: user.tz,
    tz_label: timeZoneLabel(user.tz, world.now()),
    tz_offset: timeZoneOffset(user.tz, world.now()),
    profile: {
      title: user.title ?? '',
      real_name: user.realName,
      real_name_normalized: user.realName,
      display_name: user.name,
      display_name_normalized: user.name,
      ...statusFields(world, user),
      ...(user.email ? { email: user.email } : {}),
      ...(user.isBot ? { bot_id: world.app.botId, api_app_id: world.app.id } : {}),
      team: world.team.id,
    },
    is_admin: user.isAdmin ?? false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.isGuest ?? false,
    is_ultra_restricted: false,
    is_bot: user.isBot ?? false,
    is_app_user: false,
    is_email_confirmed: user.email !== undefined,
    updated: user.updated ?? 0,
    who_can_share_contact_card: 'EVERYONE',
  }
}

/** A status whose time has come is gone. */
function statusFields(world: World, { status }: User): Record<string, unknown> {
  const isOver = status && status.expiration !== 0 && status.expiration * 1000 <= world.now()
  const shown = status && !isOver ? status : { text: '', emoji: '', expiration: 0 }
  return {
    status_text: shown.text,
    status_text_canonical: '',
    status_emoji: shown.emoji,
    status_emoji_display_info: [],
    status_expiration: shown.expiration,
  }
}

export function renderUserGroup(world: World, group: UserGroup): Record<string, unknown> {
  return {
    id: group.id,
    team_id: world.team.id,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    description: '',
    handle: group.handle,
    is_external: false,
    date_create: 0,
    date_update: group.updated ?? 0,
    date_delete: group.isDisabled ? (group.updated ?? 1) : 0,
    auto_type: null,
    auto_provision: false,
    created_by: world.app.botUserId,
    updated_by: world.app.botUserId,
    deleted_by: null,
    prefs: { channels: defaultChannels(world, group, false), groups: defaultChannels(world, group, true) },
    user_count: group.users.length,
    channel_count: group.channels?.length ?? 0,
  }
}

/** Private channels are listed apart, by the name that they had once. */
function defaultChannels(world: World, { channels = [] }: UserGroup, isPrivate: boolean): string[] {
  return channels.filter(id => (world.channels.get(id)?.kind === 'group') === isPrivate)
}

/** Seconds east of UTC at `now` (milliseconds). */
function timeZoneOffset(tz: string, now: number): number {
  const at = new Date(Math.floor(now / 1000) * 1000)
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: tz,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find(p => p.type === type)?.value)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return (local - at.getTime()) / 1000
}

function timeZoneLabel(tz: string, now: number): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: 'long' }).formatToParts(now)
  return parts.find(p => p.type === 'timeZoneName')?.value ?? tz
}
