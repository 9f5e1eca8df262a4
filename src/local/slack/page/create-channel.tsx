import { useId, useState } from 'react'
import { Dialog } from './dialog.tsx'
import { useWorkspace } from './workspace.tsx'

/** Asks for a new channel's name and makes it. */
export function CreateChannel({ onDone }: { readonly onDone: () => void }) {
  const { ask, go } = useWorkspace()
  const [name, setName] = useState('')
  const [isPrivate, setPrivate] = useState(false)
  const [problem, setProblem] = useState('')
  const id = useId()
  const create = async () => {
    const answer = await ask('create-channel', { name: name.trim(), is_private: isPrivate })
    if (!answer.ok) return setProblem(answer.error ?? 'The channel could not be created.')
    onDone()
    if (typeof answer.channel === 'string') go({ kind: 'channel', id: answer.channel })
  }
  return (
    <Dialog
      title="Create a channel"
      size="small"
      onClose={onDone}
      onSubmit={() => void create()}
      footer={
        <>
          <button type="button" className="button" onClick={onDone}>
            Cancel
          </button>
          <button type="submit" className="button button-primary" disabled={!name.trim()}>
            Create
          </button>
        </>
      }
    >
      <label className="field-label" htmlFor={id}>
        Name
      </label>
      <input
        id={id}
        className="text-input"
        value={name}
        maxLength={80}
        autoComplete="off"
        aria-describedby={`${id}-hint`}
        aria-invalid={problem !== '' || undefined}
        onChange={event => {
          setName(event.currentTarget.value)
          setProblem('')
        }}
      />
      <p id={`${id}-hint`} className={problem ? 'field-error' : 'field-hint'} role={problem ? 'alert' : undefined}>
        {problem || 'Small letters, numbers and hyphens.'}
      </p>
      <label className="choice">
        <input type="checkbox" checked={isPrivate} onChange={event => setPrivate(event.currentTarget.checked)} />
        <span>
          Private <small>Only the people in it know of it.</small>
        </span>
      </label>
    </Dialog>
  )
}
