import { useState } from 'react'
import { fileUrl } from './control.ts'
import { Dialog } from './dialog.tsx'
import { type FileKind, formatSize, kindOfFile } from './file-kind.ts'
import { FileText } from './file-text.tsx'
import type { SharedFile } from './model.ts'
import { useWorkspace } from './workspace.tsx'

const previewed: readonly FileKind[] = ['markdown', 'csv', 'text']

/** A shared file: what can be read is shown in place and opens in full. */
export function FileCard({ file }: { readonly file: SharedFile }) {
  const { show } = useWorkspace()
  const [isOpen, setOpen] = useState(false)
  if (file.mode === 'tombstone') return <p className="unknown">This file was deleted.</p>
  const kind = kindOfFile(file)
  const title = file.title || file.name || file.id
  const url = fileUrl(file.id)
  const open = () => (kind.id === 'canvas' ? show({ kind: 'canvas', id: file.id }) : setOpen(true))
  return (
    <figure className="file-card">
      <figcaption className="file-head">
        <span className="file-icon" aria-hidden="true">
          {kind.mark}
        </span>
        <span className="file-name">
          <strong>{title}</strong>
          <small>
            {[kind.label, kind.id !== 'canvas' && file.size && formatSize(file.size)].filter(Boolean).join(' · ')}
          </small>
        </span>
        {kind.id !== 'other' && (
          <button type="button" className="button" aria-label={`Open ${title}`} onClick={open}>
            Open
          </button>
        )}
        {kind.id !== 'canvas' && (
          <a className="button" href={url} download={file.name ?? title} aria-label={`Download ${title}`}>
            Download
          </a>
        )}
      </figcaption>
      {kind.id === 'image' && (
        <button type="button" className="file-picture" aria-label={`Enlarge ${title}`} onClick={open}>
          <img className="file-image" src={url} alt={title} />
        </button>
      )}
      {previewed.includes(kind.id) && (
        <div className="file-preview">
          <FileText file={file} kind={kind.id} extent="preview" />
        </div>
      )}
      {isOpen && (
        <Dialog title={title} size="large" onClose={() => setOpen(false)}>
          <FileContent file={file} kind={kind.id} title={title} />
        </Dialog>
      )}
    </figure>
  )
}

interface FileContentProps {
  readonly file: SharedFile
  readonly kind: FileKind
  readonly title: string
}

function FileContent({ file, kind, title }: FileContentProps) {
  const url = fileUrl(file.id)
  switch (kind) {
    case 'html':
      // Nothing in it runs, and the server forbids it to fetch anything.
      return <iframe className="file-frame" title={title} src={url} sandbox="" />
    case 'pdf':
      return <iframe className="file-frame" title={title} src={url} />
    case 'image':
      return <img className="file-whole" src={url} alt={title} />
    default:
      return <FileText file={file} kind={kind} extent="full" />
  }
}
