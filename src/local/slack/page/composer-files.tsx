import { useRef, useState } from 'react'
import { formatSize } from './file-kind.ts'
import type { SharedFile } from './model.ts'
import { uploadFile } from './upload.ts'
import { useStored } from './use-stored.ts'
import { useWorkspace } from './workspace.tsx'

const mostFiles = 10

/** The files that go with the next message: uploaded at once, sent with it, kept over a reload. */
export function useAttachedFiles(draft: string) {
  const { ask, notify } = useWorkspace()
  const [files, setFiles] = useStored<readonly SharedFile[]>(`${draft}.files`, [])
  const [uploading, setUploading] = useState(0)
  return {
    files,
    isUploading: uploading > 0,
    setFiles,
    add: async (chosen: readonly File[]) => {
      if (files.length + chosen.length > mostFiles) notify(`A message takes at most ${mostFiles} files.`)
      const taken = chosen.slice(0, mostFiles - files.length)
      setUploading(count => count + taken.length)
      for (const file of taken) {
        const uploaded = await uploadFile(ask, file)
        setUploading(count => count - 1)
        if (typeof uploaded === 'string') notify(uploaded)
        else setFiles(was => [...was, uploaded])
      }
    },
  }
}

interface AttachedFilesProps {
  readonly files: readonly SharedFile[]
  readonly isUploading: boolean
  readonly onRemove: (id: string) => void
}

export function AttachedFiles({ files, isUploading, onRemove }: AttachedFilesProps) {
  if (files.length === 0 && !isUploading) return null
  return (
    <ul className="attached" aria-label="Attached files">
      {files.map(file => (
        <li key={file.id} className="chip">
          {file.name}
          {file.size !== undefined && <small> {formatSize(file.size)}</small>}
          <button type="button" aria-label={`Remove ${file.name ?? file.id}`} onClick={() => onRemove(file.id)}>
            ✕
          </button>
        </li>
      ))}
      {isUploading && <li className="quiet">Uploading…</li>}
    </ul>
  )
}

/** A button that opens the browser's own choice of files. */
export function AttachButton({ onChoose }: { readonly onChoose: (files: readonly File[]) => void }) {
  const field = useRef<HTMLInputElement>(null)
  return (
    <>
      <button
        type="button"
        className="icon-button"
        aria-label="Attach files"
        title="Attach files"
        onClick={() => field.current?.click()}
      >
        <svg className="icon" viewBox="0 0 20 20" aria-hidden="true">
          <path d="M10 4v12M4 10h12" />
        </svg>
      </button>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        aria-label="Files to attach"
        onChange={event => {
          const chosen = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          onChoose(chosen)
        }}
      />
    </>
  )
}
