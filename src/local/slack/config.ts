import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { readChecked } from './checked-yaml.ts'
import { appOf, manifestSchema, requestUrlOf } from './manifest.ts'
import type { Seed, SeedApp } from './seed.ts'
import { seedOf } from './seed-of.ts'

const handle = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,79}$/, 'use lower-case letters, digits, dots and dashes')
const isTimeZone = (name: string) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const person = z.strictObject({
  name: handle,
  realName: z.string().min(1).optional(),
  title: z.string().exactOptional(),
  email: z.email('is no e-mail address').optional(),
  tz: z.string().refine(isTimeZone, 'is no time zone; write one such as Europe/Lisbon').default('UTC'),
  admin: z.boolean().default(false),
  guest: z.boolean().default(false),
})

const group = z.strictObject({
  handle,
  name: z.string().min(1).optional(),
  people: z.array(handle).default([]),
  channels: z.array(z.string()).default([]).describe('its default channels, by name'),
})

const channel = z.strictObject({
  name: z.string().regex(/^[\p{Ll}\p{Lo}\p{N}_-]{1,80}$/u, 'use lower-case letters, digits, dashes and underscores'),
  members: z.array(handle).optional().describe('everybody unless said'),
  app: z.boolean().default(true),
  private: z.boolean().default(false),
  general: z.boolean().default(false),
  topic: z.string().max(250).exactOptional(),
  purpose: z.string().max(250).exactOptional(),
})

const notDelivery = 'must be socket, or the URL of the app'
const notPort = 'must be a port, 0 to 65535'

const settingsSchema = z
  .strictObject({
    team: z
      .strictObject({
        name: z.string().min(1).exactOptional(),
        domain: z
          .string()
          .regex(/^[a-z0-9-]+$/)
          .exactOptional(),
      })
      .default({}),
    people: z.array(person).min(1).optional(),
    groups: z.array(group).optional(),
    channels: z.array(channel).min(1).optional(),
    app: z
      .strictObject({
        manifest: z.union([z.string().min(1), manifestSchema], 'name a file or write the manifest here'),
      })
      .optional(),
    credentials: z
      .strictObject({
        botToken: z.string().startsWith('xoxb-', 'must start with xoxb-').exactOptional(),
        appToken: z.string().startsWith('xapp-', 'must start with xapp-').exactOptional(),
        signingSecret: z.string().min(1).exactOptional(),
      })
      .default({}),
    port: z.int(notPort).min(0, notPort).max(65_535, notPort).optional(),
    dir: z.string().min(1).optional(),
    delivery: z
      .union([z.literal('socket'), z.url({ protocol: /^https?$/, error: notDelivery })], notDelivery)
      .optional(),
    rateLimits: z.boolean().default(true),
  })
  .superRefine((settings, context) => {
    const complain = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message })
    const lists = { people: settings.people, channels: settings.channels }
    for (const [list, entries] of Object.entries(lists))
      for (const [index, { name }] of (entries ?? []).entries())
        if (entries?.findIndex(other => other.name === name) !== index)
          complain([list, index, 'name'], `"${name}" is there already`)
    // Without people of its own the workspace has the sample's, whose names are checked when it is seeded.
    const known = settings.people && new Set(settings.people.map(({ name }) => name))
    const check = (path: PropertyKey[], names: readonly string[] = []) => {
      for (const [index, name] of names.entries())
        if (known && !known.has(name))
          complain([...path, index], `there is nobody called "${name}"; there are ${[...known].join(', ')}`)
    }
    for (const [index, { people }] of (settings.groups ?? []).entries()) check(['groups', index, 'people'], people)
    for (const [index, { members }] of (settings.channels ?? []).entries())
      check(['channels', index, 'members'], members)
    const names = settings.channels?.map(({ name }) => name)
    for (const [index, { channels }] of (settings.groups ?? []).entries())
      for (const [place, name] of channels.entries())
        if (names && !names.includes(name))
          complain(['groups', index, 'channels', place], `there is no channel "${name}"; there are ${names.join(', ')}`)
    const general = (settings.channels ?? []).filter(one => one.general)
    if (general.length > 1) complain(['channels'], 'only one channel can be the general one')
  })
export type SandboxSettings = z.infer<typeof settingsSchema>

export interface SandboxConfig {
  readonly seed: Seed
  readonly port: number
  /** Absent: nothing is kept. */
  readonly dir?: string
  /** Where the app is reached; null over Socket Mode. */
  readonly deliverTo: string | null
  readonly rateLimits: 'enforced' | 'off'
}

const defaultPort = 3100
const noApp: SeedApp = { name: 'Your app', commands: [], shortcuts: [], scopes: [], events: [] }

/** The workspace that a file describes; without one the sample. Throws SettingsError with every problem. */
export function readSandboxConfig(file?: string): SandboxConfig {
  const settings: SandboxSettings = file ? readChecked(file, settingsSchema) : settingsSchema.parse({})
  const beside = (path: string) => resolve(file ? dirname(file) : '.', path)
  const given = settings.app?.manifest
  const manifest = typeof given === 'string' ? readChecked(beside(given), manifestSchema) : given
  const app = { ...(manifest ? appOf(manifest) : noApp), ...settings.credentials }
  const delivery = settings.delivery ?? (manifest && requestUrlOf(manifest)) ?? 'socket'
  return {
    seed: seedOf(settings, app),
    port: settings.port ?? defaultPort,
    ...(settings.dir ? { dir: beside(settings.dir) } : {}),
    deliverTo: delivery === 'socket' ? null : delivery,
    rateLimits: settings.rateLimits ? 'enforced' : 'off',
  }
}
