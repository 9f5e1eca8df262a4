import { canSee } from './conversations.ts'
import type { Inline } from './doc.ts'
import { findChannel, findGroup, findUser, nameOf, useWorkspace } from './workspace.tsx'

type MentionRun = Extract<Inline, { type: 'user' | 'channel' | 'usergroup' | 'broadcast' }>

/** A mention of a person, a group, everybody or a channel. */
export function Mention({ run }: { readonly run: MentionRun }) {
  const { state, me } = useWorkspace()
  if (run.type === 'channel') return <ChannelMention id={run.id} label={run.label} />
  if (run.type === 'broadcast') return <span className="mention mention-me">@{run.range.replace(/^@/, '')}</span>
  if (run.type === 'user') {
    return (
      <span className={run.id === me.id ? 'mention mention-me' : 'mention'}>
        @{findUser(state, run.id)?.name ?? nameOf(state, run.id)}
      </span>
    )
  }
  const group = findGroup(state, run.id)
  const isMine = group?.users.includes(me.id)
  const name = group?.handle ?? run.label?.replace(/^@/, '') ?? run.id
  return <span className={isMine ? 'mention mention-me' : 'mention'}>@{name}</span>
}

function ChannelMention({ id, label }: { readonly id: string; readonly label: string | undefined }) {
  const { state, me, go } = useWorkspace()
  const channel = findChannel(state, id)
  if (channel && !canSee(channel, me.id)) return <span className="mention">🔒 private channel</span>
  if (!channel) return <span className="mention">#{label ?? id}</span>
  return (
    <button type="button" className="mention mention-link" onClick={() => go({ kind: 'channel', id })}>
      #{channel.name || label}
    </button>
  )
}
