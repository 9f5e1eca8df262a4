import { useCallback, useEffect } from 'react'
import { compareTs, isUnread, justBefore, mentionCount } from './conversations.ts'
import type { Channel, WorkspaceState } from './model.ts'
import { useStored } from './use-stored.ts'
import { findChannel, type Place } from './workspace.tsx'

interface Marks {
  /** What came before this browser first looked counts as read. */
  readonly since: string
  /** The newest message read, by person and channel. */
  readonly read: Readonly<Record<string, Readonly<Record<string, string>>>>
}

interface ReadMarksOptions {
  readonly state: WorkspaceState
  readonly me: string
  readonly place: Place
}

/** Remembers how far each acted-as person has read. */
export function useReadMarks({ state, me, place }: ReadMarksOptions): {
  readonly isUnread: (channel: Channel) => boolean
  /** How many unread messages were meant for the acting person. */
  readonly mentions: (channel: Channel) => number
  /** The newest message that was read in a channel. */
  readonly readTs: (channel: Channel) => string
  /** Makes a message the first unread one, for when the acting person comes back to its channel. */
  readonly markUnread: (channel: string, ts: string) => void
} {
  const now = `${Math.floor(Date.parse(state.now) / 1000)}.000000`
  const [stored, setMarks] = useStored<Marks>('read-marks', { since: now, read: {} })
  // A workspace that started over may be earlier than what was remembered of it.
  const marks = compareTs(stored.since, now) > 0 ? { since: now, read: {} } : stored
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first look is remembered once, even when there was nothing to read
  useEffect(() => setMarks(was => was), [])
  const here = place.kind === 'channel' ? findChannel(state, place.id) : undefined
  const latest = here?.latest
  // biome-ignore lint/correctness/useExhaustiveDependencies: it runs when there is something newer to have read
  useEffect(() => {
    if (here && latest) {
      const read = { ...marks.read, [me]: { ...marks.read[me], [here.id]: latest } }
      setMarks({ since: marks.since, read })
    }
  }, [me, here?.id, latest])
  const markUnread = useCallback(
    (channel: string, ts: string) =>
      setMarks(was => ({ ...was, read: { ...was.read, [me]: { ...was.read[me], [channel]: justBefore(ts) } } })),
    [me, setMarks],
  )
  const readTs = (channel: Channel) => marks.read[me]?.[channel.id] ?? marks.since
  return {
    readTs,
    markUnread,
    isUnread: channel => channel.id !== here?.id && isUnread(channel, readTs(channel), marks.since),
    mentions: channel => (channel.id === here?.id ? 0 : mentionCount(channel, me, readTs(channel))),
  }
}
