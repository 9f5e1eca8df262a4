import type { ReactNode } from 'react'
import { AppMark } from './avatar.tsx'
import type { Listing } from './conversations.ts'
import type { Channel } from './model.ts'
import { useWorkspace } from './workspace.tsx'

interface SidebarProps {
  readonly conversations: Listing
  readonly isUnread: (channel: Channel) => boolean
}

/** The conversations the acting person has, and the app's own places. */
export function Sidebar({ conversations, isUnread }: SidebarProps) {
  const { state, place, go, act } = useWorkspace()
  const { joined, other, archived, dm } = conversations
  const openDm = async () => {
    const answer = await act('open-dm')
    const id = idOf(answer.channel)
    if (id) go({ kind: 'channel', id })
  }
  const isAt = (channel: Channel) => place.kind === 'channel' && place.id === channel.id
  const entry = (channel: Channel) => (
    <Entry
      key={channel.id}
      mark={markOf(channel)}
      name={channel.name}
      isCurrent={isAt(channel)}
      isUnread={isUnread(channel)}
      isPrivate={channel.is_private ?? false}
      onOpen={() => go({ kind: 'channel', id: channel.id })}
    />
  )
  return (
    <nav className="sidebar" aria-label="Conversations">
      <Group title={state.app.name}>
        <Entry mark="⌂" name="Home" isCurrent={place.kind === 'home'} onOpen={() => go({ kind: 'home' })} />
        <Entry
          mark={<AppMark />}
          name={`${state.app.name} messages`}
          isCurrent={dm !== null && isAt(dm)}
          isUnread={dm !== null && isUnread(dm)}
          onOpen={() => (dm ? go({ kind: 'channel', id: dm.id }) : void openDm())}
        />
      </Group>
      <Group title="Channels">{joined.map(entry)}</Group>
      {other.length > 0 && (
        <Fold title="More channels" isOpen={other.some(isAt)}>
          {other.map(entry)}
        </Fold>
      )}
      {archived.length > 0 && (
        <Fold title="Archived" isOpen={archived.some(isAt)}>
          {archived.map(entry)}
        </Fold>
      )}
    </nav>
  )
}

interface EntryProps {
  readonly mark: ReactNode
  readonly name: string
  readonly isCurrent: boolean
  readonly isUnread?: boolean
  readonly isPrivate?: boolean
  readonly onOpen: () => void
}

function Entry({ mark, name, isCurrent, isUnread = false, isPrivate = false, onOpen }: EntryProps) {
  return (
    <li>
      <button
        type="button"
        className={isUnread ? 'entry unread' : 'entry'}
        aria-label={[name, isPrivate && 'private', isUnread && 'unread'].filter(Boolean).join(', ')}
        aria-current={isCurrent ? 'page' : undefined}
        onClick={onOpen}
      >
        <span className="entry-mark" aria-hidden="true">
          {mark}
        </span>
        <span className="entry-name">{name}</span>
      </button>
    </li>
  )
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  )
}

function Fold({
  title,
  isOpen,
  children,
}: {
  readonly title: string
  readonly isOpen: boolean
  readonly children: ReactNode
}) {
  return (
    <details open={isOpen}>
      <summary>{title}</summary>
      <ul>{children}</ul>
    </details>
  )
}

export function markOf(channel: Channel): string {
  return channel.is_private ? '🔒' : '#'
}

function idOf(channel: unknown): string | null {
  if (typeof channel === 'string') return channel
  return typeof channel === 'object' && channel && 'id' in channel && typeof channel.id === 'string' ? channel.id : null
}
