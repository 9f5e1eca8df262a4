import { useStored } from './use-stored.ts'
import { useWorkspace } from './workspace.tsx'

/** Tells a first visitor what to type; once dismissed or followed it does not come back. */
export function FirstVisitHint({ isTyping }: { readonly isTyping: boolean }) {
  const { state } = useWorkspace()
  const [isDismissed, setDismissed] = useStored('hint-dismissed', false)
  const command = state.app.commands[0]?.command
  if (isDismissed || !command || isTyping) return null
  return (
    <p className="hint" role="note">
      <span>
        Type <kbd>{command}</kbd> here
      </span>
      <button type="button" className="icon-button" aria-label="Dismiss hint" onClick={() => setDismissed(true)}>
        ✕
      </button>
    </p>
  )
}
