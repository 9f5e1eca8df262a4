import { noteFileView } from '../domain/review-views.ts'
import { isFact } from '../domain/timeline.ts'
import { momentOf } from '../domain/transcript.ts'
import { utcMinute } from '../domain/utc.ts'
import type { App } from './app.ts'
import { decide } from './incidents.ts'
import type { ReviewFile } from './reviews.ts'
import type { SentFile } from './transcripts.ts'

/** A file that was sent in an incident's channel, as it was kept. */
export interface KeptFile {
  readonly id: string
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  readonly sentAt: Date
  readonly sentBy?: string
  readonly permalink?: string
  /** Slack does not have it any more. */
  readonly isOnlyHere: boolean
}

/** The kept files of one incident, for somebody who may read its review. */
export interface FilesOfIncident {
  readonly id: string
  readonly title: string
  readonly isPrivate: boolean
  readonly files: readonly KeptFile[]
}

/** A file, or why it is not there any more. */
export type OpenedFile = ReviewFile | { readonly gone: string }

type Kept = SentFile & { readonly sha256: string }

function isKept(file: SentFile): file is Kept {
  return file.sha256 !== undefined
}

/** How many files are kept of what was sent in a channel. */
export async function countKeptFiles(
  { transcripts }: Pick<App, 'transcripts'>,
  channel?: { readonly id: string },
): Promise<number> {
  return channel ? (await transcripts.sentFiles(channel.id)).filter(isKept).length : 0
}

/** Undefined when there is no such incident or this person may not read what was said in it: the same is asked for both. */
export async function filesFor(
  app: App,
  { user, incident: id }: { user: string; incident: string },
): Promise<FilesOfIncident | undefined> {
  const incident = await app.incidents.get(id)
  const isAllowed = await app.clearance.mayRead(user, incident)
  if (!incident || !isAllowed) return undefined
  const { channel, title, isPrivate } = incident
  const kept = channel ? (await app.transcripts.sentFiles(channel.id)).filter(isKept) : []
  return { id, title, isPrivate, files: await Promise.all(kept.map(file => told(app, channel?.id ?? '', file))) }
}

async function told(app: App, channel: string, file: Kept): Promise<KeptFile> {
  const { id, name, bytes = 0, sha256, ts, threadTs, user, deletion } = file
  const permalink = deletion ? undefined : app.permalinkOf(channel, { ts, ...(threadTs ? { threadTs } : {}) })
  return {
    id,
    name,
    bytes,
    sha256,
    sentAt: momentOf(ts),
    ...(user ? { sentBy: await app.nameOf(user) } : {}),
    ...(permalink ? { permalink } : {}),
    isOnlyHere: deletion !== undefined,
  }
}

/**
 * A kept file for somebody who followed a link of their own, and on a private incident’s record that they did; undefined
 * when they may not read what was said there.
 */
export async function openFile(
  app: App,
  { user, incident: id, file: wanted }: { user: string; incident: string; file: string },
): Promise<OpenedFile | undefined> {
  const incident = await app.incidents.get(id)
  const isAllowed = await app.clearance.mayRead(user, incident)
  if (!incident || !isAllowed) return undefined
  const channel = incident.channel?.id
  const sent = channel ? await app.transcripts.sentFiles(channel) : []
  const file = sent.find(one => one.id === wanted)
  const content = channel && file && isKept(file) ? await app.attachments.read(channel, file.sha256) : undefined
  if (file && content) {
    await decide(app, id, { by: { by: user, via: 'link' }, run: noteFileView, input: { file: file.id } })
    return { fileName: file.name, mediaType: 'application/octet-stream', bytes: file.bytes ?? 0, content }
  }
  const erased = incident.timeline.findLast(isFact('transcript-erased'))
  if (!file && erased)
    return { gone: `What was sent in ${id} was deleted on ${utcMinute(erased.at)}, as the policy says.` }
  if (file?.deletion)
    return {
      gone: `This file was deleted in Slack${file.deletion.at ? ` on ${utcMinute(file.deletion.at)}` : ''}, and no copy of it is kept.`,
    }
  return { gone: `No such file of ${id} is kept any more. It may have been deleted.` }
}
