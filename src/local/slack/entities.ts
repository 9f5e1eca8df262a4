import type { Block } from './blocks/schema.ts'
import type { ViewSource } from './blocks/view-schema.ts'

export const SLACKBOT = 'USLACKBOT'

export interface User {
  readonly id: string
  /** The handle: lower-case, unique in the workspace. */
  readonly name: string
  readonly realName: string
  readonly title?: string
  readonly email?: string
  /** IANA time zone. */
  readonly tz: string
  readonly color?: string
  readonly isAdmin?: boolean
  readonly isBot?: boolean
  readonly isGuest?: boolean
  readonly isDeleted?: boolean
  readonly status?: Status
  readonly dnd?: DoNotDisturb
  /** Unix seconds of the last change; absent: as seeded. */
  readonly updated?: number
}

interface Status {
  readonly text: string
  /** With its colons, or empty. */
  readonly emoji: string
  /** Unix seconds; 0: until it is changed. */
  readonly expiration: number
}

export interface DoNotDisturb {
  /** Each day in the person's own time zone, as `22:00`; an end before the start is on the next day. */
  readonly daily?: { readonly from: string; readonly to: string }
  /** Unix seconds until which notifications are snoozed. */
  readonly snoozeUntil?: number
}

export interface UserGroup {
  readonly id: string
  readonly handle: string
  readonly name: string
  readonly users: readonly string[]
  /** Its default channels, by id: whoever joins the group joins them. */
  readonly channels?: readonly string[]
  readonly isDisabled?: boolean
  /** Unix seconds of the last change; absent: as seeded. */
  readonly updated?: number
}

export type ChannelKind = 'channel' | 'group' | 'im' | 'mpim'

/** A topic or purpose. `lastSet` is in Unix seconds. */
interface Heading {
  readonly value: string
  readonly creator: string
  readonly lastSet: number
}

export interface Bookmark {
  readonly id: string
  readonly title: string
  readonly link: string
  readonly emoji: string
  /** Unix seconds. */
  readonly createdAt: number
  readonly updatedAt: number
  readonly updatedBy: string
}

interface Pin {
  readonly ts: string
  readonly by: string
  /** Unix seconds. */
  readonly at: number
}

export interface Channel {
  readonly id: string
  readonly kind: ChannelKind
  /** Empty for direct messages. */
  readonly name: string
  readonly creator: string
  /** Unix seconds. */
  readonly created: number
  readonly isArchived: boolean
  readonly isGeneral: boolean
  readonly topic: Heading
  readonly purpose: Heading
  readonly previousNames: readonly string[]
  readonly members: readonly string[]
  readonly pins: readonly Pin[]
  readonly bookmarks: readonly Bookmark[]
  /** Ids of the canvases in its tabs, the channel's own first; absent: none. */
  readonly canvases?: readonly string[]
}

interface Reaction {
  readonly name: string
  readonly users: readonly string[]
}

export interface Metadata {
  readonly event_type: string
  readonly event_payload: Record<string, unknown>
}

/** A message as it is stored; what depends on other messages (reply counts, pins) is added when it is rendered. */
export interface Message {
  readonly type: 'message'
  readonly ts: string
  readonly text: string
  readonly channel: string
  readonly subtype?: string
  readonly user?: string
  readonly username?: string
  readonly icons?: Record<string, unknown>
  readonly bot_id?: string
  readonly app_id?: string
  readonly team?: string
  readonly blocks?: readonly Block[]
  readonly attachments?: readonly unknown[]
  readonly metadata?: Metadata
  readonly thread_ts?: string
  readonly client_msg_id?: string
  readonly edited?: { readonly user: string; readonly ts: string }
  readonly reactions?: readonly Reaction[]
  readonly fileIds?: readonly string[]
  /** What each person chose in the message's stateful elements, keyed by user, block and action. */
  readonly chosen?: Readonly<Record<string, StateValues>>
  /** Whom it notified: people it mentions or writes to directly, except those who were not to be disturbed. */
  readonly notified?: readonly string[]
  /** Fields that only system messages carry: inviter, topic, name, … */
  readonly extra?: Record<string, unknown>
}

export interface Ephemeral {
  readonly ts: string
  readonly channel: string
  /** Who alone sees it. */
  readonly to: string
  readonly from: string
  readonly text: string
  readonly blocks?: readonly Block[]
  readonly attachments?: readonly unknown[]
  readonly thread_ts?: string
  readonly values?: StateValues
}

export type ElementState = Record<string, unknown> & { readonly type: string }
export type StateValues = Readonly<Record<string, Readonly<Record<string, ElementState>>>>

/** A modal or home view as one person has it before them. */
export interface OpenView {
  readonly id: string
  readonly user: string
  readonly source: ViewSource
  readonly hash: string
  readonly rootId: string
  readonly previousId: string | null
  /** Only what the person or an earlier version set; initial values fill the rest. */
  readonly values: StateValues
}

export interface StoredFile {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly mimetype: string
  readonly size: number
  readonly user: string
  /** Unix seconds. */
  readonly created: number
  readonly status: 'expected' | 'uploaded' | 'complete' | 'deleted'
  readonly uploadToken: string
  readonly channels: readonly string[]
  /** Whether a person gave it to the app in a form, so that the app sees it in no channel. */
  readonly isGivenToApp?: boolean
}

/** What a response_url may still do. `expiresAt` is in milliseconds of the workspace's clock. */
export interface ResponseUrl {
  readonly token: string
  readonly channel: string
  readonly user: string
  readonly expiresAt: number
  readonly usesLeft: number
  /** The message whose element was used, when there is one. */
  readonly origin?: { readonly ts: string; readonly isEphemeral: boolean }
}

/** Blocks of a canvas that stand for themselves: a heading, a paragraph, a list, a table. */
export interface CanvasSection {
  /** Changes with every edit of the canvas. */
  readonly id: string
  readonly markdown: string
}

/** A document. The file of the same id is how the rest of the workspace meets it. */
export interface Canvas {
  readonly id: string
  readonly title: string
  readonly user: string
  /** Unix seconds. */
  readonly created: number
  readonly updated: number
  readonly updatedBy: string
  /** The channel whose tab it is. */
  readonly channel?: string
  /** Whether it is the one canvas that a channel has for itself. */
  readonly isChannelCanvas: boolean
  readonly isDeleted: boolean
  readonly sections: readonly CanvasSection[]
  /** Levels by the id of a channel or a user. */
  readonly access: Readonly<Record<string, 'read' | 'write' | 'owner'>>
}

/** A message that the app wants posted later. Times are in Unix seconds. */
export interface ScheduledMessage {
  readonly id: string
  readonly channel: string
  readonly postAt: number
  readonly createdAt: number
  /** Slack accepts metadata here, and then never posts the message. */
  readonly hasMetadata: boolean
  readonly draft: Pick<Message, 'text' | 'blocks' | 'attachments' | 'thread_ts' | 'subtype'>
}
