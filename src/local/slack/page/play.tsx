import { useEffect } from 'react'
import { createPortal } from 'react-dom'
import { displayName } from './conversations.ts'
import { PlayButton } from './play-button.tsx'
import { isUnderWay, type PlayState } from './play-model.ts'
import { useTopDialog } from './use-top-dialog.ts'
import { findUser, useWorkspace } from './workspace.tsx'

interface PlayStripProps {
  readonly play: PlayState
  readonly onActAs: (id: string) => void
  readonly onClose: () => void
}

/** What a play is showing, with the page following it to who acts and where. */
export function PlayStrip({ play, onActAs, onClose }: PlayStripProps) {
  const dialog = useTopDialog(isUnderWay(play))
  useFollow(play, onActAs)
  const strip = <Strip play={play} onClose={onClose} />
  return (
    <>
      {strip}
      {/* What is behind an open form cannot be reached, so the strip is before it as well. */}
      {dialog && createPortal(strip, dialog)}
    </>
  )
}

function Strip({ play, onClose }: { readonly play: PlayState; readonly onClose: () => void }) {
  const { state, act } = useWorkspace()
  const user = findUser(state, play.as)
  const isRunning = isUnderWay(play)
  const order = (what: string) => void act('play', { do: what })
  return (
    <section className="strip play" aria-label="Play">
      <div className="strip-words">
        <h2>
          {play.title}
          {isRunning && user && <small> · {displayName(user)}</small>}
        </h2>
        <p className="caption" role="status">
          {play.problem ?? (play.status === 'stopped' ? 'Stopped. What happened so far stays.' : play.say)}
        </p>
      </div>
      <div className="strip-buttons">
        {isRunning ? (
          <>
            <button
              type="button"
              className="button"
              onClick={() => order(play.status === 'paused' ? 'resume' : 'pause')}
            >
              {play.status === 'paused' ? 'Go on' : 'Pause'}
            </button>
            <button type="button" className="button" onClick={() => order('skip')}>
              Skip
            </button>
            <button type="button" className="button" onClick={() => void stopPlay()}>
              Stop
            </button>
          </>
        ) : (
          <>
            <PlayButton offer={{ ...play, about: '' }} label="Play again" />
            <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
              ✕
            </button>
          </>
        )}
      </div>
      <progress className="play-progress" aria-label="Progress of the play" value={play.step} max={play.of} />
    </section>
  )
}

/** Takes the page to whoever acts, and to where that is to be seen. */
function useFollow(play: PlayState, onActAs: (id: string) => void): void {
  const { me, go } = useWorkspace()
  // The last step may be over before the page hears of it.
  const isFollowed = play.status === 'playing' || play.status === 'done'
  const { place } = play
  const where = place && (place.kind === 'home' ? 'home' : place.id)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step takes the page along once, and then leaves it alone
  useEffect(() => {
    if (!isFollowed || !place) return
    if (play.as !== me.id) onActAs(play.as)
    go(place)
  }, [isFollowed, play.id, play.step, play.as, where])
}

async function stopPlay(): Promise<void> {
  await fetch('/_control/play', { method: 'DELETE' }).catch(() => undefined)
}
