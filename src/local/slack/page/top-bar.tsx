import { useId } from 'react'
import { AppMark, Avatar } from './avatar.tsx'
import { Clock } from './clock.tsx'
import { displayName } from './conversations.ts'
import { HelpButton } from './guide.tsx'
import type { User } from './model.ts'
import { Menu } from './popup.tsx'
import { chooseTheme, isTheme, theme, themeNames } from './theme.ts'
import { useStartOver } from './use-start-over.ts'
import { useWorkspace } from './workspace.tsx'

interface TopBarProps {
  readonly people: readonly User[]
  readonly isSidebarOpen: boolean
  readonly onToggleSidebar: () => void
  readonly onActAs: (id: string) => void
}

/** The sandbox's own controls: who one is, what time it is, and a look behind the scenes. */
export function TopBar({ people, isSidebarOpen, onToggleSidebar, onActAs }: TopBarProps) {
  const { state, me, pane, show } = useWorkspace()
  const selectId = useId()
  return (
    <header className="top-bar">
      <button
        type="button"
        className="icon-button sidebar-toggle"
        aria-label="Conversations"
        aria-expanded={isSidebarOpen}
        onClick={onToggleSidebar}
      >
        ☰
      </button>
      <span className="brand">
        <span className="brand-mark">
          <AppMark />
        </span>
        <strong>{state.team.name}</strong>
      </span>
      <div className="act-as">
        <label htmlFor={selectId}>Act as</label>
        <Avatar id={me.id} name={displayName(me)} />
        <select
          id={selectId}
          value={me.id}
          title={describeFully(me)}
          onChange={event => onActAs(event.currentTarget.value)}
        >
          {people.map(user => (
            <option key={user.id} value={user.id}>
              {describe(user)}
            </option>
          ))}
        </select>
        {roleOf(me) && <span className="role-badge">{roleOf(me)}</span>}
        {me.is_undisturbed && (
          <span role="img" aria-label="Not to be disturbed" title="Not to be disturbed">
            🌙
          </span>
        )}
      </div>
      <Clock />
      <button
        type="button"
        className="button top-button"
        aria-pressed={pane?.kind === 'inspector'}
        onClick={() => show(pane?.kind === 'inspector' ? null : { kind: 'inspector' })}
      >
        Inspector
      </button>
      <HelpButton />
      <WorkspaceMenu />
    </header>
  )
}

function WorkspaceMenu() {
  const { act } = useWorkspace()
  const chosen = theme.use()
  const startOver = useStartOver()
  const items = [
    ...Object.entries(themeNames).flatMap(([name, label]) =>
      isTheme(name)
        ? [{ key: name, label, detail: name === chosen ? '✓' : undefined, run: () => chooseTheme(name) }]
        : [],
    ),
    {
      key: 'disconnect',
      label: 'Interrupt the app’s connection',
      detail: 'It should come back by itself',
      run: () => void act('disconnect', { reason: 'refresh_requested' }),
    },
    { key: 'reset', label: 'Start over…', isDanger: true, run: () => void startOver() },
  ]
  return (
    <Menu label="Workspace actions" items={items} className="icon-button top-button">
      <span aria-hidden="true">⋯</span>
    </Menu>
  )
}

function describe(user: User): string {
  const title = user.profile?.title ?? (user.is_restricted ? 'Guest' : '')
  return title ? `${displayName(user)} (${title})` : displayName(user)
}

function roleOf(user: User): string | null {
  if (user.is_restricted) return 'Guest'
  return user.is_admin ? 'Admin' : null
}

function describeFully(user: User): string {
  return [user.profile?.title, roleOf(user), user.tz].filter(Boolean).join(' · ')
}
