import type { CaptureRules } from '../domain/capture.ts'
import type { CapturedFile, Heard } from '../domain/captured.ts'
import type { Message, MessageFile } from '../domain/review.ts'

/** How far reading a channel's history has come. */
export interface ReadingProgress {
  /** The newest message that was known of when it began: what is said later is not read. */
  readonly end: string
  /** Everything from here to the end was read; absent before the first page. */
  readonly before?: string
  /** Of the page before that, this thread and all that began later were read. */
  readonly thread?: string
  readonly messages: number
  readonly threads: number
  /** When that was so. */
  readonly at: Date
}

/**
 * A stretch of a channel, of what began there, `from` this message on and `before` that one, each with its whole thread;
 * or of one thread, what was said in it after a message.
 */
export type Stretch = { readonly from?: string; readonly before?: string } | ThreadStretch
interface ThreadStretch {
  readonly thread: string
  readonly after?: string
}

export type ReadingOrder = 'threads' | 'time'

/** A file with the message that it was sent with. */
export type FileToKeep = CapturedFile & { readonly url: string; readonly ts: string; readonly user?: string }

/** A file with the message that it was sent with, as the review shows it. */
export type SentFile = MessageFile & {
  readonly id: string
  readonly ts: string
  readonly threadTs?: string
  readonly user?: string
}

/** Everything that was said in the channels of incidents, one record for each message. */
export interface Transcripts {
  /** Any number of times, in any order, from any number of processes. */
  note(channel: string, heard: readonly Heard[], rules: CaptureRules): Promise<void>
  find(channel: string, ts: string): Promise<Message | undefined>
  /** The messages with these timestamps, with a pin, or with one of these reactions, in order; and some more. */
  marked(
    channel: string,
    by: { readonly tss: readonly string[]; readonly reactions: readonly string[] },
  ): Promise<readonly Message[]>
  /** What people and other apps said there last and that is not known to be deleted, newest first. */
  latest(
    channel: string,
    page: { readonly before?: string | undefined; readonly atMost: number },
  ): Promise<readonly Message[]>
  /** Few at a time, thread after thread, unless they are wanted in the order of `ts`. */
  read(channel: string, order?: ReadingOrder): AsyncIterable<Message>
  /** Slack's id of the newest message before then of which anything was heard. */
  newest(channel: string, before: string): Promise<string | undefined>
  /** The timestamps of what people and apps said there and that is not known to be deleted, in order. */
  standing(channel: string, stretch: Stretch): Promise<readonly string[]>
  /** The threads of that stretch that have such answers. */
  threads(channel: string, stretch: Stretch): Promise<readonly string[]>
  /** Files whose bytes are neither kept nor refused. */
  filesToKeep(channel: string): Promise<readonly FileToKeep[]>
  /** In the order in which they were sent; each once, with the first message that brought it. */
  sentFiles(channel: string): Promise<readonly SentFile[]>
  /** Slack's ids of all files that messages have, without those that are not kept because they were deleted. */
  files(channel: string): Promise<readonly string[]>
  /** The messages that a file was sent with. */
  withFile(id: string): Promise<readonly { readonly channel: string; readonly ts: string }[]>
  progress(channel: string): Promise<ReadingProgress | undefined>
  saveProgress(channel: string, progress: ReadingProgress | undefined): Promise<void>
  /** Takes the people who have a pseudonym out of everything that is kept; answers where they were found. */
  rename(): Promise<{ messages: number; channels: readonly string[] }>
  /** Forgets all of a channel; answers how many messages there were. */
  forget(channel: string): Promise<number>
}

/** How much was read so far. */
export interface Gathered {
  readonly messages: number
  readonly threads: number
}

/**
 * Reads what Slack has of a channel, sent `since` then, into its transcript. Throws ServiceError, and what the signal was
 * aborted with.
 */
export type Gather = (
  channel: string,
  options?: {
    readonly since?: Date
    readonly onProgress?: (so: Gathered) => Promise<void> | void
    readonly signal?: AbortSignal
  },
) => Promise<Gathered>
