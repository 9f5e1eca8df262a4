import { useEffect, useState } from 'react'
import { GuideStrip } from './guide.tsx'
import { PlayStrip } from './play.tsx'
import { isUnderWay, type Plays } from './play-model.ts'
import { useRemote } from './use-remote.ts'

/** What helps a visitor along: the play that is on, else the guide. */
export function FirstVisit({ onActAs }: { readonly onActAs: (id: string) => void }) {
  const plays = useRemote<Plays>('play')
  const [shown, setShown] = useState('')
  const play = plays?.current ?? null
  const isPlaying = isUnderWay(play)
  // How a play ended is told to those who watched it.
  useEffect(() => {
    if (isPlaying && play) setShown(play.id)
  }, [isPlaying, play])
  if (!plays) return null
  if (!play || !(isPlaying || shown === play.id)) return <GuideStrip offer={plays.plays[0]} />
  return <PlayStrip play={play} onActAs={onActAs} onClose={() => setShown('')} />
}
