import { z } from 'zod'
import { block_id } from './block-id.ts'

/** Rich text, of which Slack takes no other elements than these (docs.slack.dev/reference/block-kit/blocks/rich-text-block). */
const flags = { bold: z.boolean().optional(), italic: z.boolean().optional(), strike: z.boolean().optional() }
const mentionStyle = {
  style: z
    .strictObject({
      ...flags,
      underline: z.boolean().optional(),
      highlight: z.boolean().optional(),
      client_highlight: z.boolean().optional(),
      unlink: z.boolean().optional(),
      code: z.boolean().optional(),
    })
    .optional(),
}
const textStyle = {
  style: z
    .strictObject({
      ...flags,
      code: z.boolean().optional(),
      underline: z.boolean().optional(),
      highlight: z.boolean().optional(),
    })
    .optional(),
}

const text = z.strictObject({ type: z.literal('text'), text: z.string().min(1), ...textStyle })
const link = z.strictObject({
  type: z.literal('link'),
  url: z.string().min(1),
  text: z.string().optional(),
  unsafe: z.boolean().optional(),
  ...textStyle,
})

const inline = z.discriminatedUnion('type', [
  text,
  link,
  z.strictObject({ type: z.literal('user'), user_id: z.string().min(1), ...mentionStyle }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: z.string().min(1), ...mentionStyle }),
  z.strictObject({ type: z.literal('team'), team_id: z.string().min(1), ...mentionStyle }),
  z.strictObject({ type: z.literal('channel'), channel_id: z.string().min(1), ...mentionStyle }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), ...mentionStyle }),
  z.strictObject({
    type: z.literal('emoji'),
    name: z.string().min(1),
    unicode: z.string().optional(),
    url: z.string().optional(),
    skin_tone: z.int().min(1).max(6).optional(),
    ...textStyle,
  }),
  z.strictObject({ type: z.literal('color'), value: z.string().regex(/^#[0-9a-fA-F]{6}$/), ...textStyle }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int(),
    format: z.string().min(1),
    url: z.string().optional(),
    fallback: z.string().optional(),
    ...textStyle,
  }),
])

const border = z.int().min(0).max(1).optional()
const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(inline) })

const part = z.discriminatedUnion('type', [
  section,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(section).min(1),
    indent: z.int().min(0).max(8).optional(),
    offset: z.int().min(0).optional(),
    border,
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline), border }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(z.discriminatedUnion('type', [text, link])),
    border,
    language: z.string().optional(),
  }),
])

export const richTextBlock = z.strictObject({ type: z.literal('rich_text'), block_id, elements: z.array(part) })

export type RichTextInline = z.infer<typeof inline>
export type RichTextPart = z.infer<typeof part>
export type RichText = z.infer<typeof richTextBlock>
