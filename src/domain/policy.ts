import { z } from 'zod'
import { actionItemsSchema, defaultActionItems } from './action-item-policy.ts'
import { audienceSchema } from './audience-policy.ts'
import { calendarSchema, type Span } from './calendar.ts'
import { defaultAudiences } from './default-audiences.ts'
import { describeMinutes } from './duration.ts'
import { isPlainObject, mergePolicy } from './merge-policy.ts'
import { policyProblems } from './policy-checks.ts'
import { channel, id, label, minutes, user, userGroup } from './policy-values.ts'
import { PRIORITIES, type Priority, SEVERITIES, type Severity, URGENCIES, type Urgency } from './priority.ts'
import { defaultReactions, reactionsSchema } from './reaction-policy.ts'
import { ROLES } from './roles.ts'
import { defaultTranscript, transcriptSchema } from './transcript-policy.ts'

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

// As keys of an object, ids that look like numbers would lose their place in the order.
const audienceId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,40}$/, 'use lower-case letters, digits and dashes, and begin with a letter')

/** Each of them is named below the fields of the update form. */
const maxAudiences = 20

const option = z.strictObject({ id, label })

/** What an incident must have before it can be closed. */
const CLOSE_FIELDS = ['commander', 'service', 'category', 'resolution'] as const
export type CloseField = (typeof CLOSE_FIELDS)[number]

/** The parts of a policy; what must hold between them is in policy-checks.ts. */
export const policySchema = z.strictObject({
  matrix: z
    .record(z.enum(SEVERITIES), z.record(z.enum(URGENCIES), z.enum(PRIORITIES)))
    .describe('Priority for each severity and urgency'),
  targets: z.record(z.enum(PRIORITIES), targets).describe('Promises for each priority'),
  audiences: z
    .record(audienceId, audienceSchema)
    .refine(all => Object.keys(all).length <= maxAudiences, `have at most ${maxAudiences}`)
    .describe('Who hears of incidents, by an id of your choice: where, what, how often and in which words'),
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
  closers: z
    .strictObject({
      roles: z.array(z.enum(ROLES)).max(ROLES.length).describe('Whoever holds one of these roles in the incident'),
      reporter: z.boolean().describe('Whether its reporter may'),
      users: z.array(user).max(100).describe('People, by member id'),
      userGroups: z.array(userGroup).max(20).describe('User groups, such as the service desk'),
    })
    .refine(
      ({ roles, reporter, users, userGroups }) => roles.length + users.length + userGroups.length > 0 || reporter,
      'let somebody close incidents: name roles, people or user groups',
    )
    .describe('Who may close an incident'),
  verification: z
    .strictObject({
      remindAfter: span.describe('Time from the question to the one reminder'),
      silenceAfter: span.describe('Time from the question until silence is taken as no objection'),
    })
    .describe('The question to the reporter, once it is resolved, whether it is fixed for them'),
  nudgeMinutesBefore: z.int().min(1).max(120).describe('How long before an update is due its owner is nudged'),
  nudges: z
    .array(z.strictObject({ minutesBefore: z.int().min(1).max(120), to: z.enum(ROLES) }))
    .max(ROLES.length)
    .describe('Who is nudged after the owner, one at a time and nobody twice, while nothing was written'),
  questions: z
    .strictObject({
      remindMinutes: z
        .int()
        .min(1)
        .max(1440)
        .describe(
          'Minutes until the communications lead is reminded of a question, the commander after twice that, the deputy after four times that; then each in turn ever more rarely, at last once a day',
        ),
    })
    .describe('Questions that audiences ask back'),
  perHour: z
    .strictObject({
      declarations: z.int().min(3).max(1000).describe('Incidents that one person can declare'),
      questions: z.int().min(3).max(1000).describe('Questions that one reader of updates can ask'),
    })
    .describe(
      'What one person can do within an hour, against accidents and abuse; acting on an incident is not limited',
    ),
  escalateAfterMissed: z
    .int()
    .min(1)
    .max(10)
    .nullable()
    .describe(
      'After how many updates in a row that nobody wrote the deputy is told, or the channel where there is none; after twice as many the channel, and so on; null = never',
    ),
  snooze: z
    .strictObject({
      maxMinutes: z.int().min(5).max(240).describe('How much later the next update may come, at most'),
      timesInARow: z.int().min(0).max(10).describe('How often, until somebody writes one; 0 = never'),
    })
    .describe('How far the promise of the next update can be put off, with a reason'),
  actionItems: actionItemsSchema.describe('Follow-ups of our own, with an owner and a date'),
  reactions: reactionsSchema.describe('What people’s reactions in an incident’s channel mean'),
  transcript: transcriptSchema.describe('What is kept of the conversation in an incident’s channel'),
  calendar: calendarSchema.describe('Business hours'),
})
export type Policy = z.infer<typeof policySchema>

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
  audiences: defaultAudiences,
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
  closers: { roles: [...ROLES], reporter: true, users: [], userGroups: [] },
  verification: { remindAfter: { businessDays: 1 }, silenceAfter: { businessDays: 3 } },
  nudgeMinutesBefore: 5,
  nudges: [
    { minutesBefore: 3, to: 'communications' },
    { minutesBefore: 2, to: 'commander' },
    { minutesBefore: 1, to: 'deputy' },
  ],
  questions: { remindMinutes: 15 },
  perHour: { declarations: 20, questions: 20 },
  escalateAfterMissed: 2,
  snooze: { maxMinutes: 30, timesInARow: 2 },
  actionItems: defaultActionItems,
  reactions: defaultReactions,
  transcript: defaultTranscript,
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

/** The default policy with a part of it replaced. Throws a ZodError with every problem and its place. */
export function parsePolicy(overrides: unknown, base: Policy = defaultPolicy): Policy {
  const merged = mergePolicy(base, overrides ?? {})
  const parsed = policySchema.safeParse(merged)
  const shape = parsed.success ? [] : parsed.error.issues.flatMap(inPlace)
  const between = isPlainObject(merged) ? policyProblems(merged) : []
  const issues = [
    ...shape,
    ...between.map(({ path, message }) => ({ code: 'custom' as const, path: [...path], message, input: undefined })),
  ]
  if (!parsed.success || issues.length > 0) throw new z.ZodError(issues)
  return parsed.data
}

type Issue = z.core.$ZodIssue

/** Each wrong key at its own place, with what is wrong about it. */
function inPlace(issue: Issue): Issue[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(key => ({
      code: 'custom',
      path: [...issue.path, key],
      message: 'there is no such setting',
      input: undefined,
    }))
  if (issue.code === 'invalid_key')
    return issue.issues.map(({ message }) => ({ code: 'custom', path: issue.path, message, input: undefined }))
  return [issue]
}
