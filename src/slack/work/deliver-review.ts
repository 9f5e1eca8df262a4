import type { Button, KnownBlock } from '@slack/types'
import type { App, Claim, Performer, SavedReview } from '../../app/app.ts'
import { linkToReview, renderAndSave, renderFor, wholeText } from '../../app/reviews.ts'
import { audienceLabel } from '../../domain/audiences.ts'
import { type Incident, record } from '../../domain/incident.ts'
import type { ReviewFormat } from '../../domain/review.ts'
import { canvasOf, keepCanvas } from '../../domain/review-canvas.ts'
import type { Stamp, TimelineEvent } from '../../domain/timeline.ts'
import { ServiceError } from '../../errors.ts'
import { actions, type MessageView, section } from '../blocks.ts'
import { ownChannel } from '../clearance.ts'
import { lookBackTo, post } from '../messages.ts'
import { join, link, type Mrkdwn, md } from '../mrkdwn.ts'
import type { InsidePlace } from '../outside.ts'
import { reviewFileButtons } from '../views/review.ts'
import type { Workspace } from '../workspace.ts'
import { showReading } from './reading-progress.ts'
import { writeCanvas } from './review-canvas.ts'

/** Slack's clock and ours may differ by seconds. */
const skewSeconds = 60
/** The format that is not a file, unless there is no canvas for it. */
const canvas = 'canvas'
const reviewCanvas = /-review-\d+\.canvas\.md$/

type Task = Parameters<Performer<'deliver-review'>>[0]

/** Builds the review, keeps it for the signed link, and puts it as a file into the incident channel, once. */
export function deliverReview(workspace: Workspace): Performer<'deliver-review'> {
  return async (task, app) => {
    const { incident, work, claim, signal } = task
    const place = await ownChannel(workspace, incident)
    const { channel } = place
    const format = formatOf(work.fact, app)
    const { id } = incident
    const audience = work.fact.type === 'review-requested' ? work.fact.audience : undefined
    // Whoever passes it on sees by its name that it is not the whole.
    const file = `${id}-review-${audience ? `for-${audience}-` : ''}${work.fact.seq}.${format.extension}`
    const readAll = async () => {
      const reading = showReading(workspace, { to: place, key: `${work.key}/reading`, claim })
      const { onProgress } = reading
      const saved = await renderAndSave(app, { id, format, onProgress, ...(signal ? { signal } : {}) })
      await reading.end()
      return saved
    }
    const built = audience ? await renderFor(app, { id, format, audience }) : await readAll()

    // Whoever had taken the work over may have delivered it meanwhile.
    if (await isRecorded(app, incident.id, file)) return undefined
    if (format.id === canvas) return deliverCanvas(workspace, { task, place, file, built })
    const what = audience
      ? md`The review of ${id} as ${audienceLabel(audience, app.policy)} may read it (${format.label}): it holds nothing else.`
      : commentOn(incident, app, format)
    return asFile(workspace, { task, channel, file, built, what })
  }
}

/** `built` is what was delivered, where that is known: an earlier attempt may have put an earlier build there. */
function delivered(file: string, built?: SavedReview): (latest: Incident, stamp: Stamp) => Incident {
  return (latest, stamp) =>
    hasDelivered(latest, file)
      ? latest
      : record(latest, stamp, { type: 'review-delivered', file, ...(built ? { sha256: built.sha256 } : {}) })
}

/** With its fingerprint at hand, a file that was made anew can be told, whatever it says of itself. */
async function asFile(
  workspace: Workspace,
  given: { task: Task; channel: string; file: string; built: SavedReview; what: Mrkdwn },
): Promise<(latest: Incident, stamp: Stamp) => Incident> {
  const { task, channel, file, built, what } = given
  const isThis = await deliverFile(workspace, task.claim, {
    channel,
    file,
    comment: join([what, md`Its fingerprint is \`${built.sha256}\`.`], ' '),
    buttons: reviewFileButtons(task.incident),
    bytes: built.bytes,
    content: built.read(),
  })
  return delivered(file, isThis ? built : undefined)
}

/** Into the channel’s canvas; where there is none to be had, as a file that is pinned, so that it is found as easily. */
async function deliverCanvas(
  workspace: Workspace,
  { task, place, file, built }: { task: Task; place: InsidePlace; file: string; built: SavedReview },
): Promise<(latest: Incident, stamp: Stamp) => Incident> {
  const { incident, work, claim } = task
  const { channel } = place
  const { id } = incident
  const written = await writeCanvas(workspace, {
    to: place,
    title: `Review of ${id}`,
    markdown: await wholeText(built.read()),
    ours: canvasOf(incident),
  })
  if (written !== undefined) {
    const message = canvasNotice(incident)
    await post(workspace.client, { to: place, message, key: `${work.key}/canvas`, lookBackTo: lookBackTo(claim) })
    return (latest, stamp) => delivered(file, built)(keepCanvas(latest, written, stamp), stamp)
  }
  const what = md`The review of ${id} as Markdown, pinned: there is no canvas here that Sitrep can write without touching what people wrote.`
  const recorded = await asFile(workspace, { task, channel, file, built, what })
  await pinFile(workspace, { channel, file, since: claim.since })
  return recorded
}

