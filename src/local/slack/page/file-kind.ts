import type { SharedFile } from './model.ts'

const kinds = [
  { id: 'markdown', label: 'Markdown', mark: '¶', opensHere: true, type: /markdown/, name: /\.(?:md|markdown)$/i },
  { id: 'html', label: 'Web page', mark: '◫', opensHere: true, type: /^text\/html/, name: /\.html?$/i },
  {
    id: 'image',
    label: 'Picture',
    mark: '▣',
    opensHere: false,
    type: /^image\//,
    name: /\.(?:png|jpe?g|gif|svg|webp)$/i,
  },
  { id: 'pdf', label: 'PDF', mark: '▤', opensHere: false, type: /^application\/pdf/, name: /\.pdf$/i },
  {
    id: 'text',
    label: 'Text',
    mark: '≡',
    opensHere: true,
    type: /^text\/|json|yaml/,
    name: /\.(?:txt|log|json|ya?ml|csv)$/i,
  },
] as const

const other = { id: 'other', label: 'File', mark: '▢', opensHere: false } as const

/** What can be done with a file in the page, told by its name first: its media type is often only "text/plain". */
export function kindOfFile(file: SharedFile) {
  const byName = kinds.find(kind => kind.name.test(file.name ?? ''))
  return byName ?? kinds.find(kind => kind.type.test(file.mimetype ?? '')) ?? other
}

/** `12 KB` */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
