import { z } from 'zod'
import { AUDIENCES } from './audience-ids.ts'
import { calendarSchema, type Span } from './calendar.ts'
import { describeMinutes } from './duration.ts'
import { PRIORITIES, type Priority, SEVERITIES, type Severity, URGENCIES, type Urgency } from './priority.ts'

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'use lower-case letters, digits and dashes')
const label = z.string().trim().min(1).max(75)
const channel = z.string().regex(/^[CG][A-Z0-9]{2,}$/, 'use a channel id such as C0123456789')
const user = z.string().regex(/^[UW][A-Z0-9]{2,}$/, 'use a member id such as U0123456789')
const userGroup = z.string().regex(/^S[A-Z0-9]{2,}$/, 'use a user group id such as S0123456789')
const minutes = z
  .int()
  .min(1)
  .max(60 * 24 * 30)

const span: z.ZodType<Span> = z.union([
  z.strictObject({ minutes }),
  z.strictObject({ businessMinutes: minutes }),
  z.strictObject({ businessDays: z.int().min(1).max(60) }),
])

const targets = z.strictObject({
  acknowledge: span.describe('Time from declaring to somebody taking it on'),
  firstUpdate: span.nullable().describe('Time from declaring to the first update; null = none is owed'),
  resolve: span.describe('Time from declaring to resolved'),
  reviewDue: span.nullable().describe('Time from resolved to a finished review; null = optional'),
})

const audienceSettings = z.strictObject({
  channels: z.array(channel).max(20).describe('Where this audience reads its updates; Sitrep must be a member'),
  cadence: z
    .record(z.enum(PRIORITIES), minutes.nullable())
    .describe('Minutes between updates for each priority; null = no update is owed'),
})

const option = z.strictObject({ id, label })

/** What an incident must have before it can be closed. */
const CLOSE_FIELDS = ['commander', 'service', 'category', 'resolution'] as const
export type CloseField = (typeof CLOSE_FIELDS)[number]

const policyFields = z.strictObject({
  matrix: z
    .record(z.enum(SEVERITIES), z.record(z.enum(URGENCIES), z.enum(PRIORITIES)))
    .describe('Priority for each severity and urgency'),
  targets: z.record(z.enum(PRIORITIES), targets).describe('Promises for each priority'),
  audiences: z.record(z.enum(AUDIENCES), audienceSettings).describe('Who hears of incidents, where and how often'),
  announcements: z.strictObject({
    channel: channel.nullable().describe('Channel with one live message for each incident that is not private'),
  }),
  privateIncidents: z
    .strictObject({
      outside: z
        .enum(['nothing', 'count', 'code-name'])
        .describe('What people outside its channel see: nothing, how many there are, or each under a code name'),
      showStatus: z.boolean().describe('Whether a code name is followed by the status'),
    })
    .describe('How private incidents appear to people who are not in their channels'),
  invite: z
    .strictObject({
      users: z.array(user).max(100).describe('People, by member id'),
      userGroups: z.array(userGroup).max(20).describe('User groups, whose members are invited'),
    })
    .describe('Who is added to every incident channel besides the reporter'),
  bookmarks: z
    .array(z.strictObject({ title: label, link: z.url({ protocol: /^https$/ }) }))
    .max(10)
    .describe('Links at the top of every incident channel, such as the bridge or a runbook'),
  services: z.array(option).max(100).describe('Services to choose from when declaring'),
  categories: z
    .array(option.extend({ subcategories: z.array(option).max(100).optional() }))
    .max(100)
    .describe('Categories to choose from, each with optional subcategories'),
  closeRequires: z.array(z.enum(CLOSE_FIELDS)).describe('What must be known before an incident can be closed'),
  nudgeMinutesBefore: z.int().min(1).max(120).describe('How long before an update is due its owner is nudged'),
  calendar: calendarSchema.describe('Business hours'),
})
/** A field that closing needs must have something to choose from. */
export const policySchema = policyFields.superRefine(({ closeRequires, services, categories }, context) => {
  const choices = { service: services, category: categories } as const
  for (const [field, list] of Object.entries(choices)) {
    if (list.length === 0 && closeRequires.some(required => required === field))
      context.addIssue({
        code: 'custom',
        path: ['closeRequires'],
        message: `needs the ${field}, but none is configured`,
      })
  }
})
export type Policy = z.infer<typeof policySchema>

