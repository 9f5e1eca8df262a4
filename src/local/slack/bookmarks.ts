import { changeChannel } from './channels.ts'
import type { Bookmark, Channel } from './entities.ts'
import { newId } from './ids.ts'
import type { World } from './world.ts'

export const maxBookmarks = 100

export function isBookmarkLink(link: string): boolean {
  return /^(https?|slack|mailto):/.test(link) && URL.canParse(link)
}

export function addBookmark(
  world: World,
  channel: Channel,
  { by, ...shown }: Pick<Bookmark, 'title' | 'link' | 'emoji'> & { readonly by: string },
): Bookmark {
  const now = Math.floor(world.now() / 1000)
  const bookmark: Bookmark = { id: newId('Bk'), ...shown, createdAt: now, updatedAt: now, updatedBy: by }
  changeChannel(world, channel, { bookmarks: [...channel.bookmarks, bookmark] })
  return bookmark
}

export function removeBookmark(world: World, channel: Channel, bookmark: Bookmark): void {
  changeChannel(world, channel, { bookmarks: channel.bookmarks.filter(known => known.id !== bookmark.id) })
}
