import { useMemo, useState } from 'react'
import { ChannelHeader } from './channel-header.tsx'
import { Composer } from './composer.tsx'
import { isUnread, mainMessages, ownLatest, titleOf } from './conversations.ts'
import { GuidePointer } from './guide.tsx'
import { MessageList } from './message-list.tsx'
import type { Channel } from './model.ts'
import { useConversation } from './use-messages.ts'
import { useWorkspace } from './workspace.tsx'

interface ChannelViewProps {
  readonly channel: Channel
  /** The newest message that the acting person has read. */
  readonly readTs: string
}

/** One conversation: its header, its messages and the place to write. */
export function ChannelView({ channel, readTs }: ChannelViewProps) {
  const { state, me, place, act } = useWorkspace()
  const { messages, hasOlder, loadOlder } = useConversation(channel.id)
  const [newSince] = useState(() => (isUnread(channel, readTs, readTs) ? readTs : null))
  const [isJoining, setJoining] = useState(false)
  const title = titleOf(channel, state.app)
  const name = channel.is_im ? title : `#${title}`
  const isMember = channel.is_im || channel.members.includes(me.id)
  const main = useMemo(() => mainMessages(messages ?? []), [messages])
  const join = async () => {
    setJoining(true)
    await act('join', { channel: channel.id })
    setJoining(false)
  }
  return (
    <>
      <ChannelHeader channel={channel} />
      <MessageList
        label={`Messages in ${name}`}
        messages={main}
        channel={channel.id}
        hasOlder={hasOlder}
        onOlder={loadOlder}
        newSince={newSince}
        found={place.kind === 'channel' && place.ts ? place.ts : undefined}
      >
        {messages && <Beginning channel={channel} name={name} />}
        {messages?.length === 0 && <GuidePointer />}
      </MessageList>
      {channel.is_archived ? (
        <p className="composer-note">This channel is archived. What was said in it can still be read.</p>
      ) : isMember ? (
        <Composer channel={channel} ownLatest={ownLatest(main, me.id)} />
      ) : (
        <div className="composer-note">
          <span>You are looking at {name}.</span>
          <button type="button" className="button button-primary" disabled={isJoining} onClick={() => void join()}>
            Join channel
          </button>
        </div>
      )}
    </>
  )
}

function Beginning({ channel, name }: { readonly channel: Channel; readonly name: string }) {
  const what = channel.is_im ? `What you and ${name} say to each other stays here.` : (channel.purpose?.value ?? '')
  return (
    <div className="beginning">
      <h2>{name}</h2>
      <p>{what || `This is the beginning of ${name}.`}</p>
    </div>
  )
}
