import { canvasHtml } from './canvas-html.ts'
import { splitSections } from './canvas-sections.ts'
import type { Canvas, CanvasSection } from './entities.ts'
import { newId, newSecret } from './ids.ts'
import type { World } from './world.ts'

export const canvasMimetype = 'application/vnd.slack-docs'

interface NewCanvas {
  readonly title: string
  readonly markdown: string
  readonly user: string
  readonly channel?: string
  readonly isChannelCanvas?: boolean
}

export function newCanvas(
  world: World,
  { title, markdown, user, channel, isChannelCanvas = false }: NewCanvas,
): Canvas {
  const now = Math.floor(world.now() / 1000)
  const canvas = keep(world, {
    id: newId('F'),
    title,
    user,
    created: now,
    updated: now,
    updatedBy: user,
    ...(channel ? { channel } : {}),
    isChannelCanvas,
    isDeleted: false,
    sections: splitSections(markdown).map(newSection),
    access: {},
  })
  setTabs(world, channel, tabs => (isChannelCanvas ? [canvas.id, ...tabs] : [...tabs, canvas.id]))
  return canvas
}

type CanvasChange = Partial<Pick<Canvas, 'title' | 'access'>> & {
  /** Each section's Markdown; absent: as it is. */
  readonly sections?: readonly string[]
  readonly by: string
}

/** Changes a canvas. All its sections get new ids, as in Slack: an id is good for one edit. */
export function changeCanvas(world: World, canvas: Canvas, { by, sections, ...change }: CanvasChange): Canvas {
  const kept = sections ?? canvas.sections.map(section => section.markdown)
  return keep(world, {
    ...canvas,
    ...change,
    sections: kept.flatMap(splitSections).map(newSection),
    updated: Math.floor(world.now() / 1000),
    updatedBy: by,
  })
}

export function deleteCanvas(world: World, canvas: Canvas): void {
  const file = world.files.get(canvas.id)
  world.canvases.put(canvas.id, { ...canvas, isDeleted: true })
  if (file) world.files.put(file.id, { ...file, status: 'deleted' })
  setTabs(world, canvas.channel, tabs => tabs.filter(id => id !== canvas.id))
}

/** The canvases in a channel's tabs, the channel's own first. */
export function canvasesOf(world: World, channel: string): readonly Canvas[] {
  return (world.channels.get(channel)?.canvases ?? []).flatMap(id => world.canvases.get(id) ?? [])
}

function canvasMarkdown(canvas: Canvas): string {
  return canvas.sections.map(section => section.markdown).join('\n\n')
}

/** Whether a member of the workspace may open it, and whether they may write. */
export function canvasAccess(world: World, canvas: Canvas, user: string): 'none' | 'read' | 'write' {
  if (canvas.user === user) return 'write'
  const isMember = (id: string) => world.channels.get(id)?.members.includes(user) ?? false
  const levels = Object.entries(canvas.access).flatMap(([id, level]) => (id === user || isMember(id) ? [level] : []))
  if (levels.some(level => level !== 'read') || (canvas.channel && isMember(canvas.channel))) return 'write'
  return levels.length > 0 ? 'read' : 'none'
}

/** The canvas as the control API shows it. */
export function renderCanvas(canvas: Canvas): Record<string, unknown> {
  const { id, title, user, created, updated, updatedBy, channel, isChannelCanvas, sections } = canvas
  return {
    id,
    title,
    user,
    created,
    updated,
    updated_by: updatedBy,
    channel: channel ?? null,
    is_channel_canvas: isChannelCanvas,
    markdown: canvasMarkdown(canvas),
    sections,
  }
}

function setTabs(
  world: World,
  id: string | undefined,
  change: (canvases: readonly string[]) => readonly string[],
): void {
  const channel = id === undefined ? undefined : world.channels.get(id)
  if (channel) world.channels.put(channel.id, { ...channel, canvases: change(channel.canvases ?? []) })
}

function newSection(markdown: string): CanvasSection {
  return { id: `temp:C:${newSecret()}`, markdown }
}

// What files.info shows and the private download returns is made with each version.
function keep(world: World, canvas: Canvas): Canvas {
  const html = Buffer.from(canvasHtml(canvas))
  world.canvases.put(canvas.id, canvas)
  world.files.put(canvas.id, {
    id: canvas.id,
    name: canvas.title.replace(/\s+/g, '_'),
    title: canvas.title,
    mimetype: canvasMimetype,
    size: html.length,
    user: canvas.user,
    created: canvas.created,
    status: 'complete',
    uploadToken: newSecret(),
    channels: [...new Set([...(canvas.channel ? [canvas.channel] : []), ...Object.keys(canvas.access)])].filter(id =>
      world.channels.has(id),
    ),
  })
  world.store.blobs.put(canvas.id, html)
  return canvas
}
