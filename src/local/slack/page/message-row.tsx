import { memo } from 'react'
import { isSystem } from './conversations.ts'
import { type MessageProps, MessageView } from './message-view.tsx'

interface MessageRowProps extends MessageProps {
  /** The day that begins with this message. */
  readonly day: string | null
  /** Whether this is the first message the reader has not seen. */
  readonly isFirstNew: boolean
}

/** A message in its list, with what stands between it and the one above; drawn again only when one of these changes. */
export const MessageRow = memo(function MessageRow({ day, isFirstNew, ...message }: MessageRowProps) {
  const { ts, ephemeral } = message.message
  return (
    <div className={isSystem(message.message) ? 'entry-system' : ''} data-row={ephemeral ? `${ts}-own` : ts}>
      {day && (
        <div className="day">
          <span>{day}</span>
        </div>
      )}
      {isFirstNew && (
        <div className="new-line">
          <span>New</span>
        </div>
      )}
      <MessageView {...message} />
    </div>
  )
})
