import type { Channel } from './model.ts'
import { useWorkspace } from './workspace.tsx'

/** The canvases of a channel, to be opened beside it; the first can be begun here. */
export function CanvasTabs({ channel }: { readonly channel: Channel }) {
  const { me, pane, show, act } = useWorkspace()
  const canvases = channel.canvases ?? []
  const canBegin = !channel.is_im && !channel.is_archived && channel.members.includes(me.id) && canvases.length === 0
  const begin = async () => {
    const { canvas } = await act('create-canvas', { channel: channel.id, title: 'Untitled', markdown: '' })
    if (typeof canvas === 'string') show({ kind: 'canvas', id: canvas })
  }
  return (
    <>
      {canvases.map(canvas => {
        const isOpen = pane?.kind === 'canvas' && pane.id === canvas.id
        return (
          <button
            key={canvas.id}
            type="button"
            className="fact"
            aria-pressed={isOpen}
            aria-label={`Canvas ${canvas.title}`}
            onClick={() => show(isOpen ? null : { kind: 'canvas', id: canvas.id })}
          >
            ❏ <span className="fact-word">{canvas.title}</span>
          </button>
        )
      })}
      {canBegin && (
        <button
          type="button"
          className="fact"
          aria-label="Add a canvas"
          title="Add a canvas"
          onClick={() => void begin()}
        >
          ❏ +
        </button>
      )}
    </>
  )
}
