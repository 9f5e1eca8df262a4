import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Calmly } from './calm-workspace.tsx'
import { compareTs, continues, timeOf } from './conversations.ts'
import { MessageRow } from './message-row.tsx'
import type { Message } from './model.ts'
import { dayKey, dayTitle } from './slack-date.ts'
import { useScroll } from './use-scroll.ts'
import { nameOf, useWorkspace } from './workspace.tsx'

interface MessageListProps {
  readonly label: string
  readonly messages: readonly Message[]
  readonly channel: string
  readonly hasOlder: boolean
  readonly onOlder: (untilTs?: string) => void
  readonly isInThread?: boolean
  /** Messages after this one are new to the reader; null when there are none. */
  readonly newSince?: string | null
  /** A message to bring into view instead of the newest. */
  readonly found?: string | undefined
  /** What stands above the very first message. */
  readonly children?: ReactNode
}

/** Messages by day, the newest at the bottom and in view as long as the reader has not scrolled up. */
export function MessageList(props: MessageListProps) {
  const { label, messages, channel, hasOlder, onOlder, isInThread = false, newSince = null, found, children } = props
  const { me, timeZone, now } = useWorkspace()
  const scroll = useScroll({ messages, me: me.id, hasOlder, onOlder, found })
  const { from, to } = scroll.shown
  const [missedSince, setMissedSince] = useState<string | null>(null)
  const firstMissed = scroll.unseen[0]?.ts ?? null
  useEffect(() => {
    if (firstMissed) setMissedSince(was => was ?? firstMissed)
  }, [firstMissed])
  const firstNew = missedSince ?? (newSince === null ? undefined : firstAfter(messages, newSince))
  const moment = { timeZone, now: now() }
  return (
    <div className="message-frame">
      <div
        ref={scroll.list}
        className="message-list"
        role="log"
        aria-label={label}
        // Older messages come into it too, which nobody wants to be read out: what is new is said below.
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: those who scroll by keyboard must be able to reach it
        tabIndex={0}
        onScroll={scroll.onScroll}
      >
        <div ref={scroll.inner} className="message-list-inner">
          {from === 0 && !hasOlder ? children : <p className="older">Loading older messages…</p>}
          <Calmly>
            {messages.slice(from, to).map((message, index) => {
              const above = messages[from + index - 1]
              const at = timeOf(message)
              const isNewDay = !isInThread && (!above || dayKey(timeOf(above), timeZone) !== dayKey(at, timeZone))
              const isFirstNew = message.ts === firstNew
              return (
                <MessageRow
                  key={`${message.ts}${message.ephemeral ? '-own' : ''}`}
                  message={message}
                  channel={channel}
                  day={isNewDay ? dayTitle(at, moment) : null}
                  isFirstNew={isFirstNew}
                  isContinued={!isNewDay && !isFirstNew && continues(message, above)}
                  isFound={message.ts === found}
                  isInThread={isInThread}
                />
              )
            })}
          </Calmly>
        </div>
      </div>
      {!scroll.isAtEnd && (
        <button type="button" className="to-latest" onClick={scroll.toEnd}>
          <span aria-hidden="true">↓</span> {latestLabel(scroll.unseen.length)}
        </button>
      )}
      <Announcement messages={messages} />
    </div>
  )
}

function latestLabel(unseen: number): string {
  if (unseen === 0) return 'Jump to latest'
  return unseen === 1 ? '1 new message' : `${unseen} new messages`
}

function firstAfter(messages: readonly Message[], ts: string): string | undefined {
  return messages.find(message => compareTs(message.ts, ts) > 0)?.ts
}

/** Says to those who do not see it that somebody else wrote. */
function Announcement({ messages }: { readonly messages: readonly Message[] }) {
  const { state, me } = useWorkspace()
  const [text, setText] = useState('')
  const known = useRef<string | null>(null)
  const last = messages.at(-1)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a newer message is worth saying
  useEffect(() => {
    if (!last) return
    const isNewer = known.current !== null && compareTs(last.ts, known.current) > 0
    known.current = last.ts
    if (isNewer && last.user !== me.id) setText(`New message from ${nameOf(state, last.user ?? state.app.bot_user_id)}`)
  }, [last?.ts])
  return (
    <p className="visually-hidden" aria-live="polite">
      {text}
    </p>
  )
}
