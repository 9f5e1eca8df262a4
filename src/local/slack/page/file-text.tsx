import { lazy, Suspense, useEffect, useState } from 'react'
import { fileUrl } from './control.ts'
import { parseCsv } from './csv.ts'
import type { DocBlock } from './doc.ts'
import { Doc } from './doc-view.tsx'
import { type FileKind, languageOf } from './file-kind.ts'
import { parseMarkdown } from './markdown.ts'
import type { SharedFile } from './model.ts'

const Highlighted = lazy(async () => ({ default: (await import('./highlighted.tsx')).Highlighted }))

/** How much of a file is drawn; the rest is for the download. */
const shown = { full: { characters: 200_000, rows: 1000 }, preview: { characters: 4000, rows: 8 } } as const

interface FileTextProps {
  readonly file: SharedFile
  readonly kind: FileKind
  readonly extent: keyof typeof shown
}

/** What a file says, drawn as what it is: a document, a table, code or plain text. */
export function FileText({ file, kind, extent }: FileTextProps) {
  const whole = useFileText(file.id)
  if (whole === null) return <p className="quiet">Loading…</p>
  const { characters, rows } = shown[extent]
  const text = whole.slice(0, characters)
  return (
    <>
      <Drawn text={text} file={file} kind={kind} rows={rows} />
      {extent === 'full' && whole.length > characters && (
        <p className="quiet">This is its beginning. Download the file to read the rest.</p>
      )}
    </>
  )
}

function Drawn({
  text,
  file,
  kind,
  rows,
}: Pick<FileTextProps, 'file' | 'kind'> & { readonly text: string; readonly rows: number }) {
  if (kind === 'markdown') {
    return (
      <div className="doc document">
        <Doc blocks={parseMarkdown(text)} />
      </div>
    )
  }
  if (kind === 'csv') return <Doc blocks={[tableOf(parseCsv(text).slice(0, rows + 1))]} />
  const language = languageOf(file)
  const plain = <pre className="code">{text}</pre>
  if (!language) return plain
  return (
    <Suspense fallback={plain}>
      <Highlighted text={language === 'json' ? tidyJson(text) : text} language={language} />
    </Suspense>
  )
}

function tableOf([header = [], ...rows]: readonly string[][]): DocBlock {
  const cell = (text: string) => [{ type: 'text' as const, text }]
  const isNumbers = (at: number) => rows.length > 0 && rows.every(row => /^-?[\d., ]*%?$/.test(row[at] ?? ''))
  return {
    type: 'table',
    align: header.map((_, at) => (isNumbers(at) ? 'right' : 'left')),
    header: header.map(cell),
    rows: rows.map(row => row.map(cell)),
  }
}

/** JSON as people read it; what is cut or broken stays as it is. */
function tidyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
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
