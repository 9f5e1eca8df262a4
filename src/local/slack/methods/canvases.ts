import { z } from 'zod'
import { checkArgument } from '../blocks/check.ts'
import { type CanvasOperation, editCanvas } from '../canvas-edits.ts'
import { countCells, kindsOf, sectionTypes, splitSections } from '../canvas-sections.ts'
import { canvasAccess, canvasesOf, changeCanvas, deleteCanvas, newCanvas } from '../canvases.ts'
import { visibleChannel } from '../channels.ts'
import type { Canvas } from '../entities.ts'
import { invalidArguments, SlackError } from '../errors.ts'
import type { World } from '../world.ts'
import { type Call, type Methods, scope } from './method.ts'

const maxTableCells = 300
const untitled = 'Untitled'

const content = z.strictObject({ type: z.literal('markdown'), markdown: z.string() })
const change = z.discriminatedUnion('operation', [
  z.strictObject({ operation: z.enum(['insert_at_start', 'insert_at_end']), document_content: content }),
  z.strictObject({
    operation: z.enum(['insert_after', 'insert_before']),
    section_id: z.string(),
    document_content: content,
  }),
  z.strictObject({ operation: z.literal('replace'), section_id: z.string().optional(), document_content: content }),
  z.strictObject({ operation: z.literal('delete'), section_id: z.string() }),
  z.strictObject({ operation: z.literal('rename'), title_content: content }),
])
/** Only one operation a call. */
const changes = z.array(change).min(1).max(1)
const criteria = z
  .strictObject({
    section_types: z.array(z.enum(sectionTypes)).min(1).max(3).optional(),
    contains_text: z.string().min(1).optional(),
  })
  .refine(asked => asked.section_types ?? asked.contains_text, { error: 'must have at least one criterion' })
const accessLevel = z.enum(['read', 'write', 'owner'])

export const canvases = {
  'canvases.create': {
    tier: 2,
    needs: scope('canvases:write'),
    run(call) {
      const { world, args } = call
      const channel = args.has('channel_id') ? tabbed(world, args.required('channel_id')) : undefined
      const canvas = newCanvas(world, {
        title: args.text('title') || untitled,
        markdown: readContent(call),
        user: world.app.botUserId,
        ...(channel ? { channel } : {}),
      })
      return { canvas_id: canvas.id }
    },
  },
  'conversations.canvases.create': {
    tier: 2,
    needs: scope('canvases:write'),
    run(call) {
      const { world, args } = call
      const channel = tabbed(world, args.required('channel_id'))
      const markdown = readContent(call)
      if (canvasesOf(world, channel).some(canvas => canvas.isChannelCanvas)) {
        throw new SlackError('channel_canvas_already_exists')
      }
      const canvas = newCanvas(world, {
        title: args.text('title') || untitled,
        markdown,
        user: world.app.botUserId,
        channel,
        isChannelCanvas: true,
      })
      return { canvas_id: canvas.id }
    },
  },
  'canvases.edit': {
    tier: 3,
    needs: scope('canvases:write'),
    run(call) {
      const { world, args } = call
      const canvas = writable(world, args.required('canvas_id'))
      if (!args.has('changes')) throw invalidArguments('missing required field: changes')
      const [asked] = checkArgument(changes, args.json('changes'), 'changes')
      if (!asked) throw invalidArguments('no fewer than 1 items allowed [json-pointer:/changes]')
      const operation = readOperation(asked)
      if ('markdown' in operation) checkTables(operation.markdown, 'canvas_editing_failed')
      const edited = editCanvas(world, canvas, { ...operation, by: world.app.botUserId })
      if (!edited) throw new SlackError('canvas_editing_failed', { detail: 'The section was not found.' })
      return {}
    },
  },
  'canvases.delete': {
    tier: 3,
    needs: scope('canvases:write'),
    run({ world, args }) {
      deleteCanvas(world, writable(world, args.required('canvas_id')))
      return {}
    },
  },
  'canvases.sections.lookup': {
    tier: 3,
    needs: scope('canvases:read'),
    run({ world, args }) {
      const id = args.required('canvas_id')
      if (world.canvases.get(id)?.isDeleted) throw new SlackError('canvas_deleted')
      const canvas = readable(world, id)
      if (!args.has('criteria')) throw invalidArguments('missing required field: criteria')
      const { section_types: types, contains_text: text } = checkArgument(criteria, args.json('criteria'), 'criteria')
      const found = canvas.sections.filter(
        ({ markdown }) =>
          (!types || kindsOf(markdown).some(kind => types.includes(kind))) && (!text || markdown.includes(text)),
      )
      return { sections: found.map(({ id: section }) => ({ id: section })) }
    },
  },
  'canvases.access.set': {
    tier: 3,
    needs: scope('canvases:write'),
    run({ world, args }) {
      const canvas = writable(world, args.required('canvas_id'))
      const level = checkArgument(accessLevel, args.required('access_level'), 'access_level')
      const users = args.array('user_ids')
      const channels = args.array('channel_ids')
      if ((users.length === 0) === (channels.length === 0)) throw new SlackError('invalid_parameters')
      if (users.some(id => !world.users.has(id))) throw new SlackError('user_not_found')
      for (const id of channels) visibleChannel(world, id)
      // Whole channels read or write; only a person owns.
      if (channels.length > 0 && level === 'owner') throw new SlackError('invalid_parameters')
      const granted = Object.fromEntries([...users, ...channels].map(id => [id, level]))
      changeCanvas(world, canvas, { access: { ...canvas.access, ...granted }, by: world.app.botUserId })
      return {}
    },
  },
} satisfies Methods

/** A channel in whose tabs the app may put a canvas. */
function tabbed(world: World, id: string): string {
  const channel = visibleChannel(world, id)
  if (channel.isArchived || !channel.members.includes(world.app.botUserId)) throw new SlackError('restricted_action')
  return channel.id
}

function readable(world: World, id: string): Canvas {
  const canvas = world.canvases.get(id)
  if (!canvas || canvas.isDeleted || canvasAccess(world, canvas, world.app.botUserId) === 'none') {
    throw new SlackError('canvas_not_found')
  }
  return canvas
}

function writable(world: World, id: string): Canvas {
  const canvas = readable(world, id)
  if (canvasAccess(world, canvas, world.app.botUserId) !== 'write') throw new SlackError('restricted_action')
  return canvas
}

function readContent({ args }: Call): string {
  if (!args.has('document_content')) return ''
  const { markdown } = checkArgument(content, args.json('document_content'), 'document_content')
  checkTables(markdown, 'canvas_creation_failed')
  return markdown
}

/** Tables have 300 cells at most (docs.slack.dev/surfaces/canvases). */
function checkTables(markdown: string, refusal: string): void {
  if (splitSections(markdown).every(section => countCells(section) <= maxTableCells)) return
  throw new SlackError(refusal, { detail: `A table has more than ${maxTableCells} cells.` })
}

function readOperation(asked: z.infer<typeof change>): CanvasOperation {
  switch (asked.operation) {
    case 'insert_at_start':
    case 'insert_at_end':
      return { operation: asked.operation, markdown: asked.document_content.markdown }
    case 'insert_after':
    case 'insert_before':
      return { operation: asked.operation, section: asked.section_id, markdown: asked.document_content.markdown }
    case 'replace':
      return {
        operation: 'replace',
        ...(asked.section_id === undefined ? {} : { section: asked.section_id }),
        markdown: asked.document_content.markdown,
      }
    case 'delete':
      return { operation: 'delete', section: asked.section_id }
    case 'rename':
      return { operation: 'rename', title: asked.title_content.markdown }
  }
}
