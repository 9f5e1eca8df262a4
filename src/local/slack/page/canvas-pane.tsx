import { useRef, useState } from 'react'
import { Doc } from './doc-view.tsx'
import { parseMarkdown } from './markdown.ts'
import { SidePane } from './pane.tsx'
import { formatSlackDate } from './slack-date.ts'
import { useRemote } from './use-remote.ts'
import { useStored } from './use-stored.ts'
import { findChannel, nameOf, useWorkspace } from './workspace.tsx'

interface Canvas {
  readonly id: string
  readonly title: string
  readonly markdown: string
  /** Unix seconds. */
  readonly updated: number
  readonly updated_by: string
  readonly channel: string | null
}

/** A canvas beside the conversation: read as a document, changed as Markdown. */
export function CanvasPane({ id }: { readonly id: string }) {
  const { state, me, timeZone, now } = useWorkspace()
  const canvas = useRemote<{ readonly canvas: Canvas }>(`canvas/${id}`)?.canvas
  const [isEditing, setEditing] = useState(false)
  if (!canvas) {
    return (
      <SidePane title="Canvas">
        <p className="pane-body quiet">Loading…</p>
      </SidePane>
    )
  }
  const channel = findChannel(state, canvas.channel ?? undefined)
  const canWrite = channel?.members.includes(me.id) && !channel.is_archived
  const at = formatSlackDate(canvas.updated, '{date_short_pretty} at {time}', { timeZone, now: now() })
  return (
    <SidePane title="Canvas" detail={channel && `#${channel.name}`}>
      <div className="pane-body canvas">
        <header className="canvas-head">
          <h3>{canvas.title}</h3>
          <p className="quiet">
            Changed {at} by {nameOf(state, canvas.updated_by)}
          </p>
          {canWrite && !isEditing && (
            <button type="button" className="button" onClick={() => setEditing(true)}>
              Edit
            </button>
          )}
        </header>
        {isEditing ? (
          <CanvasEditor canvas={canvas} onDone={() => setEditing(false)} />
        ) : (
          <div className="doc document">
            {canvas.markdown.trim() ? (
              <Doc blocks={parseMarkdown(canvas.markdown)} />
            ) : (
              <p className="quiet">Nothing is written here yet.</p>
            )}
          </div>
        )}
      </div>
    </SidePane>
  )
}

function CanvasEditor({ canvas, onDone }: { readonly canvas: Canvas; readonly onDone: () => void }) {
  const { act, me } = useWorkspace()
  const begun = useRef(canvas.markdown)
  const [draft, setDraft] = useStored<string | null>(`canvas.${me.id}.${canvas.id}`, null)
  const text = draft ?? begun.current
  const [title, setTitle] = useState(canvas.title)
  const close = () => {
    setDraft(null)
    onDone()
  }
  const save = async () => {
    const change = { canvas: canvas.id, title, markdown: text, updated_from: begun.current }
    const answer = await act('edit-canvas', change)
    if (answer.ok) close()
  }
  return (
    <form
      className="canvas-editor"
      onSubmit={event => {
        event.preventDefault()
        void save()
      }}
    >
      <input
        className="text-input"
        aria-label="Canvas title"
        value={title}
        onChange={event => setTitle(event.currentTarget.value)}
      />
      <textarea
        className="text-input"
        aria-label="Canvas text in Markdown"
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit this text
        autoFocus
        rows={16}
        value={text}
        onChange={event => setDraft(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          void save()
        }}
      />
      <div className="row">
        <button type="button" className="button" onClick={close}>
          Cancel
        </button>
        <button type="submit" className="button button-primary" disabled={!title.trim()}>
          Save
        </button>
      </div>
    </form>
  )
}
