import type { PlayOffer } from './play-model.ts'
import { useWorkspace } from './workspace.tsx'

/** Starts a play. */
export function PlayButton({ offer, label }: { readonly offer: PlayOffer; readonly label?: string }) {
  const { act } = useWorkspace()
  return (
    <button
      type="button"
      className="button play-button"
      title={offer.about}
      onClick={() => void act('play', { name: offer.name })}
    >
      <span aria-hidden="true">▶</span> {label ?? offer.invitation ?? `Play “${offer.title}”`}
    </button>
  )
}
