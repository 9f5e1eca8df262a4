import type { ReactNode } from 'react'
import { useWorkspace } from './workspace.tsx'

interface PaneProps {
  readonly title: string
  readonly detail?: string | undefined
  readonly children: ReactNode
}

/** A column beside the conversation. */
export function SidePane({ title, detail, children }: PaneProps) {
  const { show } = useWorkspace()
  return (
    <aside
      className="pane"
      aria-label={title}
      onKeyDown={event => {
        if (event.key === 'Escape' && !event.defaultPrevented) show(null)
      }}
    >
      <header className="pane-header">
        <h2>
          {title} {detail && <small>{detail}</small>}
        </h2>
        <button
          type="button"
          className="icon-button"
          aria-label={`Close ${title.toLowerCase()}`}
          onClick={() => show(null)}
        >
          ✕
        </button>
      </header>
      {children}
    </aside>
  )
}
