import type { CapturedFile, Heard, Snapshot } from '../domain/captured.ts'
import { saidIn } from './said.ts'

/** A message as history, replies and events show it, as far as it is read; the SDK's types leave out some of it. */
export interface SlackMessage {
  readonly ts?: string | undefined
  readonly thread_ts?: string | undefined
  readonly subtype?: string | undefined
  readonly user?: string | undefined
  readonly bot_id?: string | undefined
  readonly username?: string | undefined
  readonly bot_profile?: { readonly name?: string | undefined } | undefined
  readonly text?: string | undefined
  readonly edited?: { readonly ts?: string | undefined } | undefined
  readonly attachments?: unknown
  readonly blocks?: unknown
  readonly files?: readonly SlackFile[] | undefined
  readonly reactions?:
    | readonly {
        readonly name?: string | undefined
        readonly count?: number | undefined
        readonly users?: readonly string[] | undefined
      }[]
    | undefined
  readonly pinned_to?: readonly string[] | undefined
  readonly reply_count?: number | undefined
  readonly latest_reply?: string | undefined
}

export interface SlackFile {
  readonly id?: string | undefined
  readonly name?: string | null | undefined
  readonly title?: string | null | undefined
  readonly mimetype?: string | undefined
  readonly size?: number | undefined
  readonly mode?: string | undefined
  readonly is_external?: boolean | undefined
  readonly file_access?: string | undefined
  readonly url_private?: string | undefined
  readonly url_private_download?: string | undefined
}

/** What people and apps say; every other subtype is Slack's own note of something that happened. */
const SAID = ['bot_message', 'file_share', 'me_message', 'thread_broadcast']

/** A message of one page of a channel's history; undefined when there is nothing to keep of it. */
export function heardInPage(message: SlackMessage, page: { channel: string; askedAt: Date }): Heard | undefined {
  const seen = slackTime(page.askedAt)
  const whole = {
    reactions: (message.reactions ?? []).map(({ name = '', count = 0, users = [] }) => ({ name, count, users })),
    isPinned: message.pinned_to?.includes(page.channel) ?? false,
    askedAt: page.askedAt.getTime(),
  }
  return heardOf(message, { seen, whole })
}

/** A message in an event, as it was at `seen`. */
export function heardOf(message: SlackMessage, more: Pick<Snapshot, 'seen' | 'whole'>): Heard | undefined {
  const { ts, thread_ts, subtype, user, bot_id, edited } = message
  if (!ts) return undefined
  // What stays of a deleted message while its thread lives on.
  if (subtype === 'tombstone') return { kind: 'deleted', ts }
  const botName = bot_id ? message.username || message.bot_profile?.name : undefined
  return {
    kind: 'message',
    ts,
    snapshot: {
      ts,
      root: thread_ts ?? ts,
      ...(user ? { user } : {}),
      ...(botName ? { botName } : {}),
      isSystem: subtype !== undefined && !SAID.includes(subtype),
      text: saidIn(message),
      ...(edited?.ts ? { editedAt: edited.ts } : {}),
      files: (message.files ?? []).flatMap(file => fileOf(file, more.seen)),
      ...more,
    },
  }
}

/** A file as it was at `seen`. */
export function fileOf(file: SlackFile, seen: string): CapturedFile[] {
  const { id, mimetype, size, mode, url_private, url_private_download = url_private } = file
  if (!id) return []
  const notKept = refusalOf(file)
  const isShown = mode !== 'tombstone' && mode !== 'hidden_by_limit'
  return [
    {
      id,
      name: file.name ?? file.title ?? '',
      seen,
      ...(mimetype ? { mediaType: mimetype } : {}),
      ...(size === undefined ? {} : { bytes: size }),
      ...(isShown && url_private_download ? { url: url_private_download } : {}),
      ...(notKept ? { notKept } : {}),
      ...(mode === 'tombstone' ? { deletion: {} } : {}),
    },
  ]
}

function refusalOf({ mode, is_external, file_access }: SlackFile): string | undefined {
  if (mode === 'hidden_by_limit') return 'Slack hides it on this workspace’s plan'
  if (is_external || mode === 'external') return 'it lies outside Slack'
  if (file_access === 'check_file_info') return 'it belongs to another workspace'
  return undefined
}

/** Our time in the shape of Slack's ids, which compare as text. */
export function slackTime(at: Date): string {
  const ms = at.getTime()
  return `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}000`
}
