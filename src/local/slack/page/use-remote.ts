import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { read } from './control.ts'

/** Counts the workspace's changes; whoever reads from it reads again when it grows. */
export const VersionContext = createContext(0)

/** Follows the workspace's change events. `isLive` is false while the workspace cannot be reached. */
export function useVersion(): { version: number; isLive: boolean; refresh: () => void } {
  const [version, setVersion] = useState(0)
  const [isLive, setLive] = useState(true)
  const grow = useCallback(() => setVersion(count => count + 1), [])
  useEffect(() => {
    const events = new EventSource('/_control/events')
    events.onopen = () => {
      setLive(true)
      grow()
    }
    events.onmessage = grow
    events.onerror = () => setLive(false)
    return () => events.close()
  }, [grow])
  return { version, isLive, refresh: grow }
}

/** What the control API answers at a path, read again after every change; null until it is known. */
export function useRemote<T>(path: string | null): T | null {
  const version = useContext(VersionContext)
  const [latest, setLatest] = useState<{ path: string; body: T } | null>(null)
  const order = useRef({ asked: 0, shown: 0 })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is what makes it read again
  useEffect(() => {
    if (path === null) return
    const asked = ++order.current.asked
    read<T>(path).then(
      body => {
        // Answers may overtake each other: an older one must not replace a newer one.
        if (asked < order.current.shown) return
        order.current.shown = asked
        // The same answer again keeps its identity: nothing that hangs on it is drawn anew.
        setLatest(was =>
          was?.path === path && JSON.stringify(was.body) === JSON.stringify(body) ? was : { path, body },
        )
      },
      () => undefined,
    )
  }, [path, version])
  return latest && latest.path === path ? latest.body : null
}
