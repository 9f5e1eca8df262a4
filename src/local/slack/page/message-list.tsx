import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { continues, isSystem, timeOf } from './conversations.ts'
import { MessageView } from './message-view.tsx'
import type { Message } from './model.ts'
import { dayKey, dayTitle } from './slack-date.ts'
import { useWorkspace } from './workspace.tsx'

interface MessageListProps {
  readonly label: string
  readonly messages: readonly Message[]
  readonly channel: string
  readonly isInThread?: boolean
  /** A message to bring into view instead of the newest. */
  readonly foundTs?: string | undefined
  readonly children?: ReactNode
}

/** Messages by day, the newest at the bottom and in view as long as the reader has not scrolled up. */
export function MessageList(props: MessageListProps) {
  const { label, messages, channel, isInThread = false, foundTs, children } = props
  const { me, timeZone, now } = useWorkspace()
  const list = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const hasMessages = messages.length > 0
  const inner = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (!inner.current || !list.current) return
    // Files and pictures make the list longer after it was drawn, and the composer makes its window smaller.
    const follow = new ResizeObserver(() => {
      if (list.current && isAtEnd.current) list.current.scrollTop = list.current.scrollHeight
    })
    follow.observe(inner.current)
    follow.observe(list.current)
    return () => follow.disconnect()
  }, [])
  const last = messages.at(-1)
  const isAnswer = last !== undefined && (last.ephemeral || last.user === me.id)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each message that the person caused leads to the end
  useLayoutEffect(() => {
    if (!isAnswer || !list.current) return
    isAtEnd.current = true
    list.current.scrollTop = list.current.scrollHeight
  }, [isAnswer, last?.ts])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the message can be found once there are any
  useLayoutEffect(() => {
    const found = foundTs && list.current?.querySelector(`[data-ts="${CSS.escape(foundTs)}"]`)
    if (!found) return
    isAtEnd.current = false
    found.scrollIntoView({ block: 'center' })
  }, [foundTs, hasMessages])
  return (
    <div
      ref={list}
      className="message-list"
      role="log"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: those who scroll by keyboard must be able to reach it
      tabIndex={0}
      onScroll={event => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 80
      }}
    >
      <div ref={inner} className="message-list-inner">
        {children}
        {messages.map((message, index) => {
          const above = messages[index - 1]
          const day = dayKey(timeOf(message), timeZone)
          const isNewDay = !isInThread && (!above || dayKey(timeOf(above), timeZone) !== day)
          return (
            <div
              key={`${message.ts}${message.ephemeral ? '-own' : ''}`}
              className={isSystem(message) ? 'entry-system' : ''}
            >
              {isNewDay && (
                <div className="day">
                  <span>{dayTitle(timeOf(message), { timeZone, now: now() })}</span>
                </div>
              )}
              <MessageView
                message={message}
                channel={channel}
                isContinued={!isNewDay && continues(message, above)}
                isFound={message.ts === foundTs}
                isInThread={isInThread}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}
