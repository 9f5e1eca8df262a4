import { Inlines } from './doc-view.tsx'
import type { Message } from './model.ts'
import { parseInline } from './mrkdwn.ts'
import { findChannel, useWorkspace } from './workspace.tsx'

interface MessageMarksProps {
  readonly message: Message
  readonly channel: string
  readonly isInThread: boolean
}

/** What is special about a message, above it: only one person sees it, it is pinned, it was said in a thread. */
export function MessageMarks({ message, channel, isInThread }: MessageMarksProps) {
  const { state, act, show } = useWorkspace()
  const isPinned = findChannel(state, channel)?.pins.includes(message.ts)
  if (message.ephemeral) {
    return (
      <p className="message-mark">
        👁 Only visible to you ·{' '}
        <button
          type="button"
          className="link-button"
          onClick={() => void act('dismiss', { channel, messageTs: message.ts })}
        >
          Dismiss
        </button>
      </p>
    )
  }
  return (
    <>
      {isPinned && <p className="message-mark">📌 Pinned</p>}
      {message.subtype === 'thread_broadcast' &&
        (isInThread ? (
          <p className="message-mark">Also sent to the channel</p>
        ) : (
          <p className="message-mark">
            replied to a thread:{' '}
            <button
              type="button"
              className="link-button"
              onClick={() => show({ kind: 'thread', channel, ts: message.thread_ts ?? message.ts })}
            >
              <Inlines runs={parseInline(message.root?.text?.slice(0, 80) || 'Open the thread')} />
            </button>
          </p>
        ))}
    </>
  )
}
