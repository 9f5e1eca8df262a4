import { z } from 'zod'
import { block_id } from './block-id.ts'
import { button, contextAction, image } from './elements.ts'
import { anyText, plainText } from './objects.ts'
import { richTextBlock } from './rich-text.ts'

/** Blocks that came in the last years: at least what their pages say of them (docs.slack.dev/reference/block-kit/blocks). */
export const alert = z.strictObject({
  type: z.literal('alert'),
  block_id,
  text: anyText(3000),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
})

export const card = z
  .strictObject({
    type: z.literal('card'),
    block_id,
    hero_image: image.optional(),
    icon: image.optional(),
    slack_icon: z.looseObject({ type: z.string() }).optional(),
    title: anyText(150).optional(),
    subtitle: anyText(150).optional(),
    body: anyText(200).optional(),
    subtext: anyText(200).optional(),
    actions: z.array(button).min(1).max(3).optional(),
  })
  .refine(of => of.hero_image ?? of.title ?? of.actions ?? of.body, {
    message: 'must define one of `hero_image`, `title`, `actions` or `body`',
    path: ['type'],
  })

export const carousel = z.strictObject({
  type: z.literal('carousel'),
  block_id,
  elements: z.array(card).min(1).max(10),
})

export const contextActions = z.strictObject({
  type: z.literal('context_actions'),
  block_id,
  elements: z.array(contextAction).min(1).max(5),
})

/** Only Slack itself makes these: they are read, and not sent. */
export const file = z.strictObject({
  type: z.literal('file'),
  block_id,
  source: z.literal('remote'),
  external_id: z.string().min(1),
})

export const video = z.strictObject({
  type: z.literal('video'),
  block_id,
  alt_text: z.string().min(1),
  title: plainText(200),
  title_url: z.url({ protocol: /^https$/ }).optional(),
  video_url: z.url({ protocol: /^https$/ }),
  thumbnail_url: z.string().min(1),
  author_name: z.string().max(50).optional(),
  description: plainText(200).optional(),
  provider_name: z.string().optional(),
  provider_icon_url: z.string().optional(),
})

export const taskCard = z.strictObject({
  type: z.literal('task_card'),
  block_id,
  task_id: z.string().min(1),
  title: z.string().min(1),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
  details: richTextBlock.optional(),
  output: richTextBlock.optional(),
  sources: z
    .array(z.strictObject({ type: z.literal('url'), url: z.string().min(1), text: z.string().min(1) }))
    .optional(),
})

export const plan = z.strictObject({
  type: z.literal('plan'),
  block_id,
  title: z.string().min(1),
  tasks: z.array(taskCard).optional(),
})
