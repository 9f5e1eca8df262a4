import { useMemo } from 'react'
import { Composer } from './composer.tsx'
import { ownLatest, threadMessages, titleOf } from './conversations.ts'
import { MessageList } from './message-list.tsx'
import { SidePane } from './pane.tsx'
import { useConversation } from './use-messages.ts'
import { findChannel, useWorkspace } from './workspace.tsx'

/** A message and the replies to it, beside the conversation. */
export function ThreadPane({ channelId, ts }: { readonly channelId: string; readonly ts: string }) {
  const { state, me } = useWorkspace()
  const channel = findChannel(state, channelId)
  const { messages, hasOlder, loadOlder } = useConversation(channelId, ts)
  const thread = useMemo(() => threadMessages(messages ?? [], ts), [messages, ts])
  if (!channel) return null
  const isMember = channel.is_im || channel.members.includes(me.id)
  const title = titleOf(channel, state.app)
  return (
    <SidePane title="Thread" detail={channel.is_im ? title : `#${title}`}>
      <MessageList
        label="Replies"
        messages={thread}
        channel={channelId}
        hasOlder={hasOlder}
        onOlder={loadOlder}
        isInThread
      />
      {isMember && !channel.is_archived && (
        <Composer channel={channel} threadTs={ts} ownLatest={ownLatest(thread, me.id)} />
      )}
    </SidePane>
  )
}
