import { bookmarks } from './bookmarks.ts'
import { canvases } from './canvases.ts'
import { chat } from './chat.ts'
import { conversationHistory } from './conversation-history.ts'
import { conversationMembers } from './conversation-members.ts'
import { conversations } from './conversations.ts'
import { doNotDisturb } from './do-not-disturb.ts'
import { emoji } from './emoji.ts'
import { fileMethods } from './files.ts'
import { identity } from './identity.ts'
import type { Methods } from './method.ts'
import { pins } from './pins.ts'
import { reactions } from './reactions.ts'
import { scheduledMessages } from './scheduled-messages.ts'
import { usergroups } from './usergroups.ts'
import { users } from './users.ts'
import { viewMethods } from './views.ts'

/** Every Web API method that the workspace answers. */
export const methods: Methods = {
  ...identity,
  ...users,
  ...usergroups,
  ...conversations,
  ...conversationMembers,
  ...conversationHistory,
  ...chat,
  ...scheduledMessages,
  ...viewMethods,
  ...pins,
  ...bookmarks,
  ...reactions,
  ...fileMethods,
  ...canvases,
  ...emoji,
  ...doNotDisturb,
}
