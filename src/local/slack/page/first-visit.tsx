import { GuideStrip } from './guide.tsx'
import { PlayStrip } from './play.tsx'
import { isUnderWay, type Plays } from './play-model.ts'
import { useRemote } from './use-remote.ts'
import { useStored } from './use-stored.ts'

/** What helps a visitor along: the play that is on, else the guide. */
export function FirstVisit({ onActAs }: { readonly onActAs: (id: string) => void }) {
  const plays = useRemote<Plays>('play')
  const [closed, setClosed] = useStored('play-closed', '')
  if (!plays) return null
  const play = plays.current
  const id = play?.id ?? ''
  if (!play || (closed === id && !isUnderWay(play))) return <GuideStrip offer={plays.plays[0]} />
  return <PlayStrip play={play} onActAs={onActAs} onClose={() => setClosed(id)} />
}
