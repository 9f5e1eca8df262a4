import { useContext, useEffect, useRef, useState } from 'react'
import { read } from './control.ts'
import type { LogEntry } from './model.ts'
import { VersionContext } from './use-remote.ts'

const kept = 1000
/** Calls that change nothing do not count as a change of the workspace, but belong into the log. */
const everyMs = 1000

/** The traffic so far, oldest first; only what is new is asked for. */
export function useLog(): readonly LogEntry[] {
  const version = useContext(VersionContext)
  const beats = useBeats()
  const [entries, setEntries] = useState<readonly LogEntry[]>([])
  const last = useRef(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change, or time going by, is what makes it read again
  useEffect(() => {
    read<{ readonly entries: readonly LogEntry[] }>(`log?since=${last.current}`).then(
      ({ entries: found }) => {
        const fresh = found.filter(entry => entry.n > last.current)
        last.current = fresh.at(-1)?.n ?? last.current
        if (fresh.length > 0) setEntries(was => [...was, ...fresh].slice(-kept))
      },
      () => undefined,
    )
  }, [version, beats])
  return entries
}

/** Counts the seconds. */
export function useBeats(): number {
  const [beats, setBeats] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setBeats(count => count + 1), everyMs)
    return () => clearInterval(timer)
  }, [])
  return beats
}
