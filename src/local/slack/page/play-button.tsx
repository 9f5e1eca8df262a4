import { isUnderWay, type Plays } from './play-model.ts'
import { useRemote } from './use-remote.ts'
import { useWorkspace } from './workspace.tsx'

/** Starts the workspace's play; nothing where it has none. */
export function PlayButton({ label }: { readonly label?: string }) {
  const { act } = useWorkspace()
  const plays = useRemote<Plays>('play')
  const [first] = plays?.plays ?? []
  if (!first) return null
  return (
    <button
      type="button"
      className="button play-button"
      title={first.about}
      disabled={isUnderWay(plays?.current)}
      onClick={() => void act('play')}
    >
      <span aria-hidden="true">▶</span> {label ?? first.invitation ?? `Play “${first.title}”`}
    </button>
  )
}
