import { people } from '../playground.ts'
import { type Facts, type FactsOf, inArchived, notIn, unseen } from './facts.ts'

const section = { type: 'section', text: { type: 'plain_text', text: 'x'.repeat(3000) } }
const badBlocks = () => ({ blocks: [{ type: 'section' }] })
/** What every method refuses that takes a message. */
const badContent: Facts['refusals'] = {
  no_text: () => ({ text: ' ' }),
  invalid_blocks: badBlocks,
  invalid_blocks_format: () => ({ blocks: 'x' }),
  markdown_text_conflict: () => ({ markdown_text: 'x' }),
  too_many_attachments: () => ({ attachments: Array.from({ length: 101 }, () => ({ text: 'x' })) }),
}
const badMetadata: Facts['refusals'] = {
  invalid_metadata_format: () => ({ metadata: { event_type: 'x' } }),
  metadata_too_large: () => ({ metadata: { event_type: 'x', event_payload: { text: 'x'.repeat(20_000) } } }),
}
const longBlocks = () => ({ blocks: [section, section, section, section, section] })
const longText = () => ({ text: 'x'.repeat(40_001) })
const toThread = () => ({ thread_ts: '1.000000' })
const asUser = () => ({ as_user: true })

const item = (name: string): Facts['refusals'] => ({
  channel_not_found: unseen(),
  bad_timestamp: () => ({ [name]: 'soon' }),
  message_not_found: () => ({ [name]: '1.000000' }),
  no_item_specified: () => ({ [name]: undefined }),
})

export const messageFacts: FactsOf = {
  'chat.postMessage': {
    tier: { perMinute: 300, perChannelPerMinute: 60 },
    scopes: ['chat:write'],
    call: ({ open: channel }) => ({ channel, text: 'x' }),
    requires: ['channel'],
    refusals: {
      ...badContent,
      ...badMetadata,
      channel_not_found: [...unseen(), ({ gone }) => ({ channel: gone })],
      not_in_channel: notIn(),
      is_archived: inArchived(),
      msg_blocks_too_long: longBlocks,
      cannot_reply_to_message: toThread,
      as_user_not_supported: asUser,
      missing_scope: [() => ({ username: 'x' }), () => ({ icon_emoji: ':x:' }), () => ({ icon_url: 'https://a.test' })],
    },
  },
  'chat.update': {
    tier: 3,
    scopes: ['chat:write'],
    call: ({ open: channel, mine: ts }) => ({ channel, ts, text: 'y' }),
    requires: ['channel', 'ts'],
    refusals: {
      ...badContent,
      ...badMetadata,
      channel_not_found: unseen(),
      not_in_channel: notIn(),
      is_inactive: inArchived(),
      message_not_found: () => ({ ts: '1.000000' }),
      cant_update_message: ({ theirs: ts }) => ({ ts }),
      msg_too_long: () => ({ text: 'x'.repeat(4001) }),
      as_user_not_supported: asUser,
    },
  },
  'chat.delete': {
    tier: 3,
    scopes: ['chat:write'],
    call: ({ open: channel, mine: ts }) => ({ channel, ts }),
    requires: ['channel', 'ts'],
    refusals: {
      channel_not_found: unseen(),
      message_not_found: () => ({ ts: '1.000000' }),
      cant_delete_message: ({ theirs: ts }) => ({ ts }),
    },
  },
  'chat.postEphemeral': {
    tier: 4,
    scopes: ['chat:write'],
    call: ({ open: channel }) => ({ channel, text: 'x', user: people.ana }),
    requires: ['channel', 'user'],
    refusals: {
      ...badContent,
      channel_not_found: unseen(),
      not_in_channel: notIn(),
      is_archived: inArchived(),
      msg_too_long: [longText, longBlocks],
      cannot_reply_to_message: toThread,
      user_not_in_channel: [({ gone: user }) => ({ user }), () => ({ user: 'U0GUS00006' })],
      missing_scope: () => ({ username: 'x' }),
    },
  },
  'chat.getPermalink': {
    tier: { perMinute: 600 },
    call: ({ open: channel, mine: message_ts }) => ({ channel, message_ts }),
    requires: ['channel', 'message_ts'],
    refusals: { channel_not_found: unseen(), message_not_found: () => ({ message_ts: '1.000000' }) },
  },
  'chat.scheduleMessage': {
    tier: 3,
    scopes: ['chat:write'],
    call: ({ open: channel, post_at }) => ({ channel, text: 'x', post_at }),
    requires: ['channel', 'post_at'],
    refusals: {
      ...badContent,
      ...badMetadata,
      channel_not_found: unseen(),
      not_in_channel: notIn(),
      is_archived: inArchived(),
      msg_too_long: [longText, longBlocks],
      invalid_time: () => ({ post_at: 'tomorrow' }),
      time_in_past: () => ({ post_at: 1 }),
      time_too_far: ({ post_at }) => ({ post_at: post_at + 121 * 86_400 }),
    },
  },
  'chat.deleteScheduledMessage': {
    tier: 3,
    scopes: ['chat:write'],
    call: ({ open: channel, scheduled }) => ({ channel, scheduled_message_id: scheduled }),
    requires: ['channel', 'scheduled_message_id'],
    refusals: {
      channel_not_found: ({ nowhere: channel }) => ({ channel }),
      invalid_scheduled_message_id: () => ({ scheduled_message_id: 'Q0NONE' }),
    },
  },
  'chat.scheduledMessages.list': {
    tier: 3,
    call: () => ({}),
    refusals: {
      invalid_channel: ({ nowhere: channel }) => ({ channel }),
      invalid_cursor: () => ({ cursor: 'nonsense' }),
    },
  },
  'pins.add': {
    tier: 2,
    scopes: ['pins:write'],
    call: ({ open: channel, mine: timestamp }) => ({ channel, timestamp }),
    requires: ['channel'],
    refusals: {
      ...item('timestamp'),
      not_in_channel: notIn(),
      already_pinned: ({ marked: timestamp }) => ({ timestamp }),
    },
  },
  'pins.remove': {
    tier: 2,
    scopes: ['pins:write'],
    call: ({ open: channel, marked: timestamp }) => ({ channel, timestamp }),
    requires: ['channel'],
    refusals: { ...item('timestamp'), no_pin: ({ mine: timestamp }) => ({ timestamp }) },
  },
  'pins.list': {
    tier: 2,
    scopes: ['pins:read'],
    call: ({ open: channel }) => ({ channel }),
    requires: ['channel'],
    refusals: { channel_not_found: unseen() },
  },
  'reactions.add': {
    tier: 3,
    scopes: ['reactions:write'],
    call: ({ open: channel, mine: timestamp }) => ({ channel, timestamp, name: 'eyes' }),
    requires: ['channel', 'name'],
    refusals: {
      ...item('timestamp'),
      is_archived: inArchived(),
      already_reacted: ({ marked: timestamp }) => ({ timestamp }),
      invalid_name: () => ({ name: 'no such' }),
    },
  },
  'reactions.remove': {
    tier: 2,
    scopes: ['reactions:write'],
    call: ({ open: channel, marked: timestamp }) => ({ channel, timestamp, name: 'eyes' }),
    requires: ['channel', 'name'],
    refusals: {
      ...item('timestamp'),
      no_reaction: () => ({ name: 'tada' }),
      invalid_name: () => ({ name: 'no such' }),
    },
  },
  'reactions.get': {
    tier: 3,
    scopes: ['reactions:read'],
    call: ({ open: channel, mine: timestamp }) => ({ channel, timestamp }),
    requires: ['channel'],
    refusals: item('timestamp'),
  },
}
