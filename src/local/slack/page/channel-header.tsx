import { CanvasTabs } from './canvas-tabs.tsx'
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
            <CanvasTabs channel={channel} />
            {channel.pins.length > 0 && <Fact mark="📌" count={channel.pins.length} what="pinned" onOpen={toggle} />}
            <Fact mark="👥" count={count} what={count === 1 ? 'member' : 'members'} onOpen={toggle} />
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

interface FactProps {
  readonly mark: string
  readonly count: number
  readonly what: string
  readonly onOpen: () => void
}

function Fact({ mark, count, what, onOpen }: FactProps) {
  return (
    <button type="button" className="fact" onClick={onOpen} aria-label={`${count} ${what}`}>
      {mark} {count} <span className="fact-word">{what}</span>
    </button>
  )
}
