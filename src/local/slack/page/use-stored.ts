import { useCallback, useState } from 'react'

/** State that this browser remembers. */
export function useStored<T>(key: string, initial: T): [T, (next: T | ((was: T) => T)) => void] {
  const [value, setValue] = useState<T>(() => readStored(key) ?? initial)
  const change = useCallback(
    (next: T | ((was: T) => T)) =>
      setValue(was => {
        const now = next instanceof Function ? next(was) : next
        try {
          localStorage.setItem(`sandbox.${key}`, JSON.stringify(now))
        } catch {
          // A browser that forbids storage forgets, but works.
        }
        return now
      }),
    [key],
  )
  return [value, change]
}

function readStored<T>(key: string): T | null {
  try {
    const kept = localStorage.getItem(`sandbox.${key}`)
    return kept === null ? null : JSON.parse(kept)
  } catch {
    return null
  }
}
