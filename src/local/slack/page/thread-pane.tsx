import { useMessages } from './channel-view.tsx'
import { Composer } from './composer.tsx'
import { threadMessages, titleOf } from './conversations.ts'
import { MessageList } from './message-list.tsx'
import { SidePane } from './pane.tsx'
import { findChannel, useWorkspace } from './workspace.tsx'

/** A message and the replies to it, beside the conversation. */
export function ThreadPane({ channelId, ts }: { readonly channelId: string; readonly ts: string }) {
  const { state, me } = useWorkspace()
  const channel = findChannel(state, channelId)
  const messages = useMessages(channelId)
  if (!channel) return null
  const isMember = channel.is_im || channel.members.includes(me.id)
  const title = titleOf(channel, state.app)
  return (
    <SidePane title="Thread" detail={channel.is_im ? title : `#${title}`}>
      <MessageList label="Replies" messages={threadMessages(messages ?? [], ts)} channel={channelId} isInThread />
      {isMember && !channel.is_archived && <Composer channel={channel} threadTs={ts} />}
    </SidePane>
  )
}
