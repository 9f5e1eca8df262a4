import { z } from 'zod'

/** Composition objects with Slack's sizes (docs.slack.dev/reference/block-kit/composition-objects). */
export function plainText(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  })
}

function markdownText(max: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  })
}

export function anyText(max: number) {
  return z.discriminatedUnion('type', [plainText(max), markdownText(max)])
}

export const option = z.strictObject({
  text: anyText(75),
  value: z.string().min(1).max(75),
  description: anyText(75).optional(),
  url: z.string().max(3000).optional(),
})
export type Option = z.infer<typeof option>

export const optionGroup = z.strictObject({ label: plainText(75), options: z.array(option).min(1).max(100) })

export const confirm = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
})

export const dispatchActionConfig = z.strictObject({
  trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1),
})

export const conversationFilter = z.strictObject({
  include: z
    .array(z.enum(['im', 'mpim', 'private', 'public']))
    .min(1)
    .optional(),
  exclude_external_shared_channels: z.boolean().optional(),
  exclude_bot_users: z.boolean().optional(),
})
