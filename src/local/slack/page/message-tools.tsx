import { useConfirm } from './confirm.tsx'
import { emojiGlyph } from './emoji.ts'
import type { Message } from './model.ts'
import { Menu, type MenuItem } from './popup.tsx'
import { useWorkspace } from './workspace.tsx'

const quickReactions = [
  'eyes',
  'white_check_mark',
  'pushpin',
  'repeat',
  'scales',
  'mag_right',
  'x',
  '+1',
  'tada',
  'pray',
  'fire',
  'heart',
]

interface MessageToolsProps {
  readonly message: Message
  readonly channel: string
  readonly isInThread: boolean
  readonly onEdit: () => void
}

/** What can be done with a message: react, reply, run a shortcut of the app, edit, delete. */
export function MessageTools({ message, channel, isInThread, onEdit }: MessageToolsProps) {
  const { state, me, act, show } = useWorkspace()
  const confirm = useConfirm()
  if (message.ephemeral) return null
  const target = { channel, messageTs: message.ts }
  const reactions: MenuItem[] = quickReactions.map(name => ({
    key: name,
    label: `${emojiGlyph(name) ?? ''} ${name.replaceAll('_', ' ')}`,
    run: () => void act('reaction', { ...target, name }),
  }))
  const remove = async () => {
    const title = { type: 'plain_text' as const, text: 'Delete message' }
    const text = { type: 'plain_text' as const, text: 'Delete this message? This cannot be undone.' }
    const yes = { type: 'plain_text' as const, text: 'Delete' }
    if (await confirm({ title, text, confirm: yes, style: 'danger' })) await act('delete-message', target)
  }
  const shortcuts: MenuItem[] = state.app.shortcuts
    .filter(shortcut => shortcut.type === 'message')
    .map(shortcut => ({
      key: shortcut.callback_id,
      label: shortcut.name,
      detail: state.app.name,
      run: () => void act('shortcut', { ...target, callback_id: shortcut.callback_id }),
    }))
  const own: MenuItem[] =
    message.user === me.id
      ? [
          { key: 'edit', label: 'Edit message', run: onEdit },
          { key: 'delete', label: 'Delete message', isDanger: true, run: () => void remove() },
        ]
      : []
  const more = [...shortcuts, ...own]
  return (
    <div className="message-tools">
      <Menu label="Add reaction" items={reactions}>
        <span aria-hidden="true">☺</span>
      </Menu>
      {!isInThread && (
        <button
          type="button"
          className="icon-button"
          aria-label="Reply in thread"
          onClick={() => show({ kind: 'thread', channel, ts: message.thread_ts ?? message.ts })}
        >
          <span aria-hidden="true">↳</span>
        </button>
      )}
      {more.length > 0 && (
        <Menu label="More actions" items={more}>
          <span aria-hidden="true">⋯</span>
        </Menu>
      )}
    </div>
  )
}
