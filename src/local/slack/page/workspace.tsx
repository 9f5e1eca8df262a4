import { createContext, use } from 'react'
import type { Answer } from './control.ts'
import { displayName } from './conversations.ts'
import type { Channel, User, UserGroup, WorkspaceState } from './model.ts'

/** Where the person is; `ts` is a message to bring into view. */
export type Place = { readonly kind: 'channel'; readonly id: string; readonly ts?: string } | { readonly kind: 'home' }

export type Pane =
  | { readonly kind: 'thread'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'details'; readonly channel: string }
  | { readonly kind: 'canvas'; readonly id: string }
  | { readonly kind: 'inspector' }

/** What every part of the page needs: the workspace as the acting person sees it, and how to change it. */
export interface Workspace {
  readonly state: WorkspaceState
  readonly me: User
  /** Milliseconds since the epoch, on the workspace's clock. */
  readonly now: () => number
  readonly timeZone: string
  readonly place: Place
  readonly go: (place: Place) => void
  readonly pane: Pane | null
  readonly show: (pane: Pane | null) => void
  /** Sends a change as the acting person; a refusal is shown unless the caller deals with it itself. */
  readonly act: (path: string, body?: Readonly<Record<string, unknown>>) => Promise<Answer>
  /** Asks as the acting person for something that changes nothing; a refusal is for the caller to show. */
  readonly ask: (path: string, body?: Readonly<Record<string, unknown>>) => Promise<Answer>
  readonly notify: (text: string) => void
  readonly markUnread: (channel: string, ts: string) => void
}

export const WorkspaceContext = createContext<Workspace | null>(null)

/** The calm workspace, where something above has put it: see `Calmly`. */
export const NearestCalmContext = createContext<Workspace | null>(null)

export function useWorkspace(): Workspace {
  // Whoever has a calm workspace above must not read the other: reading it is what has a component drawn anew.
  const workspace = use(NearestCalmContext) ?? use(WorkspaceContext)
  if (!workspace) throw new Error('useWorkspace needs a WorkspaceContext around it')
  return workspace
}

export function findUser(state: WorkspaceState, id: string | undefined): User | undefined {
  return state.users.find(user => user.id === id)
}

export function findChannel(state: WorkspaceState, id: string | undefined): Channel | undefined {
  return state.channels.find(channel => channel.id === id)
}

export function findGroup(state: WorkspaceState, id: string): UserGroup | undefined {
  return state.usergroups.find(group => group.id === id)
}

/** A person's name, or the id when the workspace does not know the person. */
export function nameOf(state: WorkspaceState, id: string): string {
  const user = findUser(state, id)
  if (user) return displayName(user)
  return id === state.app.bot_user_id ? state.app.name : id
}
