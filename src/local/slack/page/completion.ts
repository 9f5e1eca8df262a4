import { canSee, displayName } from './conversations.ts'
import { findEmoji } from './emoji.ts'
import { type EmojiBook, searchEmoji } from './emoji-all.ts'
import type { WorkspaceState } from './model.ts'

interface Suggestion {
  /** What is put in place of the word that is being typed. */
  readonly insert: string
  readonly label: string
  readonly detail?: string
}

export interface Completion {
  /** Where the word that is being completed starts. */
  readonly from: number
  readonly word: string
  readonly suggestions: readonly Suggestion[]
}

const limit = 8

interface Typed {
  readonly text: string
  readonly caret: number
  readonly state: WorkspaceState
  /** Who is typing: they may know of channels that others do not. */
  readonly me: string
  /** Every emoji, once it is loaded. */
  readonly book?: EmojiBook | null
}

/** What could complete the word before the caret: a command, a person, a channel or an emoji. */
export function complete({ text, caret, state, me, book = null }: Typed): Completion | null {
  const before = text.slice(0, caret)
  const command = /^\/\S*$/.exec(before)
  if (command) return found(0, before, suggestCommands(before, state))
  const word = /(?:^|[\s(])([@#:][\p{L}\p{N}._+-]*)$/u.exec(before)?.[1]
  if (!word) return null
  const from = caret - word.length
  const typed = word.slice(1).toLowerCase()
  if (word.startsWith('@')) return found(from, word, suggestPeople(typed, state))
  if (word.startsWith('#')) return found(from, word, suggestChannels(typed, state, me))
  return typed.length < 2 ? null : found(from, word, suggestEmoji(typed, book))
}

function found(from: number, word: string, suggestions: readonly Suggestion[]): Completion | null {
  return suggestions.length === 0 ? null : { from, word, suggestions: suggestions.slice(0, limit) }
}

function suggestCommands(typed: string, { app }: WorkspaceState): Suggestion[] {
  return app.commands
    .filter(each => each.command.startsWith(typed))
    .map(each => ({
      insert: `${each.command} `,
      label: [each.command, each.usage_hint].filter(Boolean).join(' '),
      ...(each.description ? { detail: each.description } : {}),
    }))
}

function suggestPeople(typed: string, { users, usergroups }: WorkspaceState): Suggestion[] {
  const people = users
    .filter(user => !user.deleted && [user.name, ...displayName(user).split(' ')].some(startsWith(typed)))
    .map(user => ({ insert: `@${user.name} `, label: `@${user.name}`, detail: displayName(user) }))
  const groups = usergroups
    .filter(group => [group.handle, ...group.name.split(' ')].some(startsWith(typed)))
    .map(group => ({ insert: `@${group.handle} `, label: `@${group.handle}`, detail: group.name }))
  const ranges = [
    { range: 'here', detail: 'Everyone in this channel who is active' },
    { range: 'channel', detail: 'Everyone in this channel' },
    { range: 'everyone', detail: 'Everyone in the workspace' },
  ]
    .filter(({ range }) => range.startsWith(typed))
    .map(({ range, detail }) => ({ insert: `@${range} `, label: `@${range}`, detail }))
  return [...people, ...groups, ...ranges]
}

function suggestChannels(typed: string, { channels }: WorkspaceState, me: string): Suggestion[] {
  return channels
    .filter(channel => !channel.is_im && !channel.is_mpim && !channel.is_archived && canSee(channel, me))
    .filter(channel => channel.name.includes(typed))
    .map(channel => ({
      insert: `#${channel.name} `,
      label: `#${channel.name}`,
      ...(channel.topic?.value ? { detail: channel.topic.value } : {}),
    }))
}

function suggestEmoji(typed: string, book: EmojiBook | null): Suggestion[] {
  const known = findEmoji(typed, limit)
  const others = book ? searchEmoji(book, typed).filter(each => !known.some(({ glyph }) => glyph === each.glyph)) : []
  return [...known, ...others].map(({ name, glyph }) => ({ insert: `:${name}: `, label: `${glyph} :${name}:` }))
}

function startsWith(typed: string): (word: string) => boolean {
  return word => word.toLowerCase().startsWith(typed)
}
