import { changeChannel, joinedChannel } from '../channels.ts'
import type { Bookmark, Channel } from '../entities.ts'
import { SlackError } from '../errors.ts'
import { newId } from '../ids.ts'
import type { World } from '../world.ts'
import { type Call, type Methods, scope } from './method.ts'

const maxBookmarks = 100

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
      const now = Math.floor(world.now() / 1000)
      const bookmark: Bookmark = {
        id: newId('Bk'),
        title,
        link,
        emoji: args.text('emoji') ?? '',
        createdAt: now,
        updatedAt: now,
        updatedBy: world.app.botUserId,
      }
      changeChannel(world, channel, { bookmarks: [...channel.bookmarks, bookmark] })
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
        emoji: args.text('emoji') ?? bookmark.emoji,
        updatedAt: Math.floor(world.now() / 1000),
        updatedBy: world.app.botUserId,
      }
      replaceBookmarks(world, channel, list => list.map(b => (b.id === bookmark.id ? edited : b)))
      return { bookmark: renderBookmark(channel, edited) }
    },
  },
  'bookmarks.remove': {
    tier: 2,
    needs: scope('bookmarks:write'),
    run(call) {
      const { channel, bookmark } = existing(call)
      replaceBookmarks(call.world, channel, list => list.filter(b => b.id !== bookmark.id))
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

function replaceBookmarks(
  world: World,
  channel: Channel,
  change: (list: readonly Bookmark[]) => readonly Bookmark[],
): void {
  changeChannel(world, channel, { bookmarks: change(channel.bookmarks) })
}

function readLink({ args }: Call): string | undefined {
  const link = args.text('link')
  if (link === undefined) return undefined
  if (!/^(https?|slack|mailto):/.test(link) || !URL.canParse(link)) throw new SlackError('invalid_link')
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