const p = (minutesOrNull: readonly (number | null)[]) =>
  Object.fromEntries(PRIORITIES.map((priority, index) => [priority, minutesOrNull[index] ?? null])) as Record<
    Priority,
    number | null
  >

export const defaultPolicy: Policy = {
  matrix: {
    SEV1: { high: 'P1', medium: 'P1', low: 'P2' },
    SEV2: { high: 'P1', medium: 'P2', low: 'P3' },
    SEV3: { high: 'P2', medium: 'P3', low: 'P4' },
    SEV4: { high: 'P3', medium: 'P4', low: 'P4' },
  },
  targets: {
    P1: {
      acknowledge: { minutes: 5 },
      firstUpdate: { minutes: 15 },
      resolve: { minutes: 240 },
      reviewDue: { businessDays: 3 },
    },
    P2: {
      acknowledge: { minutes: 15 },
      firstUpdate: { minutes: 30 },
      resolve: { minutes: 480 },
      reviewDue: { businessDays: 5 },
    },
    P3: {
      acknowledge: { businessMinutes: 60 },
      firstUpdate: { businessMinutes: 120 },
      resolve: { businessDays: 3 },
      reviewDue: null,
    },
    P4: { acknowledge: { businessMinutes: 240 }, firstUpdate: null, resolve: { businessDays: 10 }, reviewDue: null },
  },
  audiences: {
    responders: { channels: [], cadence: p([30, 60, 240, null]) },
    leadership: { channels: [], cadence: p([30, 60, null, null]) },
    support: { channels: [], cadence: p([30, 60, 240, 1440]) },
    customers: { channels: [], cadence: p([30, 60, null, null]) },
    legal: { channels: [], cadence: p([30, 60, 240, null]) },
  },
  announcements: { channel: null },
  privateIncidents: { outside: 'nothing', showStatus: false },
  invite: { users: [], userGroups: [] },
  bookmarks: [],
  services: [
    { id: 'website', label: 'Website' },
    { id: 'checkout', label: 'Checkout and payments' },
    { id: 'accounts', label: 'Accounts and sign-in' },
    { id: 'api', label: 'Public API' },
    { id: 'internal', label: 'Internal tools' },
  ],
  categories: [
    {
      id: 'software',
      label: 'Software',
      subcategories: [
        { id: 'release', label: 'Release or change' },
        { id: 'defect', label: 'Defect' },
        { id: 'data', label: 'Wrong or missing data' },
      ],
    },
    {
      id: 'infrastructure',
      label: 'Infrastructure',
      subcategories: [
        { id: 'capacity', label: 'Capacity' },
        { id: 'network', label: 'Network' },
        { id: 'storage', label: 'Storage' },
      ],
    },
    { id: 'supplier', label: 'Supplier or third party' },
    { id: 'security', label: 'Security' },
  ],
  closeRequires: ['commander', 'service', 'category', 'resolution'],
  nudgeMinutesBefore: 5,
  calendar: { timeZone: 'UTC', weekdays: [1, 2, 3, 4, 5], opens: '09:00', closes: '17:00', holidays: [] },
}

export function priorityOf(policy: Policy, severity: Severity, urgency: Urgency): Priority {
  return policy.matrix[severity][urgency]
}

/** A target in words: “5 min”, “60 business minutes”, “3 business days”. */
export function describeSpan(span: Span): string {
  if ('minutes' in span) return describeMinutes(span.minutes)
  if ('businessMinutes' in span) return `${describeMinutes(span.businessMinutes)} of business hours`
  return `${span.businessDays} business ${span.businessDays === 1 ? 'day' : 'days'}`
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function merge(base: unknown, overrides: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(overrides)) return overrides === undefined ? base : overrides
  // A target is one of several shapes, so it is replaced and never mixed with the default's shape.
  if ('minutes' in base || 'businessMinutes' in base || 'businessDays' in base) return overrides
  const keys = new Set([...Object.keys(base), ...Object.keys(overrides)])
  return Object.fromEntries([...keys].map(key => [key, merge(base[key], overrides[key])]))
}

/** The default policy with a part of it replaced. Lists are replaced whole. Throws a ZodError naming each wrong place. */
export function parsePolicy(overrides: unknown, base: Policy = defaultPolicy): Policy {
  return policySchema.parse(merge(base, overrides ?? {}))
}
