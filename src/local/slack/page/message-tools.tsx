import { useState } from 'react'
import { useConfirm } from './confirm.tsx'
import { Dialog } from './dialog.tsx'
import { Emoji } from './doc-view.tsx'
import { EmojiPicker } from './emoji-picker.tsx'
import type { Message } from './model.ts'
import { linkTo } from './permalink.ts'
import { Menu, type MenuItem } from './popup.tsx'
import { findChannel, useWorkspace } from './workspace.tsx'

/** One press away, beside the search for any other. */
const quickReactions = ['white_check_mark', 'eyes', 'pushpin']

interface MessageToolsProps {
  readonly message: Message
  readonly channel: string
  readonly isInThread: boolean
  readonly onEdit: () => void
}

/** What can be done with a message: react, reply, run a shortcut of the app, pin, copy its link, edit, delete. */
export function MessageTools({ message, channel, isInThread, onEdit }: MessageToolsProps) {
  const { act, show } = useWorkspace()
  const more = useMoreActions({ message, channel, onEdit })
  if (message.ephemeral) return null
  const react = (name: string) => {
    const reaction = { channel, messageTs: message.ts, name }
    void act('reaction', reaction)
  }
  return (
    <div className="message-tools">
      {quickReactions.map(name => (
        <button
          key={name}
          type="button"
          className="icon-button quick-reaction"
          // By keyboard they are the first in the picker beside them: one stop less in every message.
          tabIndex={-1}
          aria-label={`React with ${name.replaceAll('_', ' ')}`}
          onClick={() => react(name)}
        >
          <span aria-hidden="true">
            <Emoji name={name} />
          </span>
        </button>
      ))}
      <EmojiPicker label="Add reaction" onPick={emoji => react(emoji.name)}>
        <span aria-hidden="true">☺</span>
      </EmojiPicker>
      {!isInThread && (
        <button
          type="button"
          className="icon-button"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() => show({ kind: 'thread', channel, ts: message.thread_ts ?? message.ts })}
        >
          <span aria-hidden="true">↳</span>
        </button>
      )}
      <Menu label="More actions" items={more.items}>
        <span aria-hidden="true">⋯</span>
      </Menu>
      {more.dialog}
    </div>
  )
}

const shownShortcuts = 5

function useMoreActions({ message, channel, onEdit }: Omit<MessageToolsProps, 'isInThread'>) {
  const { state, me, act, notify, markUnread } = useWorkspace()
  const confirm = useConfirm()
  const [isListing, setListing] = useState(false)
  const target = { channel, messageTs: message.ts }
  const place = findChannel(state, channel)
  const isPinned = place?.pins.includes(message.ts) ?? false
  const remove = async () => {
    const title = { type: 'plain_text' as const, text: 'Delete message' }
    const text = { type: 'plain_text' as const, text: 'Delete this message? This cannot be undone.' }
    const yes = { type: 'plain_text' as const, text: 'Delete' }
    if (await confirm({ title, text, confirm: yes, style: 'danger' })) await act('delete-message', target)
  }
  const copyLink = async () => {
    const link = linkTo({ origin: location.origin, channel, message })
    try {
      await navigator.clipboard.writeText(link)
      notify('The link to the message is copied.')
    } catch {
      notify(`This browser lets no page copy. The link is ${link}`)
    }
  }
  const shortcuts: MenuItem[] = state.app.shortcuts
    .filter(shortcut => shortcut.type === 'message')
    .map(shortcut => ({
      key: shortcut.callback_id,
      label: shortcut.name,
      detail: state.app.name,
      run: () => void act('shortcut', { ...target, callback_id: shortcut.callback_id }),
    }))
  const edit: MenuItem = { key: 'edit', label: 'Edit message', run: onEdit }
  const pin: MenuItem = isPinned
    ? { key: 'pin', label: 'Unpin from this conversation', run: () => void act('unpin', target) }
    : { key: 'pin', label: 'Pin to this conversation', run: () => void act('pin', target) }
  const others: MenuItem = { key: 'others', label: 'More message shortcuts…', run: () => setListing(true) }
  const drop: MenuItem = { key: 'delete', label: 'Delete message', isDanger: true, run: () => void remove() }
  const isOwn = message.user === me.id
  const canWrite = place !== undefined && !place.is_archived
  const items = [
    ...(isOwn && canWrite ? [edit] : []),
    { key: 'unread', label: 'Mark unread', run: () => markUnread(channel, message.ts) },
    { key: 'link', label: 'Copy link', run: () => void copyLink() },
    ...(canWrite ? [pin] : []),
    ...shortcuts.slice(0, shownShortcuts),
    ...(shortcuts.length > shownShortcuts ? [others] : []),
    ...((isOwn || me.is_admin) && canWrite ? [drop] : []),
  ]
  const dialog = isListing && (
    <Dialog title="Message shortcuts" size="small" onClose={() => setListing(false)}>
      <ul className="shortcut-list">
        {shortcuts.map(({ key, label, detail, run }) => (
          <li key={key}>
            <button
              type="button"
              className="popup-item"
              onClick={() => {
                setListing(false)
                run()
              }}
            >
              <span>{label}</span>
              <small>{detail}</small>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
  return { items, dialog }
}
