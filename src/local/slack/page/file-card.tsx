import { useEffect, useState } from 'react'
import { fileUrl } from './control.ts'
import { Dialog } from './dialog.tsx'
import { Doc } from './doc-view.tsx'
import { formatSize, kindOfFile } from './file-kind.ts'
import { parseMarkdown } from './markdown.ts'
import type { SharedFile } from './model.ts'

/** A shared file: what can be read is shown in place and opens in full. */
export function FileCard({ file }: { readonly file: SharedFile }) {
  const [isOpen, setOpen] = useState(false)
  const kind = kindOfFile(file)
  const title = file.title || file.name || file.id
  const url = fileUrl(file.id)
  return (
    <figure className="file-card">
      <figcaption className="file-head">
        <span className="file-icon" aria-hidden="true">
          {kind.mark}
        </span>
        <span className="file-name">
          <strong>{title}</strong>
          <small>{[kind.label, file.size && formatSize(file.size)].filter(Boolean).join(' · ')}</small>
        </span>
        {kind.opensHere && (
          <button type="button" className="button" aria-label={`Open ${title}`} onClick={() => setOpen(true)}>
            Open
          </button>
        )}
        <a className="button" href={url} download={file.name ?? title} aria-label={`Download ${title}`}>
          Download
        </a>
      </figcaption>
      {kind.id === 'image' && <img className="file-image" src={url} alt={title} />}
      {(kind.id === 'markdown' || kind.id === 'text') && (
        <div className="file-preview">
          <FileText file={file} isMarkdown={kind.id === 'markdown'} />
        </div>
      )}
      {isOpen && (
        <Dialog title={title} size="large" onClose={() => setOpen(false)}>
          {kind.id === 'html' ? (
            <iframe className="file-frame" title={title} src={url} sandbox="" />
          ) : (
            <FileText file={file} isMarkdown={kind.id === 'markdown'} />
          )}
        </Dialog>
      )}
    </figure>
  )
}

function FileText({ file, isMarkdown }: { readonly file: SharedFile; readonly isMarkdown: boolean }) {
  const text = useFileText(file.id)
  if (text === null) return <p className="quiet">Loading…</p>
  if (!isMarkdown) return <pre>{text}</pre>
  return (
    <div className="doc document">
      <Doc blocks={parseMarkdown(text)} />
    </div>
  )
}

function useFileText(id: string): string | null {
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    const abort = new AbortController()
    fetch(fileUrl(id), { signal: abort.signal })
      .then(response => (response.ok ? response.text() : 'This file can no longer be read.'))
      .then(setText, () => undefined)
    return () => abort.abort()
  }, [id])
  return text
}
