import { z } from 'zod'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const when = z.iso.datetime().describe('ISO 8601 in UTC')

const moment = z.strictObject({
  kind: z.literal('moment'),
  at: when,
  shown: z.enum(['minute', 'second', 'time']).describe('How much of it a reader is shown'),
})
const reference = z.strictObject({ kind: z.literal('reference'), text: z.string(), href: z.string() })
const image = z.strictObject({
  kind: z.literal('image'),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int().nonnegative(),
  sha256: sha256.describe('Of its bytes, which are not in this document'),
})
const inline = z.union([z.string(), moment, reference, image])
const text = z
  .union([inline, z.array(inline)])
  .describe('Plain text, a moment, a reference, a picture, or several of these in a row')

const table = z.strictObject({
  kind: z.literal('table'),
  columns: z.array(z.string()),
  rows: z.array(z.array(text)),
})
const block = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('paragraph'), text }),
  z.strictObject({ kind: z.literal('list'), items: z.array(text) }),
  table,
  z.strictObject({
    kind: z.literal('prompt'),
    text: z.string().describe('A question to which there is no answer yet'),
  }),
  z.strictObject({ kind: z.literal('written'), text: z.string(), by: z.string(), at: when }),
  z.strictObject({
    kind: z.literal('figure'),
    title: z.string(),
    picture: z.looseObject({ from: when, to: when }).describe('Lanes, activity and key events on one time axis'),
    sentences: z.array(text).describe('What the picture shows, in words'),
    table: table.describe('What the picture shows, as a table'),
  }),
  z.strictObject({ kind: z.literal('transcript') }).describe('Where the transcript belongs'),
])

const fact = z
  .looseObject({
    seq: z.int().positive(),
    type: z.string(),
    at: when.describe('When it happened'),
    recordedAt: when.describe('When it was written down'),
    by: z.string().describe('A Slack user id, or `sitrep`'),
    via: z.string(),
    hash: sha256.optional().describe('The seal: it covers this fact and, by the seal before it, all earlier ones'),
    withheld: z
      .literal(true)
      .optional()
      .describe('A person, or words from a message that is gone, was left out after it was sealed'),
  })
  .describe('What happened, with more keys for each type')

const line = z.strictObject({
  ts: z.string().describe('Slack’s id of the message in its channel'),
  thread: z.string().describe('The message that began its thread, itself where there is none'),
  at: when,
  who: z.string(),
  text: z.string(),
  isReply: z.boolean(),
  isSystem: z.boolean(),
  isOwn: z.boolean().optional().describe('Sitrep wrote it'),
  isEdited: z.boolean(),
  isPinned: z.boolean(),
  earlier: z.array(z.strictObject({ text: z.string(), since: when })).describe('What it said before, oldest first'),
  deletion: z.strictObject({ at: when.optional() }).optional(),
  files: z.array(z.looseObject({ name: z.string(), sha256: sha256.optional() })),
  reactions: z.array(z.strictObject({ name: z.string(), count: z.int(), by: z.array(z.string()) })),
  permalink: z.string().optional(),
  hash: sha256.describe('The seal of this line and, by the one before it, of all earlier lines'),
})

const manifest = z.strictObject({
  algorithm: z.literal('sha256'),
  about: sha256.describe('Of `schema`, `incident`, `notice` and `builtAt`'),
  sections: z.array(z.strictObject({ id: z.string(), sha256 })),
  facts: z
    .strictObject({
      count: z.int(),
      sealedFrom: z
        .int()
        .positive()
        .nullable()
        .describe('The `seq` of the first sealed fact; older ones are covered by its seal as they were then'),
      head: sha256.nullable().describe('The last seal'),
      sha256,
    })
    .nullable()
    .describe('null where the review holds no facts'),
  transcript: z.strictObject({ count: z.int(), head: sha256 }),
  attachments: z
    .array(z.strictObject({ message: z.string(), name: z.string(), sha256 }))
    .describe('Files that Sitrep keeps'),
  sha256: sha256.describe('Of the manifest without this'),
})

/** What a review is called in JSON; a change that breaks its readers gets a new number. */
export const schemaName = 'sitrep-review/1'

/** The review as JSON. Hashes are SHA-256 in hexadecimal, over canonical JSON in UTF-8. */
export const reviewSchema = z.strictObject({
  schema: z.literal(schemaName),
  incident: z.strictObject({ id: z.string(), title: z.string() }),
  notice: z.string().nullable().describe('Who may read this; stands before everything else'),
  builtAt: when,
  sections: z.array(
    z.strictObject({
      id: z.string().describe('Lasts while headings change'),
      heading: z.string(),
      blocks: z.array(block),
    }),
  ),
  facts: z.array(fact).nullable(),
  transcript: z.array(line),
  manifest,
})
export type ReviewDocument = z.infer<typeof reviewSchema>
