import { people } from '../playground.ts'
import { type Facts, type FactsOf, inArchived, notIn, unseen } from './facts.ts'

const view = { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] }
const home = { type: 'home', blocks: [] }
const badView: Facts['refusals'] = {
  invalid_arguments: [() => ({ view: undefined }), () => ({ view: { ...view, title: undefined } })],
  view_too_large: () => ({ view: { ...view, private_metadata: 'x'.repeat(260_000) } }),
}
const triggered: Facts = {
  tier: 4,
  refusals: {
    ...badView,
    invalid_trigger_id: () => ({ view, trigger_id: 'x' }),
  },
}
const canvas = {
  call: ({ canvas: canvas_id }: { readonly canvas: string }) => ({ canvas_id }),
  requires: ['canvas_id'],
}
const noCanvas: Facts['refusals'] = {
  canvas_not_found: [() => ({ canvas_id: 'F0NONE' }), ({ deletedCanvas: canvas_id }) => ({ canvas_id })],
}
const bookmark: Facts['refusals'] = {
  channel_not_found: unseen('channel_id'),
  invalid_link: () => ({ link: 'not an address' }),
  invalid_emoji: () => ({ emoji: 'book' }),
}
const noUser = () => ({ user: 'U0NOBODY00' })

export const otherFacts: FactsOf = {
  'api.test': { tier: 4, token: 'none', call: () => ({}), refusals: { my_error: () => ({ error: 'my_error' }) } },
  'auth.test': { tier: { perMinute: 300 }, call: () => ({}), refusals: {} },
  'apps.connections.open': { tier: 3, token: 'app', call: () => ({}), refusals: {} },
  'team.info': {
    tier: 3,
    scopes: ['team:read'],
    call: () => ({}),
    refusals: { team_not_found: () => ({ team: 'T0OTHER' }) },
  },
  'bots.info': {
    tier: 3,
    scopes: ['users:read'],
    call: () => ({ bot: 'B0APP00001' }),
    refusals: { bot_not_found: () => ({ bot: 'B0OTHER' }) },
  },
  'users.info': {
    tier: 4,
    scopes: ['users:read'],
    call: () => ({ user: people.ana }),
    refusals: { user_not_found: [noUser, () => ({ user: undefined })] },
  },
  'users.list': {
    tier: 2,
    scopes: ['users:read'],
    call: () => ({}),
    refusals: { invalid_cursor: () => ({ cursor: 'nonsense' }) },
  },
  'users.lookupByEmail': {
    tier: 3,
    scopes: ['users:read.email'],
    call: () => ({ email: 'ana@acme.example' }),
    requires: ['email'],
    refusals: { users_not_found: [() => ({ email: 'no@acme.example' }), () => ({ email: 'gone@acme.example' })] },
  },
  'usergroups.list': { tier: 2, scopes: ['usergroups:read'], call: () => ({}), refusals: {} },
  'usergroups.users.list': {
    tier: 2,
    scopes: ['usergroups:read'],
    call: () => ({ usergroup: 'S0ONCALL01' }),
    requires: ['usergroup'],
    refusals: { no_such_subteam: () => ({ usergroup: 'S0NONE' }) },
  },
  'views.open': triggered,
  'views.push': triggered,
  'views.update': {
    tier: 4,
    refusals: {
      not_found: [() => ({ view, view_id: 'V0NONE' }), () => ({ view, external_id: 'none' })],
      invalid_arguments: () => ({ view }),
    },
  },
  'views.publish': {
    tier: 4,
    call: () => ({ user_id: people.ana, view: home }),
    requires: ['user_id', 'view'],
    refusals: {
      invalid_arguments: () => ({ view }),
      user_not_found: () => ({ user_id: 'U0NOBODY00' }),
      view_too_large: () => ({ view: { ...home, private_metadata: 'x'.repeat(260_000) } }),
    },
  },
  'bookmarks.add': {
    tier: 2,
    scopes: ['bookmarks:write'],
    call: ({ open: channel_id }) => ({ channel_id, title: 'x', type: 'link', link: 'https://a.test' }),
    requires: ['channel_id', 'title', 'type'],
    refusals: { ...bookmark, invalid_bookmark_type: () => ({ type: 'folder' }) },
  },
  'bookmarks.edit': {
    tier: 2,
    scopes: ['bookmarks:write'],
    call: scene => ({ channel_id: scene.open, bookmark_id: scene.bookmark, title: 'y' }),
    requires: ['channel_id', 'bookmark_id'],
    refusals: { ...bookmark, not_found: () => ({ bookmark_id: 'Bk0NONE' }) },
  },
  'bookmarks.list': {
    tier: 3,
    scopes: ['bookmarks:read'],
    call: ({ open: channel_id }) => ({ channel_id }),
    requires: ['channel_id'],
    refusals: { channel_not_found: unseen('channel_id') },
  },
  'bookmarks.remove': {
    tier: 2,
    scopes: ['bookmarks:write'],
    call: scene => ({ channel_id: scene.open, bookmark_id: scene.bookmark }),
    requires: ['channel_id', 'bookmark_id'],
    refusals: { channel_not_found: unseen('channel_id'), not_found: () => ({ bookmark_id: 'Bk0NONE' }) },
  },
  'files.getUploadURLExternal': {
    tier: 4,
    scopes: ['files:write'],
    call: () => ({ filename: 'a.txt', length: 1 }),
    requires: ['filename', 'length'],
    refusals: {
      alt_txt_too_large: () => ({ alt_txt: 'x'.repeat(1001) }),
      invalid_arguments: [() => ({ length: 0 }), () => ({ length: 'long' })],
    },
  },
  'files.completeUploadExternal': {
    tier: 4,
    scopes: ['files:write'],
    call: ({ uploaded: id }) => ({ files: [{ id }] }),
    requires: ['files'],
    refusals: {
      file_not_found: [
        () => ({ files: [{ id: 'F0NONE' }] }),
        ({ file: id }) => ({ files: [{ id }] }),
        ({ theirUpload: id }) => ({ files: [{ id }] }),
      ],
      channel_not_found: unseen('channel_id'),
      not_in_channel: notIn('channel_id'),
      is_archived: inArchived('channel_id'),
      invalid_blocks: () => ({ blocks: [{ type: 'section' }] }),
      channels_limit_exceeded: () => ({ channels: Array.from({ length: 101 }, (_, i) => `C${i}`).join() }),
    },
  },
  'files.info': {
    tier: 4,
    scopes: ['files:read'],
    call: ({ file }) => ({ file }),
    requires: ['file'],
    refusals: {
      file_not_found: [() => ({ file: 'F0NONE' }), ({ uploaded: file }) => ({ file })],
      file_deleted: ({ deletedFile: file }) => ({ file }),
    },
  },
  'files.list': {
    tier: 3,
    scopes: ['files:read'],
    call: () => ({}),
    refusals: { unknown_type: () => ({ types: 'images,planets' }), user_not_found: noUser },
  },
  'files.delete': {
    tier: 3,
    scopes: ['files:write'],
    call: ({ file }) => ({ file }),
    requires: ['file'],
    refusals: {
      file_not_found: () => ({ file: 'F0NONE' }),
      file_deleted: ({ deletedFile: file }) => ({ file }),
      cant_delete_file: [({ theirFile: file }) => ({ file }), ({ canvas: file }) => ({ file })],
    },
  },
  'canvases.create': {
    tier: 2,
    scopes: ['canvases:write'],
    call: () => ({}),
    refusals: {
      channel_not_found: unseen('channel_id'),
      restricted_action: [notIn('channel_id'), inArchived('channel_id')],
      invalid_arguments: () => ({ document_content: 'x' }),
    },
  },
  'canvases.edit': {
    tier: 3,
    scopes: ['canvases:write'],
    call: ({ canvas: canvas_id }) => {
      const document_content = { type: 'markdown', markdown: 'x' }
      return { canvas_id, changes: [{ operation: 'insert_at_end', document_content }] }
    },
    requires: ['canvas_id', 'changes'],
    refusals: {
      ...noCanvas,
      canvas_editing_failed: () => ({ changes: [{ operation: 'delete', section_id: 'temp:C:none' }] }),
      invalid_arguments: () => ({ changes: [{ operation: 'delete' }] }),
    },
  },
  'canvases.delete': { tier: 3, scopes: ['canvases:write'], ...canvas, refusals: noCanvas },
  'canvases.sections.lookup': {
    tier: 3,
    scopes: ['canvases:read'],
    call: ({ canvas: canvas_id }) => ({ canvas_id, criteria: { contains_text: 'x' } }),
    requires: ['canvas_id', 'criteria'],
    refusals: {
      canvas_not_found: () => ({ canvas_id: 'F0NONE' }),
      canvas_deleted: ({ deletedCanvas: canvas_id }) => ({ canvas_id }),
      invalid_arguments: () => ({ criteria: {} }),
    },
  },
  'canvases.access.set': {
    tier: 3,
    scopes: ['canvases:write'],
    call: ({ canvas: canvas_id }) => ({ canvas_id, access_level: 'read', user_ids: [people.ana] }),
    requires: ['canvas_id', 'access_level'],
    refusals: {
      ...noCanvas,
      invalid_parameters: [() => ({ user_ids: undefined }), ({ open }) => ({ channel_ids: [open] })],
      user_not_found: () => ({ user_ids: ['U0NOBODY00'] }),
      channel_not_found: ({ nowhere }) => ({ user_ids: undefined, channel_ids: [nowhere] }),
      invalid_arguments: [() => ({ access_level: 'admire' }), () => ({ user_ids: people.ana })],
    },
  },
  'emoji.list': { tier: 2, scopes: ['emoji:read'], call: () => ({}), refusals: {} },
  'dnd.info': { tier: 3, scopes: ['dnd:read'], call: () => ({}), refusals: { user_not_found: noUser } },
  'dnd.teamInfo': {
    tier: 2,
    scopes: ['dnd:read'],
    call: () => ({ users: people.ana }),
    requires: ['users'],
    refusals: { user_not_found: () => ({ users: 'U0NOBODY00' }) },
  },
}
