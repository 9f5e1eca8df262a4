import type { z } from 'zod'
import { invalidArguments, SlackError } from '../errors.ts'
import { isRecord } from '../json.ts'
import { type Block, blockList } from './schema.ts'
import { type Misplaced, misplacedInMessage, misplacedInView } from './surfaces.ts'
import { type ViewSource, viewSource } from './view-schema.ts'

type Issue = z.core.$ZodIssue

const messageBlocks = blockList(50)
const maxViewBytes = 250_000
const maxMarkdownCharacters = 12_000

/** The blocks of a message, or `invalid_blocks` with Slack's reasons. */
export function checkBlocks(value: unknown): readonly Block[] {
  if (!Array.isArray(value)) throw new SlackError('invalid_blocks_format')
  const parsed = messageBlocks.safeParse(value)
  const reasons = parsed.success
    ? [...markdownReasons(parsed.data), ...misplacedInMessage(parsed.data).map(one => misplaced(one, '/blocks'))]
    : parsed.error.issues.map(i => reason(i, value, '/blocks'))
  if (parsed.success && reasons.length === 0) return parsed.data
  throw new SlackError('invalid_blocks', {
    errors: reasons,
    response_metadata: { messages: reasons.map(text => `[ERROR] ${text}`) },
  })
}

function markdownReasons(blocks: readonly Block[]): readonly string[] {
  const total = blocks.reduce(
    (sum, b) => sum + (b.type === 'markdown' && typeof b.text === 'string' ? b.text.length : 0),
    0,
  )
  return total > maxMarkdownCharacters
    ? [`markdown blocks must be less than ${maxMarkdownCharacters + 1} characters together`]
    : []
}

/** The view an app sent, or `invalid_arguments` with Slack's reasons. */
export function checkView(value: unknown, type: ViewSource['type']): ViewSource {
  if (!isRecord(value)) throw invalidArguments('missing required field: view')
  if (value.type !== type) throw invalidArguments(`unsupported type: ${String(value.type)} [json-pointer:/view/type]`)
  if (Buffer.byteLength(JSON.stringify(value)) > maxViewBytes) throw new SlackError('view_too_large')
  const parsed = viewSource.safeParse(value)
  if (parsed.success) {
    const reasons = misplacedInView(parsed.data.blocks).map(one => misplaced(one, '/view/blocks'))
    if (reasons.length > 0) throw invalidArguments(...reasons)
    return parsed.data
  }
  throw invalidArguments(...parsed.error.issues.map(issue => reason(issue, value, '/view')))
}

/** An argument by its schema, or `invalid_arguments` with Slack's reasons. */
export function checkArgument<T>(schema: z.ZodType<T>, value: unknown, name: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw invalidArguments(...parsed.error.issues.map(issue => reason(issue, value, `/${name}`)))
}

function misplaced({ path, message }: Misplaced, base: string): string {
  return `${message} [json-pointer:${[base, ...path].join('/')}]`
}

function reason(issue: Issue, root: unknown, base: string): string {
  const pointer = [base, ...issue.path.map(String)].join('/')
  const parent = [base, ...issue.path.slice(0, -1).map(String)].join('/')
  const value = issue.path.reduce<unknown>((at, key) => descend(at, key), root)
  const at = (text: string, where = pointer) => `${text} [json-pointer:${where}]`
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'string'
        ? at(`must be less than ${Number(issue.maximum) + 1} characters`)
        : at(
            issue.origin === 'array'
              ? `no more than ${issue.maximum} items allowed`
              : `must be at most ${issue.maximum}`,
          )
    case 'too_small':
      return issue.origin === 'string'
        ? at(`must be more than ${Number(issue.minimum) - 1} characters`)
        : at(
            issue.origin === 'array'
              ? `no fewer than ${issue.minimum} items allowed`
              : `must be at least ${issue.minimum}`,
          )
    case 'unrecognized_keys':
      return at(`invalid additional property: ${issue.keys.join(', ')}`)
    case 'invalid_union':
      return at(`unsupported type: ${isRecord(value) ? String(value.type) : String(value)}`)
    case 'custom':
      return at(issue.message)
    case 'invalid_type':
      if (value === undefined) return at(`missing required field: ${String(issue.path.at(-1))}`, parent)
      return at(`must be of type: ${issue.expected}`)
    case 'invalid_value':
      if (value === undefined) return at(`missing required field: ${String(issue.path.at(-1))}`, parent)
      return at(`must be a valid enum value: ${issue.values.join(', ')}`)
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
      return at('must be a valid value')
  }
}

function descend(at: unknown, key: PropertyKey): unknown {
  if (Array.isArray(at)) return at[Number(key)]
  return isRecord(at) ? at[String(key)] : undefined
}
