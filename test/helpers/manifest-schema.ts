import { z } from 'zod'

const text = (max: number, min = 1) => z.string().min(min).max(max)
const isUnique = (items: readonly unknown[]) => new Set(items).size === items.length
const unique = 'must not repeat'

const slashCommand = z.strictObject({
  command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
  description: text(2000),
  usage_hint: text(1000).optional(),
  should_escape: z.boolean().optional(),
  url: z.url().optional(),
})

const shortcut = z.strictObject({
  name: text(24),
  type: z.enum(['global', 'message']),
  callback_id: text(255),
  description: text(150),
})

/** The limits that docs.slack.dev/reference/app-manifest documents, for the part of the format that Sitrep uses. */
export const manifestSchema = z
  .strictObject({
    _metadata: z.strictObject({ major_version: z.literal(2) }),
    display_information: z.strictObject({
      name: text(35),
      description: text(140).optional(),
      long_description: text(4000, 175).optional(),
      background_color: z
        .string()
        .regex(/^#[0-9a-f]{3}([0-9a-f]{3})?$/i)
        .optional(),
    }),
    features: z.strictObject({
      app_home: z
        .strictObject({
          home_tab_enabled: z.boolean(),
          messages_tab_enabled: z.boolean(),
          messages_tab_read_only_enabled: z.boolean(),
        })
        .optional(),
      bot_user: z.strictObject({ display_name: text(80), always_online: z.boolean() }),
      slash_commands: z
        .array(slashCommand)
        .max(50)
        .refine(list => isUnique(list.map(one => one.command)), unique),
      shortcuts: z
        .array(shortcut)
        .max(10)
        .refine(list => isUnique(list.map(one => one.callback_id)), unique),
    }),
    oauth_config: z.strictObject({
      scopes: z.strictObject({
        bot: z
          .array(z.string().regex(/^[a-z.:]+$/))
          .max(255)
          .refine(isUnique, unique),
      }),
    }),
    settings: z.strictObject({
      event_subscriptions: z.strictObject({
        request_url: z.url().optional(),
        bot_events: z.array(z.string()).max(100).refine(isUnique, unique),
      }),
      interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: z.url().optional() }),
      org_deploy_enabled: z.boolean(),
      socket_mode_enabled: z.boolean(),
      token_rotation_enabled: z.boolean(),
    }),
  })
  .refine(
    ({ features, settings }) =>
      settings.socket_mode_enabled ||
      (settings.interactivity.request_url !== undefined &&
        settings.event_subscriptions.request_url !== undefined &&
        features.slash_commands.every(one => one.url !== undefined)),
    'without Socket Mode every request needs an address',
  )
