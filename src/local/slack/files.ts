import type { Canvas, StoredFile } from './entities.ts'
import type { World } from './world.ts'

const types: Readonly<Record<string, readonly [mimetype: string, filetype: string, pretty: string]>> = {
  md: ['text/markdown', 'markdown', 'Markdown'],
  txt: ['text/plain', 'text', 'Plain Text'],
  html: ['text/html', 'html', 'HTML'],
  json: ['application/json', 'json', 'JSON'],
  csv: ['text/csv', 'csv', 'CSV'],
  pdf: ['application/pdf', 'pdf', 'PDF'],
  svg: ['image/svg+xml', 'svg', 'SVG'],
  png: ['image/png', 'png', 'PNG'],
  jpg: ['image/jpeg', 'jpg', 'JPEG'],
  jpeg: ['image/jpeg', 'jpg', 'JPEG'],
  gif: ['image/gif', 'gif', 'GIF'],
  zip: ['application/zip', 'zip', 'Zip'],
}

function typeOf(name: string): readonly [mimetype: string, filetype: string, pretty: string] {
  return types[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? ['application/octet-stream', 'binary', 'Binary']
}

export function mimetypeOf(name: string): string {
  return typeOf(name)[0]
}

/** A file as Slack's API shows it (docs.slack.dev/reference/objects/file-object). */
export function renderFile(world: World, file: StoredFile): Record<string, unknown> {
  // A message keeps its place for a file that is gone.
  if (file.status === 'deleted') return { id: file.id, mode: 'tombstone' }
  const canvas = world.canvases.get(file.id)
  const [, filetype, pretty_type] = typeOf(file.name)
  const address = `${world.origin()}/files/private/${file.id}`
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype,
    pretty_type,
    user: file.user,
    user_team: world.team.id,
    editable: false,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    is_public: false,
    public_url_shared: false,
    username: '',
    url_private: `${address}/${encodeURIComponent(file.name)}`,
    url_private_download: `${address}/download/${encodeURIComponent(file.name)}`,
    channels: file.channels.filter(id => world.channels.get(id)?.kind === 'channel'),
    groups: file.channels.filter(id => ['group', 'mpim'].includes(world.channels.get(id)?.kind ?? '')),
    ims: file.channels.filter(id => world.channels.get(id)?.kind === 'im'),
    has_rich_preview: false,
    file_access: 'visible',
    permalink: `${world.origin()}/files/${file.user}/${file.id}/${encodeURIComponent(file.name)}`,
    ...(canvas ? canvasFields(world, canvas) : {}),
  }
}

/** A deleted file is a tombstone wherever it was sent. */
export function deleteFile(world: World, file: StoredFile): void {
  world.files.put(file.id, { ...file, status: 'deleted' })
  emitToApp(world, file, 'file_deleted', {})
}

export function renameFile(world: World, file: StoredFile, name: string): void {
  world.files.put(file.id, { ...file, name, title: name })
  emitToApp(world, file, 'file_change', { file: { id: file.id } })
}

export function appMaySee(world: World, file: StoredFile): boolean {
  const bot = world.app.botUserId
  const isShared = file.channels.some(id => world.channels.get(id)?.members.includes(bot))
  return file.user === bot || file.isGivenToApp === true || isShared
}

function emitToApp(world: World, file: StoredFile, type: 'file_deleted' | 'file_change', more: object): void {
  if (!appMaySee(world, file)) return
  const event = { type, file_id: file.id, ...more, event_ts: world.messages.nextTs(world.now()) }
  world.emit({ subscription: type, event })
}

/** What the file of a canvas has instead, or besides. */
function canvasFields(world: World, canvas: Canvas): Record<string, unknown> {
  return {
    filetype: 'quip',
    pretty_type: 'Canvas',
    mode: 'quip',
    editable: true,
    edit_timestamp: canvas.updated,
    updated: canvas.updated,
    canvas_creator_id: canvas.user,
    editors: [...new Set([canvas.user, canvas.updatedBy])],
    last_editor: canvas.updatedBy,
    is_channel_space: canvas.isChannelCanvas,
    ...(canvas.channel ? { linked_channel_id: canvas.channel } : {}),
    access: 'write',
    permalink: `${world.origin()}/docs/${world.team.id}/${canvas.id}`,
  }
}
