import { Avatar } from './avatar.tsx'
import { timeOf } from './conversations.ts'
import { Inlines } from './doc-view.tsx'
import { MessageView } from './message-view.tsx'
import type { Message } from './model.ts'
import { parseInline } from './mrkdwn.ts'
import { SidePane } from './pane.tsx'
import { formatSlackDate } from './slack-date.ts'
import { useRemote } from './use-remote.ts'
import { findChannel, findUser, nameOf, useWorkspace } from './workspace.tsx'

/** What there is to know of a channel: topic, purpose, what is pinned and who is in it. */
export function DetailsPane({ channelId }: { readonly channelId: string }) {
  const { state, me, act, go, timeZone, now } = useWorkspace()
  const channel = findChannel(state, channelId)
  const pins = channel?.pins.join(',')
  const pinned = useRemote<{ readonly messages: readonly Message[] }>(
    pins ? `messages/${channelId}?user=${me.id}&ts=${pins}` : null,
  )
  if (!channel) return null
  return (
    <SidePane title="Details" detail={`#${channel.name}`}>
      <div className="pane-body">
        {[channel.topic?.value, channel.purpose?.value].map(
          (text, index) =>
            text && (
              <section key={index === 0 ? 'topic' : 'purpose'}>
                <h3>{index === 0 ? 'Topic' : 'Purpose'}</h3>
                <p>
                  <Inlines runs={parseInline(text)} />
                </p>
              </section>
            ),
        )}
        {pinned && (
          <section>
            <h3>Pinned</h3>
            {pinned.messages.map(message => (
              <div key={message.ts} className="pinned">
                <MessageView message={message} channel={channelId} isContinued={false} isFound={false} isInThread />
                <button
                  type="button"
                  className="link-button"
                  onClick={() => go({ kind: 'channel', id: channelId, ts: message.ts })}
                >
                  Show in the channel,{' '}
                  {formatSlackDate(timeOf(message) / 1000, '{date_short} {time}', { timeZone, now: now() })}
                </button>
              </div>
            ))}
          </section>
        )}
        <section>
          <h3>Members</h3>
          <ul className="members">
            {channel.members.map(id => (
              <li key={id}>
                <Avatar id={id} name={nameOf(state, id)} isApp={id === state.app.bot_user_id} />
                <span>
                  {nameOf(state, id)}
                  <small>{findUser(state, id)?.profile?.title}</small>
                </span>
              </li>
            ))}
          </ul>
        </section>
        {channel.members.includes(me.id) && !channel.is_archived && (
          <button type="button" className="button" onClick={() => void act('leave', { channel: channelId })}>
            Leave channel
          </button>
        )}
      </div>
    </SidePane>
  )
}
