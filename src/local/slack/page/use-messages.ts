import { useContext, useEffect, useMemo, useSyncExternalStore } from 'react'
import { read } from './control.ts'
import { compareTs, withEphemeral } from './conversations.ts'
import { applyAnswer, type Feed, type FeedAnswer, withOlder } from './message-feed.ts'
import type { EphemeralMessage, Message } from './model.ts'
import { useRemote, VersionContext } from './use-remote.ts'
import { useWorkspace } from './workspace.tsx'

const pageSize = 100
const bigPageSize = 500

export interface Conversation {
  /** Null until they are known. */
  readonly messages: readonly Message[] | null
  readonly hasOlder: boolean
  /** Fetches the page before what is there; with a timestamp, all the pages back to it. */
  readonly loadOlder: (untilTs?: string) => void
}

/** A conversation's messages as far back as they were asked for, with those that only the acting person sees. */
export function useConversation(channel: string, threadTs?: string): Conversation {
  const { me } = useWorkspace()
  const version = useContext(VersionContext)
  const source = sourceOf(`messages/${channel}?user=${me.id}&${threadTs ? `thread=${threadTs}` : 'replies=none'}`)
  const feed = useSyncExternalStore(source.subscribe, source.current)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is what makes it read again
  useEffect(() => source.refresh(), [source, version])
  const own = useRemote<{ readonly messages: readonly EphemeralMessage[] }>(`ephemeral/${me.id}`)
  const messages = useMemo(() => {
    const ephemeral = own?.messages.filter(message => !threadTs || message.thread_ts === threadTs) ?? []
    return feed && withEphemeral(feed.messages, ephemeral, channel)
  }, [feed, own, channel, threadTs])
  return { messages, hasOlder: feed?.hasOlder ?? false, loadOlder: source.loadOlder }
}

interface Source {
  readonly current: () => Feed | null
  readonly subscribe: (listener: () => void) => () => void
  readonly refresh: () => void
  readonly loadOlder: (untilTs?: string) => void
}

/** What was read stays known, so that coming back to a conversation shows it at once. */
const sources = new Map<string, Source>()

function sourceOf(path: string): Source {
  const source = sources.get(path) ?? createSource(path)
  sources.set(path, source)
  return source
}

function createSource(path: string): Source {
  const listeners = new Set<() => void>()
  const due = { refresh: false, older: false }
  let feed: Feed | null = null
  let queue = Promise.resolve()
  const become = (next: Feed) => {
    feed = next
    for (const listener of listeners) listener()
  }
  // One request after the other: answers must not overtake each other.
  const enqueue = (kind: keyof typeof due, work: () => Promise<void>) => {
    if (due[kind]) return
    due[kind] = true
    queue = queue.then(work).catch(() => {
      due[kind] = false
    })
  }
  return {
    current: () => feed,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    refresh: () =>
      enqueue('refresh', async () => {
        due.refresh = false
        const what = feed ? `since=${encodeURIComponent(feed.revision)}` : ''
        const next = applyAnswer(feed, await read<FeedAnswer>(`${path}&limit=${pageSize}&${what}`))
        if (next.messages === feed?.messages) feed = next
        else become(next)
      }),
    loadOlder: untilTs =>
      enqueue('older', async () => {
        const size = untilTs === undefined ? pageSize : bigPageSize
        for (;;) {
          const oldest: string | undefined = feed?.messages[0]?.ts
          if (!feed?.hasOlder || oldest === undefined) break
          become(withOlder(feed, await read<FeedAnswer>(`${path}&limit=${size}&before=${oldest}`)))
          if (untilTs === undefined || compareTs(feed.messages[0]?.ts ?? '', untilTs) <= 0) break
        }
        due.older = false
      }),
  }
}
