import type { SeedApp } from '../../../src/local/slack/index.ts'

/** Everything an app may ask for here; tests take scopes away to see the refusals. */
export const sampleApp: SeedApp = {
  name: 'Helper',
  commands: [
    { command: '/hello', description: 'Says hello', usage_hint: '[name]' },
    { command: '/mention', description: 'Reads mentions', should_escape: true },
  ],
  shortcuts: [
    { name: 'Start', callback_id: 'start', type: 'global', description: 'Starts something' },
    { name: 'Take note', callback_id: 'note', type: 'message', description: 'Notes a message' },
  ],
  scopes: [
    ...[
      'app_mentions:read',
      'bookmarks:read',
      'bookmarks:write',
      'canvases:read',
      'canvases:write',
      'channels:history',
      'channels:join',
      'channels:manage',
    ],
    ...[
      'channels:read',
      'chat:write',
      'commands',
      'dnd:read',
      'emoji:read',
      'files:read',
      'files:write',
      'groups:history',
      'groups:read',
    ],
    ...['groups:write', 'im:history', 'im:read', 'im:write', 'mpim:read', 'mpim:write', 'pins:read', 'pins:write'],
    ...['reactions:read', 'reactions:write', 'team:read', 'usergroups:read', 'users:read', 'users:read.email'],
  ],
  events: [
    ...['app_mention', 'app_home_opened', 'message.channels', 'message.groups', 'message.im', 'member_joined_channel'],
    ...[
      'member_left_channel',
      'reaction_added',
      'reaction_removed',
      'channel_archive',
      'channel_rename',
      'channel_created',
    ],
  ],
}
