import { createContext, type ReactNode, useContext, useMemo } from 'react'
import type { WorkspaceState } from './model.ts'
import { findUser, NearestCalmContext, useWorkspace, type Workspace } from './workspace.tsx'

const CalmContext = createContext<Workspace | null>(null)

/** What changes with every message, and what no message shows. */
const restless = new Set(['now', 'version', 'latest', 'message_count', 'notified'])

/** Offers the workspace in a form that stays the same object until something changes that messages show. */
export function CalmWorkspace({ children }: { readonly children: ReactNode }) {
  const { state, me, now, timeZone, place, pane, show, notify, markUnread, go, ask, act } = useWorkspace()
  const calm = useCalmState(state)
  const who = findUser(calm, me.id) ?? me
  const value = useMemo(
    () => ({ state: calm, me: who, now, timeZone, place, pane, show, notify, markUnread, go, ask, act }),
    [calm, who, now, timeZone, place, pane, show, notify, markUnread, go, ask, act],
  )
  return <CalmContext value={value}>{children}</CalmContext>
}

/** Everything inside is drawn anew only when its own properties change, or something in the calm workspace. */
export function Calmly({ children }: { readonly children: ReactNode }) {
  return <NearestCalmContext value={useContext(CalmContext)}>{children}</NearestCalmContext>
}

function useCalmState(state: WorkspaceState): WorkspaceState {
  const facts = JSON.stringify(state, (key, value: unknown) => (restless.has(key) ? undefined : value))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the facts stand for the whole state
  return useMemo(() => state, [facts])
}
