import { z } from 'zod'
import { newShortId } from '../ids.ts'
import { accessory, actionElement, type Element, image, inputElement } from './elements.ts'
import { anyText, plainText } from './objects.ts'
import { richTextBlock } from './rich-text.ts'

const block_id = z
  .string()
  .min(1)
  .max(255)
  .default(() => newShortId())

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(block => block.text !== undefined || block.fields !== undefined, 'missing required field: text or fields')

const actions = z
  .strictObject({ type: z.literal('actions'), block_id, elements: z.array(actionElement).min(1).max(25) })
  .refine(block => new Set(block.elements.map(e => e.action_id)).size === block.elements.length, {
    message: 'action_id must be unique within a block',
    path: ['elements'],
  })

const input = z.strictObject({
  type: z.literal('input'),
  block_id,
  label: plainText(2000),
  element: inputElement,
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
})

const imageBlock = z.strictObject({ ...image.shape, block_id, title: plainText(2000).optional() })

/** Newer blocks whose inner shape Slack is still extending: only their size is checked. */
const looseBlocks = [
  'alert',
  'container',
  'card',
  'carousel',
  'plan',
  'task_card',
  'data_table',
  'video',
  'file',
  'context_actions',
] as const

const cell = z.looseObject({ type: z.string() })

const block = z.discriminatedUnion('type', [
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
  z.strictObject({
    type: z.literal('table'),
    block_id,
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
    column_settings: z.array(z.unknown()).max(20).optional(),
  }),
  ...looseBlocks.map(type => z.looseObject({ type: z.literal(type), block_id })),
])

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
      return 'accessory' in of && of.accessory && of.accessory.type !== 'image' ? [of.accessory] : []
    case 'actions':
      return of.elements
    case 'input':
      return [of.element]
    default:
      return []
  }
}
