import { z } from 'zod'
import { block_id } from './block-id.ts'
import { accessory, actionElement, type Element, image, inputElement } from './elements.ts'
import { alert, card, carousel, contextActions, file, plan, taskCard, video } from './newer-blocks.ts'
import { anyText, plainText } from './objects.ts'
import { richTextBlock } from './rich-text.ts'
import { dataTable, table } from './tables.ts'

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(block => block.text !== undefined || block.fields !== undefined, {
    message: 'must define either `text` or `fields`',
    path: ['type'],
  })

const actions = z
  .strictObject({ type: z.literal('actions'), block_id, elements: z.array(actionElement).min(1).max(25) })
  .refine(block => new Set(block.elements.map(e => e.action_id)).size === block.elements.length, {
    message: 'action_id must be unique within a block',
    path: ['elements'],
  })

const input = z
  .strictObject({
    type: z.literal('input'),
    block_id,
    label: plainText(2000),
    element: inputElement,
    hint: plainText(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
  })
  .refine(block => !(block.dispatch_action && block.element.type === 'file_input'), {
    message: 'unsupported type: file_input',
    path: ['element', 'type'],
  })

const imageBlock = image.safeExtend({ block_id, title: plainText(2000).optional() })

const simple = [
  section,
  actions,
  input,
  imageBlock,
  z.strictObject({ type: z.literal('header'), block_id, text: plainText(150) }),
  z.strictObject({ type: z.literal('divider'), block_id }),
  z.strictObject({
    type: z.literal('context'),
    block_id,
    elements: z
      .array(z.discriminatedUnion('type', [...anyText(3000).options, image]))
      .min(1)
      .max(10),
  }),
  z.strictObject({ type: z.literal('markdown'), block_id, text: z.string().min(1).max(12_000) }),
  richTextBlock,
  table,
  dataTable,
  alert,
  card,
  carousel,
  contextActions,
  file,
  plan,
  taskCard,
  video,
] as const

const container = z
  .strictObject({
    type: z.literal('container'),
    block_id,
    title: plainText(150).optional(),
    rich_text_title: richTextBlock.optional(),
    subtitle: anyText(150).optional(),
    child_blocks: z.array(z.discriminatedUnion('type', simple)).min(1).max(10),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    icon: image.optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
  })
  .refine(of => of.title !== undefined || of.rich_text_title !== undefined, {
    message: 'must define either `title` or `rich_text_title`',
    path: ['type'],
  })

const block = z.discriminatedUnion('type', [...simple, container])

export type Block = z.infer<typeof block>

const unique = (blocks: readonly { readonly block_id: string }[]) =>
  new Set(blocks.map(b => b.block_id)).size === blocks.length

/** A list of blocks with at most `max`, ids filled in where the app gave none. */
export function blockList(max: number) {
  return z.array(block).max(max).refine(unique, 'block_id must be unique')
}

/** The interactive elements of a block. */
export function elementsOf(of: Block): readonly Element[] {
  switch (of.type) {
    case 'section':
      return of.accessory && of.accessory.type !== 'image' ? [of.accessory] : []
    case 'actions':
    case 'context_actions':
      return of.elements
    case 'input':
      return [of.element]
    case 'card':
      return of.actions ?? []
    default:
      return []
  }
}

/** Each block and those it contains, since an interaction names the innermost. */
export function allBlocks(blocks: readonly Block[]): readonly Block[] {
  return blocks.flatMap(of => {
    if (of.type === 'container') return [of, ...of.child_blocks]
    return of.type === 'carousel' ? of.elements : [of]
  })
}
