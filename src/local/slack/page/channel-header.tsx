import { titleOf } from './conversations.ts'
import { Emoji, Inlines } from './doc-view.tsx'
import { Link } from './link.tsx'
import type { Channel } from './model.ts'
import { parseInline } from './mrkdwn.ts'
import { markOf } from './sidebar.tsx'
import { useWorkspace } from './workspace.tsx'

/** A conversation's name, topic, people, pins and bookmarks. */
export function ChannelHeader({ channel }: { readonly channel: Channel }) {
  const { state, pane, show } = useWorkspace()
  const details = { kind: 'details', channel: channel.id } as const
  const toggle = () => show(pane?.kind === 'details' ? null : details)
  const topic = channel.topic?.value
  const count = channel.members.length
  return (
    <header className="channel-header">
      <div className="channel-title">
        <h1>
          {!channel.is_im && <span aria-hidden="true">{markOf(channel)}</span>}
          {titleOf(channel, state.app)}
        </h1>
        {topic && (
          <p className="topic" title={topic}>
            <Inlines runs={parseInline(topic)} />
          </p>
        )}
        {!channel.is_im && (
          <div className="channel-facts">
            {channel.pins.length > 0 && (
              <button type="button" className="fact" onClick={toggle}>
                📌 {channel.pins.length} pinned
              </button>
            )}
            <button type="button" className="fact" onClick={toggle}>
              👥 {count === 1 ? '1 member' : `${count} members`}
            </button>
          </div>
        )}
      </div>
      {channel.bookmarks.length > 0 && (
        <ul className="bookmarks" aria-label="Bookmarks">
          {channel.bookmarks.map(bookmark => (
            <li key={bookmark.id}>
              <Link url={bookmark.link ?? ''}>
                <span aria-hidden="true">
                  {bookmark.emoji ? <Emoji name={bookmark.emoji.replaceAll(':', '')} /> : '🔗'}
                </span>{' '}
                {bookmark.title}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </header>
  )
}
