import { useSyncExternalStore } from 'react'

/** A value that this browser remembers and that every part of the page shares. */
export interface OutsideStore<T> {
  get(): T
  set(next: T): void
  use(): T
}

export function outsideStore<T>(key: string, initial: T): OutsideStore<T> {
  const listeners = new Set<() => void>()
  const place = `sandbox.${key}`
  let value = read() ?? initial
  function read(): T | undefined {
    try {
      const kept = localStorage.getItem(place)
      return kept === null ? undefined : JSON.parse(kept)
    } catch {
      return undefined
    }
  }
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  const get = () => value
  return {
    get,
    set(next) {
      value = next
      try {
        localStorage.setItem(place, JSON.stringify(next))
      } catch {
        // A browser that forbids storage forgets, but works.
      }
      for (const listener of listeners) listener()
    },
    use: () => useSyncExternalStore(subscribe, get),
  }
}
