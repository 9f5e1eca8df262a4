import { z } from 'zod'
import { isRecord, isString } from '../json.ts'
import { block_id } from './block-id.ts'
import { richTextBlock } from './rich-text.ts'

/** Characters in all cells of one table (docs.slack.dev/reference/block-kit/blocks/table-block). */
const maxTableCharacters = 10_000
const maxColumns = 20

const rawText = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) })
const rawNumber = z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1) })
const cell = z.discriminatedUnion('type', [rawText, rawNumber, richTextBlock])
const rows = z.array(z.array(cell).min(1).max(maxColumns)).min(1).max(100)

export const table = z
  .strictObject({
    type: z.literal('table'),
    block_id,
    rows,
    column_settings: z
      .array(
        z
          .strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() })
          .nullable(),
      )
      .max(maxColumns)
      .optional(),
  })
  .refine(({ rows: all }) => charactersIn(all) <= maxTableCharacters, {
    message: `must be less than ${maxTableCharacters + 1} characters`,
    path: ['rows'],
  })

export const dataTable = z
  .strictObject({
    type: z.literal('data_table'),
    block_id,
    caption: z.string().min(1),
    rows: z.array(z.array(cell).min(1).max(maxColumns)).min(2).max(101),
    page_size: z.int().min(1).max(100).optional(),
    row_header_column_index: z.int().min(0).optional(),
  })
  .refine(({ rows: all }) => all.every(row => row.length === all[0]?.length), {
    message: 'all rows must have the same number of cells',
    path: ['rows'],
  })
  .refine(({ rows: [header] }) => header?.every(one => one.type !== 'rich_text'), {
    message: 'unsupported type: rich_text',
    path: ['rows', '0'],
  })
  .refine(({ rows: all }) => charactersIn(all) <= maxTableCharacters, {
    message: `must be less than ${maxTableCharacters + 1} characters`,
    path: ['rows'],
  })

function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + charactersIn(one), 0)
  if (!isRecord(value)) return 0
  const own = isString(value.text) ? value.text.length : 0
  return own + charactersIn(value.elements)
}
