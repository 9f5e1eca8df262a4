import { Schema } from 'mongoose'
import type { ReadingProgress } from '../app/transcripts.ts'
import type { Captured, CapturedFile } from '../domain/captured.ts'

/** One message. Timestamps are text and never numbers: sixteen digits do not fit into a float. */
export interface TranscriptDocument extends Captured {
  /** `C0INC:1772445600.000100` */
  readonly _id: string
  readonly channel: string
  /** Root and ts, in this order: threads follow one another, and each is together. */
  readonly place: string
  readonly isReply: boolean
  /** Only where it has files that are still to be fetched. */
  readonly wantsFiles?: true
  /** Counts the writes: who read an older one writes again. */
  readonly revision: number
}

const text = { type: String, required: true } as const
const list = { type: [Schema.Types.Mixed], required: true } as const
const flag = { type: Boolean, required: true } as const

export const schema = new Schema<TranscriptDocument>(
  {
    _id: text,
    channel: text,
    ts: text,
    root: text,
    place: text,
    isReply: flag,
    wantsFiles: Boolean,
    revision: { type: Number, required: true },
    isKnown: flag,
    user: String,
    botName: String,
    isSystem: flag,
    isOwn: Boolean,
    said: list,
    isTrimmed: flag,
    deletion: Schema.Types.Mixed,
    files: list,
    reactions: list,
    marks: list,
    pin: Schema.Types.Mixed,
    pageAt: String,
  },
  { collection: 'transcript', minimize: false, versionKey: false },
)
// In the order in which it is read, so that reading a long channel sorts nothing.
schema.index({ channel: 1, place: 1 }, { unique: true })
schema.index({ 'files.id': 1 }, { partialFilterExpression: { 'files.id': { $exists: true } } })
schema.index({ channel: 1, 'files.id': 1 }, { partialFilterExpression: { 'files.id': { $exists: true } } })
schema.index({ channel: 1, wantsFiles: 1 }, { partialFilterExpression: { wantsFiles: true } })
// What may stand on the timeline is looked for while a person waits.
schema.index({ channel: 1, 'reactions.name': 1 }, { partialFilterExpression: { 'reactions.name': { $exists: true } } })
schema.index({ channel: 1, 'marks.name': 1 }, { partialFilterExpression: { 'marks.name': { $exists: true } } })
schema.index({ channel: 1, 'pin.isPinned': 1 }, { partialFilterExpression: { 'pin.isPinned': true } })

export const progressSchema = new Schema<ReadingProgress & { readonly _id: string }>(
  {
    _id: text,
    end: text,
    before: String,
    thread: String,
    messages: { type: Number, required: true },
    threads: { type: Number, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'transcript-progress', versionKey: false },
)

export function idOf(channel: string, ts: string): string {
  return `${channel}:${ts}`
}

/** What is written of a message, in place of `before`. */
export function toDocument(
  channel: string,
  message: Captured,
  before: TranscriptDocument | undefined,
): TranscriptDocument {
  const { wantsFiles: _, ...rest }: Captured & { wantsFiles?: true } = message
  return {
    ...rest,
    _id: idOf(channel, message.ts),
    channel,
    place: `${message.root}/${message.ts}`,
    isReply: message.root !== message.ts,
    ...(message.files.some(isToFetch) ? { wantsFiles: true } : {}),
    revision: (before?.revision ?? 0) + 1,
  }
}

export function isToFetch(file: CapturedFile): file is CapturedFile & { url: string } {
  return file.url !== undefined && !file.deletion && file.sha256 === undefined && file.notKept === undefined
}
