import type { App } from '../app/app.ts'
import type { FileToKeep } from '../app/transcripts.ts'
import { refusalOf } from '../domain/file-rules.ts'
import type { MessageFile } from '../domain/review.ts'
import { ServiceError } from '../errors.ts'
import { captureRules } from './transcript.ts'
import type { Workspace } from './workspace.ts'

type Shelf = Pick<App, 'transcripts' | 'attachments' | 'policy' | 'log'>
type Kept = Pick<MessageFile, 'sha256' | 'bytes' | 'notKept'>

const mostTries = 3

/**
 * Fetches the files of a channel's messages that are not kept yet, and notes of those that are not to be had why. What
 * fails for now stays to be fetched.
 */
export function fileKeeper(workspace: Workspace, shelf: Shelf): App['keepFiles'] {
  // One after another, so that no file is fetched twice and all together stay within their limit.
  const queues = new Map<string, Promise<void>>()
  return (channel, signal) => {
    const turn = (queues.get(channel) ?? Promise.resolve())
      .catch(() => {})
      .then(() => keepAll(workspace, shelf, { channel, signal }))
    queues.set(channel, turn)
    return turn.finally(() => {
      if (queues.get(channel) === turn) queues.delete(channel)
    })
  }
}

async function keepAll(
  workspace: Workspace,
  shelf: Shelf,
  { channel, signal }: { channel: string; signal: AbortSignal | undefined },
): Promise<void> {
  const { transcripts, attachments, policy, log } = shelf
  const rules = captureRules(workspace, policy)
  if (!rules.keepDeleted) await attachments.forgetAllBut(channel, await transcripts.files(channel))
  for (const file of await transcripts.filesToKeep(channel)) {
    signal?.throwIfAborted()
    const kept = await keep(workspace, shelf, { channel, file, signal })
    if (kept) await transcripts.note(channel, [{ kind: 'file-kept', ts: file.ts, file: file.id, kept }], rules)
    else log.info({ channel, file: file.id }, 'a file could not be fetched for now')
  }
}

async function keep(
  workspace: Workspace,
  { attachments, policy }: Shelf,
  { channel, file, signal }: { channel: string; file: FileToKeep; signal: AbortSignal | undefined },
): Promise<Kept | undefined> {
  if (file.user === workspace.botUserId) return { notKept: 'Sitrep made it' }
  const keptBytes = await attachments.bytesOf(channel)
  const refused = refusalOf(file, policy.transcript, keptBytes)
  if (refused) return { notKept: refused }
  for (let tries = 0; tries < mostTries; tries++) {
    try {
      const bytes = await workspace.client.download(file.url, signal)
      const content = within(bytes, length => refusalOf({ ...file, bytes: length }, policy.transcript, keptBytes))
      return await attachments.save({ channel, id: file.id, name: file.name, content })
    } catch (error) {
      if (error instanceof TooMuch) return { notKept: error.message }
      if (!(error instanceof ServiceError)) throw error
      if (!error.canRetry) return { notKept: `Slack did not give it (${error.code})` }
      await workspace.client.pace.sleep(error.retryAfterMs ?? 1_000, signal)
    }
  }
  return undefined
}

class TooMuch extends Error {}

/** Slack says how large a file is; what comes may be larger. */
async function* within(
  content: AsyncIterable<Uint8Array>,
  refusal: (bytes: number) => string | undefined,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const part of content) {
    bytes += part.length
    const refused = refusal(bytes)
    if (refused) throw new TooMuch(refused)
    yield part
  }
}
