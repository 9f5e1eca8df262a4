import { useWorkspace } from './workspace.tsx'

/** Tells a first visitor what to type. */
export function FirstVisitHint({ onDismiss }: { readonly onDismiss: () => void }) {
  const { state } = useWorkspace()
  const command = state.app.commands[0]?.command
  if (!command) return null
  return (
    <p className="hint" role="note">
      <span>
        Type <kbd>{command}</kbd> here
      </span>
      <button type="button" className="icon-button" aria-label="Dismiss hint" onClick={onDismiss}>
        ✕
      </button>
    </p>
  )
}
