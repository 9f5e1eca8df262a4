import { useSyncExternalStore } from 'react'

/** Which message is being edited, and in which list it stands: the composer opens it as well as the message itself. */
interface Edited {
  readonly channel: string
  readonly ts: string
  readonly isInThread: boolean
}

let current: string | null = null
const listeners = new Set<() => void>()

export function startEditing(edited: Edited): void {
  change(keyOf(edited))
}

export function stopEditing(): void {
  change(null)
}

export function useIsEdited(edited: Edited): boolean {
  return useSyncExternalStore(follow, () => current === keyOf(edited))
}

function keyOf({ channel, ts, isInThread }: Edited): string {
  return `${channel} ${ts} ${isInThread}`
}

function change(next: string | null): void {
  current = next
  for (const tell of listeners) tell()
}

function follow(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
