import { useState } from 'react'
import type { Message } from './model.ts'
import { unescapeText } from './mrkdwn.ts'
import { type Typing, typeRichText } from './rich-text-write.ts'
import { findChannel, findGroup, findUser, useWorkspace, type Workspace } from './workspace.tsx'

interface MessageEditorProps {
  readonly message: Message
  readonly channel: string
  readonly onDone: () => void
}

/** Changes the text of one's own message in place. */
export function MessageEditor({ message, channel, onDone }: MessageEditorProps) {
  const { state, act } = useWorkspace()
  const [text, setText] = useState(() => typedAgain(message, state))
  const save = async () => {
    const answer = await act('edit-message', { channel, messageTs: message.ts, text })
    if (answer.ok) onDone()
  }
  return (
    <form
      className="message-editor"
      onSubmit={event => {
        event.preventDefault()
        void save()
      }}
    >
      <textarea
        className="text-input"
        aria-label="Edit message"
        rows={3}
        value={text}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit this text
        autoFocus
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Escape') onDone()
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault()
            void save()
          }
        }}
      />
      <div className="row">
        <button type="button" className="button" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" className="button button-primary" disabled={!text.trim()}>
          Save
        </button>
      </div>
    </form>
  )
}

/** A message as its author would type it: mentions by name, nothing escaped. */
function typedAgain(message: Message, state: Workspace['state']): string {
  const typing: Typing = {
    user: id => mark('@', findUser(state, id)?.name) ?? `<@${id}>`,
    channel: id => mark('#', findChannel(state, id)?.name) ?? `<#${id}>`,
    usergroup: id => mark('@', findGroup(state, id)?.handle) ?? `<!subteam^${id}>`,
    link: (url, text) => `<${url}|${text}>`,
  }
  const [block] = message.blocks ?? []
  return block?.type === 'rich_text' ? typeRichText(block, typing) : unescapeText(message.text ?? '')
}

function mark(sign: string, name: string | undefined): string | null {
  return name ? `${sign}${name}` : null
}
