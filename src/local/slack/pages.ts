import type { Args } from './arguments.ts'
import { SlackError } from './errors.ts'

export interface Page<T> {
  readonly items: readonly T[]
  readonly next_cursor: string
}

/** One page of a list by Slack's `cursor` and `limit`; a limit above `max` is taken as `max`. */
export function pageOf<T>(
  all: readonly T[],
  args: Args,
  sizes: { readonly usual: number; readonly max: number },
): Page<T> {
  const start = readCursor(args.text('cursor'))
  const size = pageSize(args, sizes)
  const end = start + size
  return { items: all.slice(start, end), next_cursor: end < all.length ? writeCursor(end) : '' }
}

export function pageSize(args: Args, { usual, max }: { readonly usual: number; readonly max: number }): number {
  const limit = args.integer('limit') ?? usual
  if (limit < 0) throw new SlackError('invalid_limit')
  return Math.min(limit === 0 ? usual : limit, max)
}

function writeCursor(position: number): string {
  return Buffer.from(`next:${position}`).toString('base64')
}

function readCursor(cursor: string | undefined): number {
  if (!cursor) return 0
  const position = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1]
  if (position === undefined) throw new SlackError('invalid_cursor')
  return Number(position)
}
