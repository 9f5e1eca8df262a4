import type { ReactNode } from 'react'
import { Attachments } from './attachments.tsx'
import { Avatar } from './avatar.tsx'
import { Blocks, FilesContext } from './blocks.tsx'
import { isSystem, timeOf } from './conversations.ts'
import { Mrkdwn } from './doc-view.tsx'
import { startEditing, stopEditing, useIsEdited } from './editing.ts'
import { FileCard } from './file-card.tsx'
import { MessageEditor } from './message-editor.tsx'
import { MessageMarks } from './message-marks.tsx'
import { MessageTools } from './message-tools.tsx'
import type { Message } from './model.ts'
import { Reactions } from './reactions.tsx'
import { Safe } from './safe.tsx'
import { clockTime, formatSlackDate } from './slack-date.ts'
import { SurfaceContext, useActingSurface } from './surface.tsx'
import { useKeptFocus } from './use-kept-focus.ts'
import { findUser, nameOf, useWorkspace } from './workspace.tsx'

export interface MessageProps {
  readonly message: Message
  readonly channel: string
  /** Whether it goes on from the message above, by the same author. */
  readonly isContinued: boolean
  readonly isFound: boolean
  /** Inside a thread's own pane. */
  readonly isInThread: boolean
}

/** One message with everything that hangs on it. */
export function MessageView(props: MessageProps) {
  const { message, channel, isContinued, isFound, isInThread } = props
  const { timeZone } = useWorkspace()
  const author = useAuthor(message)
  const edited = { channel, ts: message.ts, isInThread }
  const isEditing = useIsEdited(edited)
  const article = useKeptFocus<HTMLElement>()
  const time = clockTime(timeOf(message), timeZone)
  const classes = ['message', isContinued && 'continued', isFound && 'found', message.ephemeral && 'ephemeral']
  if (message.subtype === 'tombstone') return <Tombstone message={message} channel={channel} isInThread={isInThread} />
  if (isSystem(message)) return <SystemMessage message={message} author={author.name} time={time} />
  return (
    <article
      ref={article}
      className={classes.filter(Boolean).join(' ')}
      data-ts={message.ts}
      aria-label={`${author.name}, ${time}`}
      tabIndex={-1}
    >
      <div className="gutter">{isContinued ? <time className="gutter-time">{time}</time> : <Avatar {...author} />}</div>
      <div className="message-main">
        <MessageMarks message={message} channel={channel} isInThread={isInThread} />
        {!isContinued && <MessageHead message={message} name={author.name} isApp={author.isApp} />}
        {isEditing ? (
          <MessageEditor message={message} channel={channel} onDone={stopEditing} />
        ) : (
          <Safe resetOn={message}>
            <MessageSurface message={message} channel={channel}>
              <MessageContent message={message} />
            </MessageSurface>
          </Safe>
        )}
        <Reactions message={message} channel={channel} />
        {!isInThread && <ThreadLink message={message} channel={channel} />}
      </div>
      {!isEditing && (
        <MessageTools message={message} channel={channel} isInThread={isInThread} onEdit={() => startEditing(edited)} />
      )}
    </article>
  )
}

function useAuthor(message: Message): { id: string; name: string; isApp: boolean } {
  const { state } = useWorkspace()
  const isApp = message.bot_id !== undefined || message.user === state.app.bot_user_id
  const known = message.user ? nameOf(state, message.user) : state.app.name
  const isBot = isApp || (findUser(state, message.user)?.is_bot ?? message.user === 'USLACKBOT')
  return { id: message.user ?? state.app.bot_user_id, name: message.username ?? known, isApp: isBot }
}

function MessageHead({
  message,
  name,
  isApp,
}: {
  readonly message: Message
  readonly name: string
  readonly isApp: boolean
}) {
  const { timeZone, now } = useWorkspace()
  const at = timeOf(message)
  const full = formatSlackDate(at / 1000, '{date_long_pretty} at {time_secs}', { timeZone, now: now() })
  return (
    <p className="message-head">
      <strong>{name}</strong>
      {isApp && <span className="app-badge">App</span>}
      <time dateTime={new Date(at).toISOString()} title={full}>
        {clockTime(at, timeZone)}
      </time>
    </p>
  )
}

function SystemMessage(props: { readonly message: Message; readonly author: string; readonly time: string }) {
  const { message, author, time } = props
  return (
    <article className="message system" data-ts={message.ts} aria-label={`${author}, ${time}`}>
      <div className="gutter">
        <time className="gutter-time">{time}</time>
      </div>
      <div className="message-main doc">
        <Mrkdwn text={message.text ?? ''} />
      </div>
    </article>
  )
}

/** What is left of a deleted message that has replies. */
function Tombstone({ message, channel, isInThread }: Pick<MessageProps, 'message' | 'channel' | 'isInThread'>) {
  return (
    <article className="message tombstone" data-ts={message.ts} aria-label="Deleted message">
      <div className="gutter" aria-hidden="true">
        🗑
      </div>
      <div className="message-main">
        <p>This message was deleted.</p>
        {!isInThread && <ThreadLink message={message} channel={channel} />}
      </div>
    </article>
  )
}

/** The message's buttons and selects act on the message itself. */
function MessageSurface(props: { readonly message: Message; readonly channel: string; readonly children: ReactNode }) {
  const { message, channel, children } = props
  const surface = useActingSurface({ channel, messageTs: message.ts })
  return <SurfaceContext value={surface}>{children}</SurfaceContext>
}

function MessageContent({ message }: { readonly message: Message }) {
  const { blocks, files = [], attachments, text = '' } = message
  const hasFileBlock = blocks?.some(block => block.type === 'file')
  return (
    <FilesContext value={files}>
      {blocks && blocks.length > 0 ? (
        <Blocks blocks={blocks} />
      ) : (
        text && (
          <div className="doc">
            <Mrkdwn text={text} />
          </div>
        )
      )}
      {message.edited && <span className="edited">(edited)</span>}
      {attachments && <Attachments attachments={attachments} />}
      {!hasFileBlock && files.map(file => <FileCard key={file.id} file={file} />)}
    </FilesContext>
  )
}

function ThreadLink({ message, channel }: { readonly message: Message; readonly channel: string }) {
  const { state, show, timeZone, now } = useWorkspace()
  const count = message.reply_count ?? 0
  if (count === 0) return null
  const last = message.latest_reply
  const ago =
    last && formatSlackDate(Number.parseInt(last, 10), '{date_short_pretty} at {time}', { timeZone, now: now() })
  return (
    <button
      type="button"
      className="thread-link"
      onClick={() => show({ kind: 'thread', channel, ts: message.thread_ts ?? message.ts })}
    >
      {message.reply_users?.slice(0, 4).map(id => (
        <Avatar key={id} id={id} name={nameOf(state, id)} isApp={id === state.app.bot_user_id} />
      ))}
      <strong>{count === 1 ? '1 reply' : `${count} replies`}</strong>
      {ago && <small>Last reply {ago}</small>}
    </button>
  )
}
