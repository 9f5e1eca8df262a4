import { z } from 'zod'
import { compareTs } from '../../src/domain/review.ts'
import type { Control } from '../helpers/control.ts'

const message = z.object({
  ts: z.string(),
  subtype: z.string().optional(),
  text: z.string().default(''),
  edited: z.object({ ts: z.string() }).optional(),
  files: z.array(z.object({ id: z.string() })).default([]),
})
type Shown = z.infer<typeof message>

const event = z.looseObject({
  type: z.string(),
  channel: z.string().optional(),
  subtype: z.string().optional(),
  event_ts: z.string().optional(),
  message: message.optional(),
  previous_message: message.optional(),
  deleted_ts: z.string().optional(),
})
const entry = z.object({
  n: z.int(),
  direction: z.string(),
  method: z.string().optional(),
  type: z.string().optional(),
  request: z.unknown(),
  response: z.unknown(),
  fault: z.object({ fault: z.string(), received: z.string() }).optional(),
})
type Entry = z.infer<typeof entry>
const delivery = z.object({ event })
const asked = z.looseObject({ channel: z.string(), limit: z.coerce.string().optional(), cursor: z.string().optional() })
const page = z.object({ ok: z.literal(true), messages: z.array(message) })

/** What Slack told of one message, by whatever way. */
export interface ToldOf {
  /** Oldest first, with Slack's id of the moment from which it said so. */
  readonly texts: readonly { readonly text: string; readonly since: string }[]
  readonly files: readonly string[]
  /** Slack's id of its deletion; absent also when only the stone was seen that it left. */
  readonly deletedAt: string | undefined
}
interface Gathered {
  readonly texts: Map<string, string>
  readonly files: Set<string>
  deletedAt?: string | undefined
}

/**
 * Everything that Slack told Sitrep of a channel's messages, out of the sandbox's own log: events that arrived, pages that
 * came whole. It knows nothing of how Sitrep keeps it.
 */
export class Told {
  readonly #of = new Map<string, Gathered>()
  readonly #concluded = new Set<string>()
  readonly #lost = new Set<string>()
  readonly #control: Control
  readonly #channel: string
  #last = 0
  /** Events that were lost, what people did between two pages of a list, pages of threads after the first. */
  readonly seen = { lost: 0, betweenPages: 0, threadPages: 0 }
  #isBetweenPages = false

  constructor(control: Control, channel: string) {
    this.#control = control
    this.#channel = channel
  }

  of(ts: string): ToldOf | undefined {
    const told = this.#of.get(ts)
    if (!told) return undefined
    const texts = [...told.texts].map(([since, text]) => ({ text, since }))
    return {
      texts: texts.sort((a, b) => compareTs(a.since, b.since)),
      files: [...told.files],
      deletedAt: told.deletedAt,
    }
  }

  /** Whether an event about it never arrived. */
  hasLost(ts: string): boolean {
    return this.#lost.has(ts)
  }

  /** Which of these events neither arrived yet nor were lost for good. */
  async outstanding(events: readonly string[]): Promise<readonly string[]> {
    const answer = z.object({ entries: z.array(entry) }).parse(await this.#control.get(`log?since=${this.#last}`))
    const [first] = answer.entries
    if (first && first.n !== this.#last + 1) throw new Error('the log does not reach back so far')
    for (const one of answer.entries) this.#read(one)
    this.#last = answer.entries.at(-1)?.n ?? this.#last
    return events.filter(one => !this.#concluded.has(one))
  }

  #read(one: Entry): void {
    if (one.direction === 'delivery' && one.type === 'events_api') this.#readDelivery(one)
    if (one.direction === 'api') this.#readPage(one)
    if (one.direction === 'control' && this.#isBetweenPages) this.seen.betweenPages += 1
  }

  #readDelivery({ request, fault }: Entry): void {
    if (fault?.received === 'nothing yet') return
    const told = delivery.parse(request).event
    if (told.channel !== this.#channel || told.type !== 'message') return
    this.#concluded.add(nameOf(told))
    if (fault?.received === 'nothing') {
      this.seen.lost += 1
      this.#lost.add(told.deleted_ts ?? told.message?.ts ?? String(told.ts))
      return
    }
    if (told.previous_message) this.#see(told.previous_message)
    if (told.message) this.#see(told.message)
    if (told.deleted_ts) this.#at(told.deleted_ts).deletedAt = told.event_ts
    if (!told.message && !told.deleted_ts) this.#see(message.parse(told))
  }

  #readPage({ method, request, response, fault }: Entry): void {
    if (method !== 'conversations.history' && method !== 'conversations.replies') return
    const { channel, limit, cursor } = asked.parse(request)
    // A look at the newest message alone tells the time.
    if (channel !== this.#channel || limit === '1' || fault) return
    const { success, data } = page.safeParse(response)
    if (!success) return
    for (const one of data.messages) this.#see(one)
    const isLast = !z.object({ response_metadata: z.object({ next_cursor: z.string() }) }).safeParse(response).success
    this.#isBetweenPages = !isLast
    if (method === 'conversations.replies' && cursor) this.seen.threadPages += 1
  }

  #see({ ts, subtype, text, edited, files }: Shown): void {
    const told = this.#at(ts)
    if (subtype === 'tombstone') return
    told.texts.set(edited?.ts ?? ts, text)
    for (const { id } of files) told.files.add(id)
  }

  #at(ts: string): Gathered {
    const known: Gathered = this.#of.get(ts) ?? { texts: new Map(), files: new Set() }
    this.#of.set(ts, known)
    return known
  }
}

/** “edit 1772445600.000100 said 7” */
function nameOf(told: z.infer<typeof event>): string {
  if (told.deleted_ts) return `delete ${told.deleted_ts}`
  if (told.message) return `edit ${told.message.ts} ${told.message.text}`
  return `post ${String(told.ts)}`
}
