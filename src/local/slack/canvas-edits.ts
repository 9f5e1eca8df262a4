import { changeCanvas } from './canvases.ts'
import type { Canvas } from './entities.ts'
import type { World } from './world.ts'

/** One operation of canvases.edit (docs.slack.dev/reference/methods/canvases.edit). */
export type CanvasOperation =
  | { readonly operation: 'insert_at_start' | 'insert_at_end'; readonly markdown: string }
  | { readonly operation: 'insert_after' | 'insert_before'; readonly section: string; readonly markdown: string }
  | { readonly operation: 'replace'; readonly section?: string; readonly markdown: string }
  | { readonly operation: 'delete'; readonly section: string }
  | { readonly operation: 'rename'; readonly title: string }

/** Does one operation in somebody's name; undefined when the canvas has no such section, any more or at all. */
export function editCanvas(
  world: World,
  canvas: Canvas,
  edit: CanvasOperation & { readonly by: string },
): Canvas | undefined {
  const { by } = edit
  if (edit.operation === 'rename') return changeCanvas(world, canvas, { title: edit.title, by })
  const sections = editedSections(canvas, edit)
  return sections && changeCanvas(world, canvas, { sections, by })
}

function editedSections(
  canvas: Canvas,
  edit: Exclude<CanvasOperation, { readonly operation: 'rename' }>,
): readonly string[] | undefined {
  const all = canvas.sections.map(section => section.markdown)
  const target = 'section' in edit ? edit.section : undefined
  const at = canvas.sections.findIndex(section => section.id === target)
  if (target !== undefined && at === -1) return undefined
  switch (edit.operation) {
    case 'insert_at_start':
      return [edit.markdown, ...all]
    case 'insert_at_end':
      return [...all, edit.markdown]
    case 'insert_before':
      return all.toSpliced(at, 0, edit.markdown)
    case 'insert_after':
      return all.toSpliced(at + 1, 0, edit.markdown)
    case 'replace':
      return target === undefined ? [edit.markdown] : all.toSpliced(at, 1, edit.markdown)
    case 'delete':
      return all.toSpliced(at, 1)
  }
}
