import type { ReactNode } from 'react'
import { parsePermalink } from './permalink.ts'
import { findChannel, useWorkspace } from './workspace.tsx'

/** A link: to a message of this workspace in place, to anywhere else in a new tab. */
export function Link({ url, children }: { readonly url: string; readonly children: ReactNode }) {
  const { state, go } = useWorkspace()
  const target = parsePermalink(url)
  const channel = findChannel(state, target?.channel)
  if (target && channel) {
    return (
      <a
        href={`/#/${channel.id}`}
        onClick={event => {
          event.preventDefault()
          go({ kind: 'channel', id: channel.id, ...(target.ts ? { ts: target.ts } : {}) })
        }}
      >
        {children}
      </a>
    )
  }
  if (!/^(?:https?|mailto|tel):/i.test(url)) return <span className="dead-link">{children}</span>
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  )
}
