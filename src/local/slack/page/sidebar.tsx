import { type ReactNode, useState } from 'react'
import { AppMark, Avatar } from './avatar.tsx'
import { type Listing, titleOf } from './conversations.ts'
import { CreateChannel } from './create-channel.tsx'
import { Emoji } from './doc-view.tsx'
import type { Channel } from './model.ts'
import { NewMessage } from './new-message.tsx'
import { useStored } from './use-stored.ts'
import { findUser, useWorkspace } from './workspace.tsx'

interface SidebarProps {
  readonly conversations: Listing
  readonly marks: {
    readonly isUnread: (channel: Channel) => boolean
    readonly mentions: (channel: Channel) => number
  }
}

/** The conversations the acting person has, and the app's own places. */
export function Sidebar({ conversations, marks }: SidebarProps) {
  const { state, me, place, go, act } = useWorkspace()
  const { joined, other, archived, direct, dm } = conversations
  const [isCreating, setCreating] = useState(false)
  const openDm = async () => {
    const { channel } = await act('open-dm')
    if (typeof channel === 'string') go({ kind: 'channel', id: channel })
  }
  const isAt = (channel: Channel) => place.kind === 'channel' && place.id === channel.id
  const entryOf = (channel: Channel) => ({
    name: titleOf(channel, state.app),
    isCurrent: isAt(channel),
    isUnread: marks.isUnread(channel),
    mentions: marks.mentions(channel),
    onOpen: () => go({ kind: 'channel', id: channel.id }),
  })
  const channelEntry = (channel: Channel) => (
    <Entry
      key={channel.id}
      {...entryOf(channel)}
      mark={markOf(channel)}
      note={channel.is_private ? 'private' : undefined}
    />
  )
  const isGuest = me.is_restricted ?? false
  return (
    <nav className="sidebar" aria-label="Conversations">
      <Section id="app" title={state.app.name}>
        <Entry mark="⌂" name="Home" isCurrent={place.kind === 'home'} onOpen={() => go({ kind: 'home' })} />
        <Entry
          {...(dm ? entryOf(dm) : { isCurrent: false, onOpen: () => void openDm() })}
          mark={<AppMark />}
          name={`${state.app.name} messages`}
        />
      </Section>
      <Section
        id="channels"
        title="Channels"
        action={
          !isGuest && (
            <button
              type="button"
              className="icon-button section-action"
              aria-label="Create a channel"
              title="Create a channel"
              onClick={() => setCreating(true)}
            >
              +
            </button>
          )
        }
      >
        {joined.map(channelEntry)}
      </Section>
      <Section id="direct" title="Direct messages" action={<NewMessage />}>
        {direct.map(channel => (
          <Entry key={channel.id} {...entryOf(channel)} {...peopleOf(channel)} />
        ))}
      </Section>
      {other.length > 0 && !isGuest && (
        <Section id="more" title="More channels" isOpenAtFirst={false} isForcedOpen={other.some(isAt)}>
          {other.map(channelEntry)}
        </Section>
      )}
      {archived.length > 0 && (
        <Section id="archived" title="Archived" isOpenAtFirst={false} isForcedOpen={archived.some(isAt)}>
          {archived.map(channelEntry)}
        </Section>
      )}
      {isCreating && <CreateChannel onDone={() => setCreating(false)} />}
    </nav>
  )

  function peopleOf(channel: Channel) {
    const others = channel.members.filter(id => id !== me.id)
    const user = findUser(state, others[0] ?? me.id)
    const status = user?.profile?.status_emoji?.replaceAll(':', '')
    const isAlone = others.length < 2
    return {
      mark: isAlone ? <Avatar id={user?.id ?? ''} name={titleOf(channel, state.app)} /> : String(others.length),
      note: isAlone && user?.is_undisturbed ? 'not to be disturbed' : undefined,
      after: isAlone && user && (user.is_undisturbed ? '🌙' : status && <Emoji name={status} />),
    }
  }
}

interface EntryProps {
  readonly mark: ReactNode
  readonly name: string
  readonly isCurrent: boolean
  readonly isUnread?: boolean
  readonly mentions?: number
  readonly note?: string | undefined
  readonly after?: ReactNode
  readonly onOpen: () => void
}

function Entry({ mark, name, isCurrent, isUnread = false, mentions = 0, note, after, onOpen }: EntryProps) {
  const meant = mentions > 0 && (mentions === 1 ? '1 mention' : `${mentions} mentions`)
  return (
    <li>
      <button
        type="button"
        className={isUnread ? 'entry unread' : 'entry'}
        aria-label={[name, note, isUnread && 'unread', meant].filter(Boolean).join(', ')}
        aria-current={isCurrent ? 'page' : undefined}
        onClick={onOpen}
      >
        <span className="entry-mark" aria-hidden="true">
          {mark}
        </span>
        <span className="entry-name">{name}</span>
        {after && <span aria-hidden="true">{after}</span>}
        {mentions > 0 && (
          <span className="badge" aria-hidden="true">
            {mentions}
          </span>
        )}
      </button>
    </li>
  )
}

interface SectionProps {
  readonly id: string
  readonly title: string
  readonly isOpenAtFirst?: boolean
  /** Whether it stays open because the person is at one of its places. */
  readonly isForcedOpen?: boolean
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** A group of places that can be folded, and stays so. */
function Section({ id, title, isOpenAtFirst = true, isForcedOpen = false, action, children }: SectionProps) {
  const [isOpen, setOpen] = useStored(`section.${id}`, isOpenAtFirst)
  const isShown = isOpen || isForcedOpen
  return (
    <section className="section">
      <div className="section-head">
        <h2>
          <button
            type="button"
            className="section-title"
            aria-expanded={isShown}
            onClick={() => setOpen(!isShown)}
            disabled={isForcedOpen}
          >
            <span className="section-arrow" aria-hidden="true">
              ▸
            </span>
            {title}
          </button>
        </h2>
        {action}
      </div>
      {isShown && <ul>{children}</ul>}
    </section>
  )
}

export function markOf(channel: Channel): string {
  return channel.is_private ? '🔒' : '#'
}
