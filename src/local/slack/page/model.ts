import type { KnownBlock, PlainTextElement, RichTextBlock } from '@slack/types'

/** What the control API answers; these shapes are Slack's, plus what the workspace adds. */
export interface WorkspaceState {
  readonly now: string
  readonly offsetMinutes: number
  readonly version: number
  readonly team: { readonly id: string; readonly name: string; readonly domain: string }
  readonly app: AppInfo
  readonly users: readonly User[]
  readonly usergroups: readonly UserGroup[]
  readonly channels: readonly Channel[]
}

export interface AppInfo {
  readonly id: string
  readonly name: string
  readonly bot_user_id: string
  readonly connected: boolean
  readonly commands: readonly Command[]
  readonly shortcuts: readonly Shortcut[]
}

interface Command {
  readonly command: string
  readonly description?: string
  readonly usage_hint?: string
}

interface Shortcut {
  readonly name: string
  readonly callback_id: string
  readonly type: 'global' | 'message'
  readonly description?: string
}

export interface User {
  readonly id: string
  readonly name: string
  readonly real_name?: string
  readonly deleted?: boolean
  readonly is_bot?: boolean
  readonly is_restricted?: boolean
  readonly is_admin?: boolean
  readonly tz?: string
  /** Whether the person is not to be notified now. */
  readonly is_undisturbed?: boolean
  readonly profile?: {
    readonly real_name?: string
    readonly display_name?: string
    readonly title?: string
    readonly status_text?: string
    readonly status_emoji?: string
  }
}

export interface UserGroup {
  readonly id: string
  readonly handle: string
  readonly name: string
  readonly users: readonly string[]
}

export interface Channel {
  readonly id: string
  readonly name: string
  readonly is_im?: boolean
  readonly is_mpim?: boolean
  readonly is_private?: boolean
  readonly is_archived?: boolean
  readonly user?: string
  readonly created?: number
  readonly topic?: { readonly value: string }
  readonly purpose?: { readonly value: string }
  readonly members: readonly string[]
  readonly pins: readonly string[]
  readonly bookmarks: readonly Bookmark[]
  readonly canvases?: readonly { readonly id: string; readonly title: string; readonly is_channel_canvas: boolean }[]
  readonly latest?: string | null
  /** By person, the newest messages that notified them. */
  readonly notified?: Readonly<Record<string, readonly string[]>>
}

interface Bookmark {
  readonly id: string
  readonly title: string
  readonly link?: string
  readonly emoji?: string
}

export interface SharedFile {
  readonly id: string
  readonly name?: string
  readonly title?: string
  readonly mimetype?: string
  readonly filetype?: string
  /** `tombstone` for a file that was deleted. */
  readonly mode?: string
  readonly size?: number
}

export interface Attachment {
  readonly color?: string
  readonly pretext?: string
  readonly title?: string
  readonly title_link?: string
  readonly text?: string
  readonly fallback?: string
  readonly footer?: string
  /** Unix seconds. */
  readonly ts?: number | string
  readonly author_name?: string
  readonly author_link?: string
  readonly image_url?: string
  readonly fields?: readonly { readonly title?: string; readonly value?: string; readonly short?: boolean }[]
  readonly blocks?: readonly KnownBlock[]
}

export interface Message {
  readonly ts: string
  readonly subtype?: string
  readonly user?: string
  readonly bot_id?: string
  readonly username?: string
  readonly text?: string
  readonly blocks?: readonly KnownBlock[]
  readonly attachments?: readonly Attachment[]
  readonly files?: readonly SharedFile[]
  readonly thread_ts?: string
  readonly reply_count?: number
  readonly reply_users?: readonly string[]
  readonly latest_reply?: string
  readonly edited?: { readonly user: string; readonly ts: string }
  readonly reactions?: readonly Reaction[]
  /** The thread's first message, where a reply is shown outside of it. */
  readonly root?: { readonly text?: string }
  /** Set by the page on messages that only the acting person sees. */
  readonly ephemeral?: boolean
}

interface Reaction {
  readonly name: string
  readonly count: number
  readonly users: readonly string[]
}

export interface EphemeralMessage extends Message {
  readonly channel: string
}

/** An open modal or a home tab as Slack describes it to apps. */
export interface OpenView {
  readonly id: string
  readonly type: string
  readonly title?: PlainTextElement
  readonly submit?: PlainTextElement | null
  readonly close?: PlainTextElement | null
  readonly submit_disabled?: boolean
  readonly blocks: readonly KnownBlock[]
  readonly state?: { readonly values?: Readonly<Record<string, Readonly<Record<string, ElementState>>>> }
}

export interface LogEntry {
  readonly n: number
  readonly at: string
  readonly direction: 'api' | 'delivery' | 'control' | 'connection'
  readonly method?: string
  readonly type?: string
  readonly request?: unknown
  readonly response?: unknown
  /** Of the HTTP answer; absent when there was none. */
  readonly status?: number
  readonly fault?: { readonly id: string; readonly fault: string; readonly received: string }
  /** What a call that was struck by a fault did all the same. */
  readonly effect?: unknown
  readonly durationMs?: number
}

/** The value of one interactive element, shaped as in Slack's `state.values`. */
export interface ElementState {
  readonly type: string
  readonly value?: string | null
  readonly selected_option?: ChosenOption | null
  readonly selected_options?: readonly ChosenOption[]
  readonly selected_user?: string | null
  readonly selected_users?: readonly string[]
  readonly selected_channel?: string | null
  readonly selected_channels?: readonly string[]
  readonly selected_conversation?: string | null
  readonly selected_conversations?: readonly string[]
  readonly selected_date?: string | null
  readonly selected_time?: string | null
  readonly selected_date_time?: number | null
  readonly rich_text_value?: RichTextBlock
  readonly files?: readonly SharedFile[]
}

export interface ChosenOption {
  readonly text: { readonly type: string; readonly text: string }
  readonly value?: string
  readonly description?: { readonly type: string; readonly text: string }
}
