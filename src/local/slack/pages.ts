import type { Args } from './arguments.ts'
import { SlackError } from './errors.ts'
import type { World } from './world.ts'

/**
 * How full a page is that is not the last. Slack promises no more than a cursor: a page may be short, or empty, long
 * before the end (docs.slack.dev/apis/web-api/pagination).
 *
 * - `full`: as many as were asked for.
 * - `short`: one less.
 * - `sparse`: half, even where all would fit on one page, and every second page empty.
 * - a number: no more than that.
 */
export const pageModes = ['full', 'short', 'sparse'] as const
export type PageMode = (typeof pageModes)[number] | number

interface Asking {
  readonly world: World
  readonly args: Args
}

interface Sizes {
  readonly usual: number
  readonly max: number
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly next_cursor: string
}

/** A list whose places are told by their position, or by something that stays when others are added before it. */
interface Listing<T> {
  readonly all: readonly T[]
  /** What the cursor is to remember of the last item that was given. */
  key(item: T, position: number): string
  /** The position after the item that the cursor remembers; undefined when no such cursor was ever given. */
  after(key: string): number | undefined
  readonly sizes: Sizes
}

/** One page of a list by Slack's `cursor` and `limit`; a limit above `max` is taken as `max`. */
export function pageOf<T>(asking: Asking, all: readonly T[], sizes: Sizes): Page<T> {
  return cutPage(asking, {
    all,
    sizes,
    key: (_item, position) => String(position),
    after: key => (/^\d+$/.test(key) && Number(key) < all.length ? Number(key) + 1 : undefined),
  })
}

/** The same for any kind of cursor. */
export function cutPage<T>({ world, args }: Asking, { all, key, after, sizes }: Listing<T>): Page<T> {
  const { from, rested } = readCursor(args.text('cursor'))
  const start = from === '' ? 0 : after(from)
  if (start === undefined) throw new SlackError('invalid_cursor')
  const asked = pageSize(args, sizes)
  const listed = { all: all.length, left: all.length - start, mayRest: from !== '' && !rested }
  const end = start + itemsOnPage(world.pages, asked, listed)
  if (end >= all.length) return { items: all.slice(start), next_cursor: '' }
  const last = all[end - 1]
  const next = last === undefined || end === start ? from : key(last, end - 1)
  return { items: all.slice(start, end), next_cursor: writeCursor(next, end === start) }
}

function itemsOnPage(
  mode: PageMode,
  asked: number,
  { all, left, mayRest }: { readonly all: number; readonly left: number; readonly mayRest: boolean },
): number {
  if (typeof mode === 'number') return Math.min(asked, mode)
  switch (mode) {
    case 'full':
      return asked
    case 'short':
      return left > asked ? Math.max(1, asked - 1) : asked
    case 'sparse':
      return mayRest ? 0 : Math.max(1, Math.floor(Math.min(asked, all) / 2))
  }
}

function pageSize(args: Args, { usual, max }: Sizes): number {
  const limit = args.text('limit') ?? ''
  if (!/^\d*$/.test(limit)) throw new SlackError('invalid_limit')
  return Math.min(Number(limit) || usual, max)
}

function writeCursor(after: string, rested: boolean): string {
  return Buffer.from(`${rested ? 'rest' : 'next'}:${after}`).toString('base64')
}

function readCursor(cursor: string | undefined): { readonly from: string; readonly rested: boolean } {
  if (!cursor) return { from: '', rested: false }
  const [, kind, from] = /^(next|rest):(\d[\d.]*)$/.exec(Buffer.from(cursor, 'base64').toString('utf8')) ?? []
  if (from === undefined) throw new SlackError('invalid_cursor')
  return { from, rested: kind === 'rest' }
}
