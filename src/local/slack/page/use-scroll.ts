import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { compareTs } from './conversations.ts'
import { partAround, shownPart, steppedTo } from './message-feed.ts'
import type { Message } from './model.ts'

interface ScrollOptions {
  readonly messages: readonly Message[]
  readonly me: string
  readonly hasOlder: boolean
  readonly onOlder: (untilTs?: string) => void
  /** A message to bring into view. */
  readonly found: string | undefined
}

/** How near to an edge, in pixels, what lies beyond it is put there. */
const reach = 600
const endWithin = 80

/**
 * Which messages stand in the page and where the reader is among them: at the end, and then it stays there, or at a
 * message, which keeps its place whatever is put above it.
 */
export function useScroll({ messages, me, hasOlder, onOlder, found }: ScrollOptions) {
  const list = useRef<HTMLDivElement>(null)
  const inner = useRef<HTMLDivElement>(null)
  const isFollowing = useRef(true)
  const held = useRef<{ readonly row: string; readonly top: number } | null>(null)
  const wanted = useRef<string | null>(null)
  const [lastTs, setLastTs] = useState<string | null>(null)
  const [isAtEnd, setAtEnd] = useState(true)
  const [seenTs, setSeenTs] = useState<string | null>(null)
  const shown = shownPart(messages, lastTs)
  const last = messages.at(-1)

  const toEnd = useCallback(() => {
    isFollowing.current = true
    setLastTs(null)
    setAtEnd(true)
    if (list.current) list.current.scrollTop = list.current.scrollHeight
  }, [])

  const keepPlace = useCallback(() => {
    if (!list.current || !inner.current) return
    if (isFollowing.current) list.current.scrollTop = list.current.scrollHeight
    else if (held.current) list.current.scrollTop += movedBy(inner.current, held.current)
    held.current = firstInView(list.current, inner.current)
  }, [])

  useLayoutEffect(() => {
    if (!inner.current || !list.current) return
    // Files and pictures make the list longer after it was drawn, and the composer makes its window smaller.
    const follow = new ResizeObserver(keepPlace)
    follow.observe(inner.current)
    follow.observe(list.current)
    return () => follow.disconnect()
  }, [keepPlace])

  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what changes which messages stand there
  useLayoutEffect(keepPlace, [messages, lastTs])

  const isAnswer = last !== undefined && (last.ephemeral || last.user === me)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each message that the person caused leads to the end
  useLayoutEffect(() => {
    if (isAnswer) toEnd()
  }, [isAnswer, last?.ts])

  const hasFound = found !== undefined && messages.some(message => message.ts === found)
  const isKnown = last !== undefined
  useEffect(() => {
    if (found !== undefined && isKnown && !hasFound && hasOlder) onOlder(found)
  }, [found, isKnown, hasFound, hasOlder, onOlder])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once it is there it is brought into view, and only once
  useLayoutEffect(() => {
    if (!hasFound || found === undefined) return
    isFollowing.current = false
    wanted.current = found
    setLastTs(partAround(messages, found))
  }, [found, hasFound])
  useLayoutEffect(() => {
    const row = wanted.current && rowOf(inner.current, wanted.current)
    if (!row || !list.current || !inner.current) return
    wanted.current = null
    row.scrollIntoView({ block: 'center' })
    held.current = firstInView(list.current, inner.current)
    setAtEnd(false)
  })

  useEffect(() => {
    if (isAtEnd && last) setSeenTs(last.ts)
  }, [isAtEnd, last])

  const onScroll = () => {
    if (!list.current || !inner.current) return
    const { scrollHeight, scrollTop, clientHeight } = list.current
    const below = scrollHeight - scrollTop - clientHeight
    isFollowing.current = lastTs === null && below < endWithin
    setAtEnd(isFollowing.current)
    held.current = firstInView(list.current, inner.current)
    if (isFollowing.current) return
    if (scrollTop < reach) {
      if (shown.from > 0) setLastTs(steppedTo(messages, shown, 'up'))
      else if (hasOlder) onOlder()
    } else if (below < reach && lastTs !== null) {
      setLastTs(steppedTo(messages, shown, 'down'))
    }
  }

  /** What came while the reader was looking at something older. */
  const unseen = isAtEnd || seenTs === null ? [] : messages.filter(message => compareTs(message.ts, seenTs) > 0)
  return { list, inner, shown, isAtEnd, unseen, toEnd, onScroll }
}

function rowOf(inner: HTMLElement | null, ts: string): HTMLElement | null {
  return inner?.querySelector<HTMLElement>(`[data-row="${CSS.escape(ts)}"]`) ?? null
}

function firstInView(list: HTMLElement, inner: HTMLElement): { row: string; top: number } | null {
  const edge = list.getBoundingClientRect().top
  for (const row of inner.querySelectorAll<HTMLElement>(':scope > [data-row]')) {
    const { top, bottom } = row.getBoundingClientRect()
    if (bottom > edge) return { row: row.dataset.row ?? '', top }
  }
  return null
}

function movedBy(inner: HTMLElement, { row, top }: { readonly row: string; readonly top: number }): number {
  const now = rowOf(inner, row)?.getBoundingClientRect().top
  return now === undefined ? 0 : now - top
}
