import { useState } from 'react'
import { ChannelHeader } from './channel-header.tsx'
import { Composer } from './composer.tsx'
import { mainMessages, titleOf, withEphemeral } from './conversations.ts'
import { MessageList } from './message-list.tsx'
import type { Channel, EphemeralMessage, Message } from './model.ts'
import { useRemote } from './use-remote.ts'
import { useWorkspace } from './workspace.tsx'

/** One conversation: its header, its messages and the place to write. */
export function ChannelView({ channel }: { readonly channel: Channel }) {
  const { state, me, place, act } = useWorkspace()
  const messages = useMessages(channel.id)
  const [isJoining, setJoining] = useState(false)
  const title = titleOf(channel, state.app)
  const name = channel.is_im ? title : `#${title}`
  const isMember = channel.is_im || channel.members.includes(me.id)
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
        messages={mainMessages(messages ?? [])}
        channel={channel.id}
        foundTs={place.kind === 'channel' ? place.ts : undefined}
      >
        {messages && <Beginning channel={channel} name={name} />}
      </MessageList>
      {channel.is_archived ? (
        <p className="composer-note">This channel is archived. What was said in it can still be read.</p>
      ) : isMember ? (
        <Composer channel={channel} />
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

/** A conversation's messages, with those that only the acting person sees in their places. */
export function useMessages(channel: string): Message[] | null {
  const { me } = useWorkspace()
  const stored = useRemote<{ readonly messages: readonly Message[] }>(`messages/${channel}`)
  const own = useRemote<{ readonly messages: readonly EphemeralMessage[] }>(`ephemeral/${me.id}`)
  return stored && withEphemeral(stored.messages, own?.messages ?? [], channel)
}

function Beginning({ channel, name }: { readonly channel: Channel; readonly name: string }) {
  const { state } = useWorkspace()
  const what = channel.is_im
    ? `What you and ${state.app.name} say to each other stays here.`
    : (channel.purpose?.value ?? '')
  return (
    <div className="beginning">
      <h2>{name}</h2>
      <p>{what || `This is the beginning of ${name}.`}</p>
    </div>
  )
}
