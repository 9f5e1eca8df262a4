import { bot, people } from '../playground.ts'
import { type FactsOf, inArchived, inDirect, notIn, unseen } from './facts.ts'

const manage = ['channels:manage']
const read = ['channels:read']
const history = ['channels:history']
const open = { call: ({ open: channel }: { readonly open: string }) => ({ channel }), requires: ['channel'] }
const own = { call: ({ own: channel }: { readonly own: string }) => ({ channel }), requires: ['channel'] }
const nonsense = () => ({ cursor: 'nonsense' })
const limitless = [() => ({ limit: 'many' }), () => ({ limit: -1 })]
const badName = {
  invalid_name_required: () => ({ name: '' }),
  invalid_name_maxlength: () => ({ name: 'x'.repeat(81) }),
  invalid_name_punctuation: () => ({ name: '--' }),
  invalid_name_specials: [() => ({ name: 'Upper' }), () => ({ name: 'two words' }), () => ({ name: 'a.b' })],
  name_taken: [() => ({ name: 'archived' }), () => ({ name: 'security-team' })],
}
const heading = (which: string) => ({
  call: ({ open: channel }: { readonly open: string }) => ({ channel, [which]: 'x' }),
  requires: ['channel', which],
  scopes: ['channels:manage', 'channels:write.topic'],
  refusals: {
    channel_not_found: unseen(),
    not_in_channel: notIn(),
    is_archived: inArchived(),
    too_long: () => ({ [which]: 'x'.repeat(251) }),
    method_not_supported_for_channel_type: inDirect(),
  },
})
const lists = {
  invalid_types: () => ({ types: 'public_channel,planet' }),
  invalid_cursor: nonsense,
  invalid_limit: limitless,
}

