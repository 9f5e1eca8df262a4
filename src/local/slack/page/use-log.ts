import { useContext, useEffect, useRef, useState } from 'react'
import { read } from './control.ts'
import type { LogEntry } from './model.ts'
import { VersionContext } from './use-remote.ts'

const kept = 1000

/** The traffic so far, oldest first; only what is new is asked for. */
export function useLog(): readonly LogEntry[] {
  const version = useContext(VersionContext)
  const [entries, setEntries] = useState<readonly LogEntry[]>([])
  const last = useRef(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is what makes it read again
  useEffect(() => {
    read<{ readonly entries: readonly LogEntry[] }>(`log?since=${last.current}`).then(
      ({ entries: found }) => {
        const fresh = found.filter(entry => entry.n > last.current)
        last.current = fresh.at(-1)?.n ?? last.current
        if (fresh.length > 0) setEntries(was => [...was, ...fresh].slice(-kept))
      },
      () => undefined,
    )
  }, [version])
  return entries
}
