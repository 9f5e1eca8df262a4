import { z } from 'zod'
import {
  channel,
  clockTime,
  distinct,
  id,
  isTimeZone,
  label,
  minutes,
  timeZone,
  user,
  userGroup,
} from './policy-values.ts'
import { PRIORITIES } from './priority.ts'
import { READER_WORDS } from './reader-words.ts'
import { STATUSES } from './status.ts'

/** What there is to tell of an incident, and what an audience's list of fields may name. */
export const AUDIENCE_FIELDS = [
  'title',
  'summary',
  'state',
  'impact',
  'actions',
  'workaround',
  'needs',
  'resolution',
  'happened',
  'prevention',
  'promises',
] as const
export type AudienceField = (typeof AUDIENCE_FIELDS)[number]

const fields = distinct(z.enum(AUDIENCE_FIELDS), AUDIENCE_FIELDS.length)
const priorities = distinct(z.enum(PRIORITIES), PRIORITIES.length).min(1, 'name at least one priority')
const template = z.string().trim().min(1).max(2000)

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

const templates = z.strictObject({
  heading: template.optional().describe('The headline of every update'),
  body: z
    .array(z.strictObject({ label: template, text: template }))
    .min(1, 'leave it out to show the fields one after another')
    .max(10)
    .optional()
    .describe('The paragraphs of a report; absent = one for each field that was filled in, in the order of `fields`'),
  standing: template.optional().describe('A report in which nothing is for this audience'),
  noChange: template.optional().describe('The answer “no change”'),
  holding: template.optional().describe('The automatic update, when nobody has written one'),
  postponed: template.optional().describe('What is said when the next update is put off'),
  closing: z
    .strictObject({
      resolved: template.optional(),
      cancelled: template.optional(),
      merged: template.optional(),
    })
    .optional()
    .describe('The last update, by how the incident ended'),
  promiseKept: template.optional().describe('What is said when something is done that was promised at the end'),
  reviewPublished: template.optional().describe('What is said when the review is published'),
  automatic: template.optional().describe('The line below an automatic update'),
  next: template.optional().describe('What stands before the time of the next update'),
  consult: template.optional().describe('What a consulted audience is asked below a report; see `involvement`'),
  asked: template.optional().describe('What stands above the questions that it asked and that were answered'),
  correction: template.optional().describe('The mark on an update that was corrected'),
  began: template.optional().describe('What those who subscribed are told when an incident begins; of `followers`'),
  goesOn: template.optional().describe('What they are told when it is merged into another; of `followers`'),
  wentOn: template.optional().describe('The same, where the other is over by then; of `followers`'),
  digestHeading: template.optional().describe('The headline over several incidents in one message'),
})

const incidents = z
  .strictObject({
    priorities: priorities.optional(),
    services: distinct(id, 100).min(1, 'name at least one service').optional(),
    categories: distinct(id, 100).min(1, 'name at least one category').optional(),
    private: z
      .enum(['never', 'cleared'])
      .optional()
      .describe('Whether a private incident is told to `clearedPeople`, in direct messages; absent = never'),
    clearedPeople: distinct(user, 100).optional(),
  })
  .refine(given => given.private !== 'cleared' || (given.clearedPeople ?? []).length > 0, {
    path: ['clearedPeople'],
    error: 'name who is cleared to hear of private incidents',
  })
  .refine(given => given.clearedPeople === undefined || given.private === 'cleared', {
    path: ['private'],
    error: 'set it to cleared, or leave clearedPeople out',
  })

const quietHours = z
  .strictObject({
    from: clockTime,
    to: clockTime,
    timeZone,
    breakThrough: priorities.optional().describe('Priorities that are told all the same'),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], error: 'must be another time than from' })

/** Everything about one audience; its id is the key in the policy. */
export const audienceSchema = z.strictObject({
  label: label.describe('Its name'),
  channels: distinct(channel, 20).default([]).describe('Where it reads its updates; Sitrep must be a member'),
  people: distinct(user, 100).optional().describe('Who reads them in a direct message, by member id'),
  userGroups: distinct(userGroup, 20)
    .optional()
    .describe(
      'User groups that read them: in their default channels where Sitrep is a member of one, else each member directly',
    ),
  incidents: incidents.optional().describe('The incidents it hears of; what is left out does not restrict them'),
  fields: fields
    .min(1, 'name at least one field')
    .describe('What it may see, in the order in which it reads it; nothing else reaches it'),
  categoryFields: z
    .record(id, fields)
    .optional()
    .describe('What it may see instead while the incident is of this category'),
  fieldLabels: z
    .partialRecord(z.enum(AUDIENCE_FIELDS), label)
    .optional()
    .describe('What the paragraphs are headed; `state` also heads what Sitrep says by itself'),
  statusLabels: z.partialRecord(z.enum(STATUSES), label).optional().describe('What the statuses are called'),
  readerWords: z
    .partialRecord(z.enum(READER_WORDS), label)
    .optional()
    .describe('What its buttons, questions and answers are called, see [Wording](templates.md)'),
  templates: templates.optional().describe('Its wording where it differs, see [Wording](templates.md)'),
  tone: z.string().trim().min(1).max(300).optional().describe('A note that whoever writes an update reads'),
  language: z
    .string()
    .refine(isLanguage, 'not a language tag; use one such as en or de-CH')
    .optional()
    .describe('Language of dates and durations, as a tag such as `de`; absent = English'),
  timeZone: z
    .string()
    .refine(zone => zone === 'reader' || isTimeZone(zone), 'use reader, or a time zone such as Europe/Paris')
    .optional()
    .describe('`reader` (default), or a time zone in which times are written out as well'),
  quietHours: quietHours
    .optional()
    .describe(
      'When it is not to be disturbed: what is written meanwhile waits, and comes as one message when they end',
    ),
  digest: z
    .enum(['fillers', 'all'])
    .optional()
    .describe(
      'What shares one message with other incidents of the same quarter of an hour: what says nothing new, or reports too; absent = fillers',
    ),
  cadence: z
    .partialRecord(z.enum(PRIORITIES), minutes.nullable())
    .default({})
    .describe(
      'Minutes between updates for each priority; null or absent = no update is owed, promised or written by itself',
    ),
  closing: z
    .strictObject({
      notice: z.boolean().describe('Whether it is told of the end'),
      review: z.boolean().optional().describe('Whether it is told when the review is published; absent = no'),
      apology: z.string().trim().min(1).max(500).optional().describe('Said when it is resolved'),
    })
    .optional()
    .describe('How the end is told; absent = told, without an apology'),
  involvement: z
    .enum(['informed', 'consulted'])
    .optional()
    .describe('Whether it is only told, or asked for its view below each report; absent = informed'),
})
export type AudiencePolicy = z.infer<typeof audienceSchema>