export const conversationFacts: FactsOf = {
  'conversations.create': { tier: 2, scopes: manage, call: () => ({ name: 'new' }), refusals: badName },
  'conversations.info': { tier: 3, scopes: read, ...open, refusals: { channel_not_found: unseen() } },
  'conversations.list': { tier: 2, scopes: read, call: () => ({}), refusals: lists },
  'conversations.members': {
    tier: 4,
    scopes: read,
    ...open,
    refusals: { channel_not_found: unseen(), invalid_cursor: nonsense, invalid_limit: limitless },
  },
  'conversations.history': {
    tier: 3,
    scopes: history,
    ...open,
    refusals: {
      channel_not_found: unseen(),
      not_in_channel: notIn(),
      invalid_cursor: nonsense,
      invalid_ts_latest: () => ({ latest: 'now-ish' }),
      invalid_ts_oldest: () => ({ oldest: 'yesterday' }),
    },
  },
  'conversations.replies': {
    tier: 3,
    scopes: history,
    call: ({ open: channel, mine: ts }) => ({ channel, ts }),
    requires: ['channel', 'ts'],
    refusals: {
      channel_not_found: unseen(),
      not_in_channel: notIn(),
      invalid_cursor: nonsense,
      invalid_ts_latest: () => ({ latest: 'now-ish' }),
      invalid_ts_oldest: () => ({ oldest: 'yesterday' }),
      thread_not_found: () => ({ ts: '1.000000' }),
    },
  },
  'conversations.invite': {
    tier: 3,
    scopes: ['channels:manage', 'channels:write.invites'],
    call: ({ own: channel }) => ({ channel, users: people.dev }),
    requires: ['channel'],
    refusals: {
      channel_not_found: unseen(),
      not_in_channel: notIn(),
      is_archived: inArchived(),
      method_not_supported_for_channel_type: inDirect(),
      no_user: () => ({ users: '' }),
      user_not_found: () => ({ users: 'U0NOBODY00' }),
      cant_invite: ({ gone }) => ({ users: gone }),
      cant_invite_self: () => ({ users: bot }),
      already_in_channel: ({ open: channel }) => ({ channel, users: people.ana }),
      invalid_arguments: () => ({ users: Array.from({ length: 101 }, (_, i) => `U${i}`).join() }),
    },
  },
  'conversations.kick': {
    tier: 3,
    scopes: manage,
    call: ({ open: channel }) => ({ channel, user: people.ana }),
    requires: ['channel'],
    refusals: {
      channel_not_found: unseen(),
      not_in_channel: [notIn(), () => ({ user: 'U0GUS00006' })],
      method_not_supported_for_channel_type: inDirect(),
      user_not_found: [() => ({ user: 'U0NOBODY00' }), () => ({ user: undefined })],
      cant_kick_self: () => ({ user: bot }),
    },
  },
  'conversations.join': {
    tier: 3,
    scopes: ['channels:join'],
    ...open,
    refusals: {
      channel_not_found: unseen(),
      is_archived: inArchived(),
      method_not_supported_for_channel_type: inDirect(),
    },
  },
  'conversations.leave': {
    tier: 3,
    scopes: manage,
    ...open,
    refusals: {
      channel_not_found: unseen(),
      is_archived: inArchived(),
      method_not_supported_for_channel_type: inDirect(),
      last_member: ({ alone: channel }) => ({ channel }),
    },
  },
  'conversations.open': {
    tier: 3,
    scopes: ['im:write'],
    call: () => ({ users: people.ben }),
    refusals: {
      channel_not_found: [
        ({ nowhere: channel }) => ({ users: undefined, channel }),
        () => ({ users: people.chloe, prevent_creation: true }),
      ],
      method_not_supported_for_channel_type: ({ open: channel }) => ({ users: undefined, channel }),
      users_list_not_supplied: () => ({ users: '' }),
      not_enough_users: () => ({ users: bot }),
      too_many_users: () => ({ users: Array.from({ length: 9 }, (_, i) => `U${i}`).join() }),
      user_not_found: () => ({ users: `${people.ana},U0NOBODY00` }),
      user_disabled: ({ gone }) => ({ users: gone }),
    },
  },
  'conversations.rename': {
    tier: 2,
    scopes: manage,
    call: ({ own: channel }) => ({ channel, name: 'newer' }),
    requires: ['channel'],
    refusals: {
      ...badName,
      channel_not_found: unseen(),
      not_in_channel: notIn(),
      is_archived: inArchived(),
      method_not_supported_for_channel_type: inDirect(),
      not_authorized: ({ open: channel }) => ({ channel }),
    },
  },
  'conversations.archive': {
    tier: 2,
    scopes: manage,
    ...own,
    refusals: {
      channel_not_found: unseen(),
      not_in_channel: notIn(),
      already_archived: inArchived(),
      method_not_supported_for_channel_type: inDirect(),
    },
  },
  'conversations.unarchive': {
    tier: 2,
    scopes: manage,
    call: ({ archived: channel }) => ({ channel }),
    requires: ['channel'],
    refusals: {
      channel_not_found: unseen(),
      not_archived: ({ open: channel }) => ({ channel }),
      method_not_supported_for_channel_type: inDirect(),
    },
  },
  'conversations.setTopic': { tier: 2, ...heading('topic') },
  'conversations.setPurpose': { tier: 2, ...heading('purpose') },
  'conversations.canvases.create': {
    tier: 2,
    scopes: ['canvases:write'],
    call: ({ own: channel_id }) => ({ channel_id }),
    requires: ['channel_id'],
    refusals: {
      channel_not_found: unseen('channel_id'),
      restricted_action: [notIn('channel_id'), inArchived('channel_id')],
      channel_canvas_already_exists: ({ open: channel_id }) => ({ channel_id }),
      invalid_arguments: () => ({ document_content: { type: 'html', markdown: 'x' } }),
    },
  },
  'users.conversations': {
    tier: 3,
    scopes: read,
    call: () => ({}),
    refusals: { ...lists, user_not_found: () => ({ user: 'U0NOBODY00' }) },
  },
}
