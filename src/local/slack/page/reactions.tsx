import { Emoji } from './doc-view.tsx'
import { EmojiPicker } from './emoji-picker.tsx'
import type { Message } from './model.ts'
import { nameOf, useWorkspace } from './workspace.tsx'

/** The reactions under a message; pressing one adds or takes back one's own. */
export function Reactions({ message, channel }: { readonly message: Message; readonly channel: string }) {
  const { state, me, act } = useWorkspace()
  if (!message.reactions?.length) return null
  return (
    <div className="reactions">
      {message.reactions.map(reaction => {
        const isMine = reaction.users.includes(me.id)
        const who = reaction.users.map(id => nameOf(state, id)).join(', ')
        return (
          <button
            key={reaction.name}
            type="button"
            className="reaction"
            aria-pressed={isMine}
            aria-label={`${reaction.name}, ${reaction.count}: ${who}`}
            title={`${who} reacted with :${reaction.name}:`}
            onClick={() =>
              void act('reaction', { channel, messageTs: message.ts, name: reaction.name, remove: isMine })
            }
          >
            <Emoji name={reaction.name} /> {reaction.count}
          </button>
        )
      })}
      <EmojiPicker
        label="Add another reaction"
        className="reaction reaction-add"
        onPick={emoji => void act('reaction', { channel, messageTs: message.ts, name: emoji.name })}
      >
        <span aria-hidden="true">☺+</span>
      </EmojiPicker>
    </div>
  )
}
