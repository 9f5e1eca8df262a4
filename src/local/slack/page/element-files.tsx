import type { FileInput } from '@slack/types'
import { useId, useState } from 'react'
import { formatSize } from './file-kind.ts'
import { type ElementProps, useField } from './surface.tsx'
import { uploadFile } from './upload.ts'
import { useWorkspace } from './workspace.tsx'

/** Slack's own limit (docs.slack.dev/reference/block-kit/block-elements/file-input-element). */
const mostFiles = 10

/** Files that go to the app with the form. */
export function FileElement({ element, blockId, naming, dispatches }: ElementProps<FileInput>) {
  const { state, change } = useField(blockId, element, dispatches)
  const { ask } = useWorkspace()
  const [problem, setProblem] = useState<string | null>(null)
  const [isLoading, setLoading] = useState(false)
  const problemId = useId()
  const files = state.files ?? []
  const most = element.max_files ?? mostFiles
  const types = element.filetypes?.map(type => `.${type}`)
  const keep = (next: typeof files) => change({ type: element.type, files: next })
  const add = async (chosen: readonly File[]) => {
    setLoading(true)
    setProblem(chosen.length > most - files.length ? `Only ${most} can be added here.` : null)
    const added = []
    for (const file of chosen.slice(0, most - files.length)) {
      const isWanted = !types || types.some(type => file.name.toLowerCase().endsWith(type.toLowerCase()))
      const uploaded = isWanted ? await uploadFile(ask, file) : `${file.name} is not one of ${types.join(', ')}.`
      if (typeof uploaded === 'string') setProblem(uploaded)
      else added.push(uploaded)
    }
    setLoading(false)
    if (added.length > 0) await keep([...files, ...added])
  }
  return (
    <fieldset className="file-input" aria-labelledby={naming.labelledBy} aria-label={naming.label}>
      {files.map(file => (
        <span key={file.id} className="chip">
          {file.title ?? file.name ?? file.id}
          {file.size !== undefined && <small> {formatSize(file.size)}</small>}
          <button
            type="button"
            aria-label={`Remove ${file.name ?? file.id}`}
            onClick={() => void keep(files.filter(each => each.id !== file.id))}
          >
            ✕
          </button>
        </span>
      ))}
      {files.length < most && (
        <label className="button">
          {isLoading ? 'Uploading…' : 'Add files'}
          <input
            type="file"
            className="visually-hidden"
            aria-describedby={[naming.describedBy, problem && problemId].filter(Boolean).join(' ') || undefined}
            aria-invalid={naming.isInvalid || problem !== null || undefined}
            accept={types?.join(',')}
            multiple={most > 1}
            disabled={isLoading}
            onChange={event => {
              const chosen = [...(event.currentTarget.files ?? [])]
              // Without this, choosing the same file again after its removal would change nothing.
              event.currentTarget.value = ''
              void add(chosen)
            }}
          />
        </label>
      )}
      {problem && (
        <p className="field-error" id={problemId} role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  )
}
