import type { Args } from './arguments.ts'
import { checkBlocks } from './blocks/check.ts'
import type { Block } from './blocks/schema.ts'
import type { Metadata } from './entities.ts'
import { SlackError } from './errors.ts'
import { isRecord, isString } from './json.ts'
import { storedText } from './stored-text.ts'

export interface Content {
  readonly text: string
  readonly blocks?: readonly Block[]
  readonly attachments?: readonly unknown[]
}

/** Characters: beyond these Slack cuts a posted message short. */
const maxPostedText = 40_000
/** Characters: beyond these Slack refuses an edit (docs.slack.dev/reference/methods/chat.update). */
const maxEditedText = 4000
const maxAttachments = 100
const maxMarkdownText = 12_000
const maxMetadataBytes = 16_000

/** What a message is to say, checked as Slack checks it. */
export function readContent(args: Args): Content {
  const markdown = args.text('markdown_text')
  if (markdown && (args.has('text') || args.has('blocks'))) throw new SlackError('markdown_text_conflict')
  if (markdown && markdown.length > maxMarkdownText) throw new SlackError('msg_too_long')
  const blocks = args.has('blocks') ? checkBlocks(args.json('blocks')) : undefined
  const attachments = args.has('attachments') ? readAttachments(args.json('attachments')) : undefined
  const given = (markdown ?? args.text('text') ?? '').slice(0, maxPostedText)
  const text = markdown ? given : storedText(given, args.text('parse'))
  return { text, ...(blocks ? { blocks } : {}), ...(attachments ? { attachments } : {}) }
}

export function requireContent({ text, blocks, attachments }: Content): void {
  if (text.trim() === '' && !blocks?.length && !attachments?.length) throw new SlackError('no_text')
}

export function checkEditLength(text: string): void {
  if (text.length > maxEditedText) throw new SlackError('msg_too_long')
}

function readAttachments(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new SlackError('invalid_attachments')
  if (value.length > maxAttachments) throw new SlackError('too_many_attachments')
  return value.map(attachment => {
    if (!isRecord(attachment)) throw new SlackError('invalid_attachments')
    return attachment.blocks === undefined ? attachment : { ...attachment, blocks: checkBlocks(attachment.blocks) }
  })
}

/** The `metadata` argument, if given. */
export function readMetadata(args: Args): Metadata | undefined {
  if (!args.has('metadata')) return undefined
  const value = args.json('metadata')
  if (!isRecord(value) || !isString(value.event_type) || !isRecord(value.event_payload)) {
    throw new SlackError('invalid_metadata_format')
  }
  if (Buffer.byteLength(JSON.stringify(value)) > maxMetadataBytes) throw new SlackError('metadata_too_large')
  return { event_type: value.event_type, event_payload: value.event_payload }
}
