import { z } from 'zod'
import type { SeedApp } from './seed.ts'

/**
 * The parts of an app's manifest that a workspace goes by; the others may be there too
 * (docs.slack.dev/reference/app-manifest).
 */
export const manifestSchema = z.object({
  display_information: z.object({ name: z.string().min(1).max(35) }),
  features: z
    .object({
      slash_commands: z
        .array(
          z.object({
            command: z.string().regex(/^\/\S{1,31}$/, 'a command is a slash and a word'),
            description: z.string().default(''),
            usage_hint: z.string().default(''),
            should_escape: z.boolean().default(false),
            url: z.url().optional(),
          }),
        )
        .default([]),
      shortcuts: z
        .array(
          z.object({
            name: z.string().min(1),
            type: z.enum(['global', 'message']),
            callback_id: z.string().min(1),
            description: z.string().default(''),
          }),
        )
        .default([]),
    })
    .default({ slash_commands: [], shortcuts: [] }),
  oauth_config: z
    .object({ scopes: z.object({ bot: z.array(z.string()).default([]) }).default({ bot: [] }) })
    .optional(),
  settings: z
    .object({
      event_subscriptions: z
        .object({ bot_events: z.array(z.string()).default([]), request_url: z.url().optional() })
        .optional(),
      interactivity: z.object({ request_url: z.url().optional() }).optional(),
      socket_mode_enabled: z.boolean().default(false),
    })
    .optional(),
})
export type Manifest = z.infer<typeof manifestSchema>

/** The app as its manifest declares it. */
export function appOf({ display_information, features, oauth_config, settings }: Manifest): SeedApp {
  return {
    name: display_information.name,
    commands: features.slash_commands.map(({ url: _url, ...command }) => command),
    shortcuts: features.shortcuts,
    scopes: oauth_config?.scopes.bot ?? [],
    events: settings?.event_subscriptions?.bot_events ?? [],
  }
}

/** Where the manifest says that the app is reached; null over Socket Mode. */
export function requestUrlOf({ features, settings }: Manifest): string | null {
  if (settings?.socket_mode_enabled) return null
  const { event_subscriptions, interactivity } = settings ?? {}
  return event_subscriptions?.request_url ?? interactivity?.request_url ?? features.slash_commands[0]?.url ?? null
}
