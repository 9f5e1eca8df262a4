import { addBookmark, isBookmarkLink, maxBookmarks, removeBookmark } from '../bookmarks.ts'
import { changeChannel, joinedChannel } from '../channels.ts'
import type { Bookmark, Channel } from '../entities.ts'
import { SlackError } from '../errors.ts'
import { type Call, type Methods, scope } from './method.ts'

export const bookmarks = {
  'bookmarks.add': {
    tier: 2,
    needs: scope('bookmarks:write'),
    run(call) {
      const { world, args } = call
      const channel = joinedChannel(world, args.required('channel_id'))
      const title = args.required('title')
      if (args.required('type') !== 'link') throw new SlackError('invalid_bookmark_type')
      const link = readLink(call)
      if (!link) throw new SlackError('invalid_link')
      if (channel.bookmarks.length >= maxBookmarks) throw new SlackError('too_many_bookmarks')
      const emoji = readEmoji(call) ?? ''
      const bookmark = addBookmark(world, channel, { title, link, emoji, by: world.app.botUserId })
      return { bookmark: renderBookmark(channel, bookmark) }
    },
  },
  'bookmarks.list': {
    tier: 3,
    needs: scope('bookmarks:read'),
    run({ world, args }) {
      const channel = joinedChannel(world, args.required('channel_id'))
      return { bookmarks: channel.bookmarks.map(bookmark => renderBookmark(channel, bookmark)) }
    },
  },
  'bookmarks.edit': {
    tier: 2,
    needs: scope('bookmarks:write'),
    run(call) {
      const { world, args } = call
      const { channel, bookmark } = existing(call)
      const edited: Bookmark = {
        ...bookmark,
        title: args.text('title') ?? bookmark.title,
        link: readLink(call) ?? bookmark.link,
        emoji: readEmoji(call) ?? bookmark.emoji,
        updatedAt: Math.floor(world.now() / 1000),
        updatedBy: world.app.botUserId,
      }
      const bookmarks = channel.bookmarks.map(b => (b.id === bookmark.id ? edited : b))
      changeChannel(world, channel, { bookmarks })
      return { bookmark: renderBookmark(channel, edited) }
    },
  },
  'bookmarks.remove': {
    tier: 2,
    needs: scope('bookmarks:write'),
    run(call) {
      const { channel, bookmark } = existing(call)
      removeBookmark(call.world, channel, bookmark)
      return {}
    },
  },
} satisfies Methods

function existing({ world, args }: Call): { readonly channel: Channel; readonly bookmark: Bookmark } {
  const channel = joinedChannel(world, args.required('channel_id'))
  const bookmark = channel.bookmarks.find(b => b.id === args.required('bookmark_id'))
  if (!bookmark) throw new SlackError('not_found')
  return { channel, bookmark }
}

function readEmoji({ args }: Call): string | undefined {
  const emoji = args.text('emoji')
  if (emoji && !/^:[^:\s]+:$/.test(emoji)) throw new SlackError('invalid_emoji')
  return emoji
}

function readLink({ args }: Call): string | undefined {
  const link = args.text('link')
  if (link === undefined) return undefined
  if (!isBookmarkLink(link)) throw new SlackError('invalid_link')
  return link
}

function renderBookmark(channel: Channel, bookmark: Bookmark): Record<string, unknown> {
  return {
    id: bookmark.id,
    channel_id: channel.id,
    title: bookmark.title,
    link: bookmark.link,
    emoji: bookmark.emoji,
    icon_url: '',
    type: 'link',
    entity_id: null,
    date_created: bookmark.createdAt,
    date_updated: bookmark.updatedAt,
    rank: String(channel.bookmarks.findIndex(b => b.id === bookmark.id) + 1),
    last_updated_by_user_id: bookmark.updatedBy,
    last_updated_by_team_id: null,
    shortcut_id: null,
    app_id: null,
  }
}
