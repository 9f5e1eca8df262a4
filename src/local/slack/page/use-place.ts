import { useCallback, useEffect, useState } from 'react'
import type { Listing } from './conversations.ts'
import { parsePermalink } from './permalink.ts'
import type { Place } from './workspace.tsx'

/** Where the person is, kept in the address so that a reload comes back to it. */
export function usePlace(conversations: Listing): [Place, (next: Place) => void] {
  const [wanted, setWanted] = useState(readAddress)
  useEffect(() => {
    const follow = () => setWanted(readAddress())
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  const go = useCallback((next: Place) => {
    setWanted(next)
    history.replaceState(null, '', next.kind === 'home' ? '/#/home' : `/#/${next.id}`)
  }, [])
  return [allowedPlace(wanted, conversations), go]
}

/** Somebody who may not see a conversation is taken to one that everybody has. */
function allowedPlace(wanted: Place | null, { joined, other, archived, direct, dm }: Listing): Place {
  if (wanted?.kind === 'home') return wanted
  const open = [...joined, ...other, ...archived, ...direct, ...(dm ? [dm] : [])]
  if (wanted && open.some(channel => channel.id === wanted.id)) return wanted
  const first = open.find(channel => channel.name === 'general') ?? open[0]
  return first ? { kind: 'channel', id: first.id } : { kind: 'home' }
}

function readAddress(): Place | null {
  const linked = parsePermalink(location.pathname)
  if (linked) return { kind: 'channel', id: linked.channel, ...(linked.ts ? { ts: linked.ts } : {}) }
  const name = /^#\/(\w+)$/.exec(location.hash)?.[1]
  if (!name) return null
  return name === 'home' ? { kind: 'home' } : { kind: 'channel', id: name }
}
