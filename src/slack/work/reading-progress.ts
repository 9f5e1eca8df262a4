import type { Claim } from '../../app/app.ts'
import type { Gathered } from '../../app/transcripts.ts'
import { readingNotice } from '../../domain/own-messages.ts'
import { ServiceError } from '../../errors.ts'
import { context, type MessageView } from '../blocks.ts'
import { edit, lookBackTo, post } from '../messages.ts'
import { md } from '../mrkdwn.ts'
import type { InsidePlace } from '../outside.ts'
import type { Workspace } from '../workspace.ts'

/** A short channel is read before anybody wonders. */
const silentForMs = 3_000
const everyMs = 5_000

export interface ReadingShown {
  onProgress(so: Gathered): Promise<void>
  /** Says that reading has ended, where it said that it began. */
  end(): Promise<void>
}

/**
 * Shows in one message, edited in place, how far reading the channel has come. After a restart it goes on in the same
 * message. That it cannot be shown holds up nothing.
 */
export function showReading(
  { client }: Workspace,
  { to, key, claim }: { to: InsidePlace; key: string; claim: Claim },
): ReadingShown {
  const wasBegun = claim.attempt > 1
  const silentUntil = client.pace.now() + (wasBegun ? 0 : silentForMs)
  let shownAt: number | undefined
  let last: Gathered | undefined
  let ts: string | undefined

  const show = async (message: MessageView) => {
    try {
      const isFirst = ts === undefined
      ts ??= (await post(client, { to, message, key, lookBackTo: lookBackTo(claim) })).ts
      // What was posted before a restart still says how far it had come then.
      if (!isFirst || wasBegun) await edit(client, { to, message, ts })
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
    }
  }

  return {
    async onProgress(so) {
      last = so
      const now = client.pace.now()
      if (now < silentUntil || (shownAt !== undefined && now - shownAt < everyMs)) return
      shownAt = now
      await show(readingView(`${readingNotice.now}: ${countsOf(so)} so far …`))
    },
    async end() {
      if (shownAt !== undefined && last) await show(readingView(`${readingNotice.done}: ${countsOf(last)}.`))
    },
  }
}

const number = new Intl.NumberFormat('en-GB')

function countsOf({ messages, threads }: Gathered): string {
  return `${number.format(messages)} messages, ${number.format(threads)} threads`
}

function readingView(text: string): MessageView {
  return { text, blocks: [context(md`${text}`)] }
}
