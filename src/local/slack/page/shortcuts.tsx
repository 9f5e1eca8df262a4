import { Menu } from './popup.tsx'
import { useWorkspace } from './workspace.tsx'

/** The shortcuts an app offers everywhere. */
export function Shortcuts() {
  const { state, act } = useWorkspace()
  const items = state.app.shortcuts
    .filter(shortcut => shortcut.type === 'global')
    .map(shortcut => ({
      key: shortcut.callback_id,
      label: shortcut.name,
      detail: state.app.name,
      run: () => void act('shortcut', { callback_id: shortcut.callback_id }),
    }))
  if (items.length === 0) return null
  return (
    <Menu label="Shortcuts" items={items}>
      <span aria-hidden="true">⚡</span>
    </Menu>
  )
}
