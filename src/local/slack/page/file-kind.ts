import type { SharedFile } from './model.ts'

const kinds = [
  { id: 'canvas', label: 'Canvas', mark: '❏', type: /vnd\.slack-docs/, name: /(?!)/ },
  { id: 'markdown', label: 'Markdown', mark: '¶', type: /markdown/, name: /\.(?:md|markdown)$/i },
  { id: 'html', label: 'Web page', mark: '◫', type: /^text\/html/, name: /\.html?$/i },
  { id: 'image', label: 'Picture', mark: '▣', type: /^image\//, name: /\.(?:png|jpe?g|gif|svg|webp|avif)$/i },
  { id: 'pdf', label: 'PDF', mark: '▤', type: /^application\/pdf/, name: /\.pdf$/i },
  { id: 'csv', label: 'Table', mark: '▦', type: /^text\/(?:csv|tab-separated-values)/, name: /\.(?:csv|tsv)$/i },
  {
    id: 'text',
    label: 'Text',
    mark: '≡',
    type: /^text\/|json|yaml|javascript|xml|x-sh/,
    name: /\.(?:txt|log|json|ya?ml|xml|[jt]sx?|py|go|sh|sql|diff|patch|ini|toml|conf|env)$/i,
  },
] as const

const other = { id: 'other', label: 'File', mark: '▢' } as const

export type FileKind = (typeof kinds)[number]['id'] | typeof other.id

/** What can be done with a file in the page, told by its name first: its media type is often only "text/plain". */
export function kindOfFile(file: SharedFile) {
  const byName = kinds.find(kind => kind.name.test(file.name ?? ''))
  return byName ?? kinds.find(kind => kind.type.test(file.mimetype ?? '')) ?? other
}

const languages: Readonly<Record<string, string>> = {
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
  xml: 'xml',
  js: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  tsx: 'typescript',
  py: 'python',
  go: 'go',
  sh: 'bash',
  sql: 'sql',
  diff: 'diff',
  patch: 'diff',
  ini: 'ini',
  toml: 'ini',
  conf: 'ini',
  env: 'ini',
}

/** The language that a file is written in, by its ending; null for plain text. */
export function languageOf(file: SharedFile): string | null {
  return languages[/\.(\w+)$/.exec(file.name ?? '')?.[1]?.toLowerCase() ?? ''] ?? null
}

/** `12 KB` */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
