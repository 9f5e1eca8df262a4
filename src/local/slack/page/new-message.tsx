import { displayName } from './conversations.ts'
import { Menu } from './popup.tsx'
import { useWorkspace } from './workspace.tsx'

/** Opens a conversation with another person. */
export function NewMessage() {
  const { state, me, act, go } = useWorkspace()
  const people = state.users.filter(
    user => !user.deleted && !user.is_bot && user.id !== me.id && user.id !== state.app.bot_user_id,
  )
  const open = async (id: string) => {
    const { channel } = await act('open-dm', { with: [id] })
    if (typeof channel === 'string') go({ kind: 'channel', id: channel })
  }
  const items = people.map(user => ({
    key: user.id,
    label: displayName(user),
    detail: user.profile?.title,
    run: () => void open(user.id),
  }))
  return (
    <Menu label="New message" items={items} className="icon-button section-action">
      <span aria-hidden="true">+</span>
    </Menu>
  )
}