function canvasNotice({ id }: Incident): MessageView {
  const text = `The review of ${id} is in this channel’s canvas. The next build writes it anew, unless somebody has written in it: then it stays theirs, and the review comes as a file. What is to be in every review, say with /incident review write.`
  return { text, blocks: [section(md`${text}`)] }
}

/** In place of the one before. Who cannot pin still finds the file where it was posted. */
async function pinFile(
  workspace: Workspace,
  { channel, file, since }: { channel: string; file: string; since: Date },
): Promise<void> {
  const { client, botUserId } = workspace
  const timestamp = await findFile(workspace, { channel, file, since })
  if (timestamp === undefined) return
  const isEarlier = ({ name = '' }) => name !== file && reviewCanvas.test(name)
  try {
    await client.call('pins.add', { channel, timestamp })
    const { items = [] } = await client.call('pins.list', { channel })
    for (const { message } of items)
      if (message?.ts && message.user === botUserId && message.files?.some(isEarlier))
        await client.call('pins.remove', { channel, timestamp: message.ts })
  } catch (error) {
    if (!(error instanceof ServiceError && error.outcome === 'permanent-target')) throw error
  }
}

/** The format that was asked for; those who asked before there was a choice got Markdown. */
function formatOf(asked: TimelineEvent, { formats }: App): ReviewFormat {
  const wanted = (asked.type === 'review-requested' && asked.format) || 'markdown'
  const format = formats.find(one => one.id === wanted)
  if (!format) throw new Error(`there is no format ${wanted} to deliver the review in`)
  return format
}

interface Upload {
  readonly channel: string
  /** The message that it stands below. */
  readonly thread?: string
  readonly file: string
  readonly comment?: Mrkdwn
  readonly buttons?: readonly Button[]
  readonly bytes: number
  readonly content: AsyncIterable<Uint8Array>
}

/** Completing an upload twice posts twice, so an attempt whose end is not known is looked for first. False when it was there. */
export async function deliverFile(workspace: Workspace, claim: Claim, upload: Upload): Promise<boolean> {
  const isThere = claim.attempt > 1 && (await findFile(workspace, { ...upload, since: claim.since }))
  if (!isThere) await uploadFile(workspace, upload)
  return !isThere
}

function commentOn(incident: Incident, app: App, format: ReviewFormat): Mrkdwn {
  const address = linkToReview(app, incident, format.extension)
  const what = md`The post-incident review of ${incident.id} (${format.label}).`
  const where =
    address === undefined
      ? md`${incident.isPrivate ? 'It is private' : 'It was private once'}: keep this file in this channel. *Read or build…* gives each of its members a link of their own, and who opens it is put on record.`
      : md`${link(address, 'Read it in the browser')}: whoever has this link can open it.`
  return join([what, where], ' ')
}

function hasDelivered(incident: Incident, file: string): boolean {
  return incident.timeline.some(fact => fact.type === 'review-delivered' && fact.file === file)
}

async function isRecorded(app: App, id: string, file: string): Promise<boolean> {
  const current = await app.incidents.get(id)
  return current !== undefined && hasDelivered(current, file)
}

/** The message in which Sitrep posted a file of this name into the channel since then. */
async function findFile(
  { client, botUserId }: Workspace,
  { channel, thread, file, since }: Pick<Upload, 'channel' | 'thread' | 'file'> & { since: Date },
): Promise<string | undefined> {
  // The history of direct messages is not ours to read.
  if (channel.startsWith('D')) return undefined
  const oldest = (since.getTime() / 1000 - skewSeconds).toFixed(6)
  let cursor: string | undefined
  do {
    const range = { channel, oldest, limit: 200, ...(cursor ? { cursor } : {}) }
    const page = thread
      ? await client.call('conversations.replies', { ...range, ts: thread })
      : await client.call('conversations.history', range)
    const found = page.messages?.find(
      message => message.user === botUserId && message.files?.some(({ name }) => name === file),
    )
    if (found) return found.ts
    cursor = page.response_metadata?.next_cursor || undefined
  } while (cursor)
  return undefined
}

/** Slack leaves blocks out where there is a comment as well. */
function said({ comment, buttons = [] }: Upload): { initial_comment?: string; blocks?: KnownBlock[] } {
  if (!comment) return {}
  if (buttons.length === 0) return { initial_comment: comment.mrkdwn }
  return { blocks: [section(comment), ...actions(buttons)] }
}

/** Slack's three steps; the file is seen by nobody before the last one. */
async function uploadFile({ client }: Workspace, upload: Upload): Promise<void> {
  const target = await client.call('files.getUploadURLExternal', { filename: upload.file, length: upload.bytes })
  if (!target.upload_url || !target.file_id)
    throw new ServiceError('slack', {
      outcome: 'retry-safe',
      code: 'no_upload_url',
      during: 'files.getUploadURLExternal',
    })
  await client.upload(target.upload_url, upload)
  await client.call('files.completeUploadExternal', {
    files: [{ id: target.file_id, title: upload.file }],
    channel_id: upload.channel,
    ...(upload.thread === undefined ? {} : { thread_ts: upload.thread }),
    ...said(upload),
  })
}
