import { z } from 'zod'

/** What is kept of the conversation in an incident's channel. */
export const transcriptSchema = z.strictObject({
  keepDeleted: z
    .boolean()
    .describe('Whether the text of a deleted message is kept; else only who wrote it, when, and that it was deleted'),
  keepDays: z
    .int()
    .min(1)
    .max(3650)
    .nullable()
    .describe('Days from closed until messages and files are deleted; null = they are kept. The facts stay'),
  files: z
    .strictObject({
      maxMegabytes: z.number().min(0).max(100).describe('Largest file that is kept; 0 = none is'),
      maxMegabytesPerIncident: z.number().min(0).max(10_000).describe('All files of one incident together'),
      types: z
        .array(z.string().regex(/^[a-z]+\/([a-z0-9.+-]+|\*)$/, 'use media types such as image/png or text/*'))
        .max(50)
        .describe('Media types of the files that are kept'),
    })
    .describe('Which files sent with messages are kept with the transcript'),
})
export type TranscriptPolicy = z.infer<typeof transcriptSchema>

export const defaultTranscript: TranscriptPolicy = {
  keepDeleted: true,
  keepDays: null,
  files: {
    maxMegabytes: 10,
    maxMegabytesPerIncident: 100,
    types: ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'text/*', 'application/pdf'],
  },
}
