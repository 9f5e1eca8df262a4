import type { App } from '../app/app.ts'
import { ServiceError, UserError } from '../errors.ts'
import type { Reply } from './request.ts'

/** What a person reads when something did not work out; the log gets the rest. */
export function explain(app: App, error: unknown, where: Record<string, unknown>): { text: string; field?: string } {
  if (error instanceof UserError) {
    app.log.info({ ...where, code: error.code }, 'refused')
    return { text: error.message, ...(error.field ? { field: error.field } : {}) }
  }
  if (error instanceof ServiceError) {
    app.log.warn({ ...where, code: error.code, service: error.service }, 'another system failed')
    return { text: 'Slack did not go along just now. Nothing was changed: please try again.' }
  }
  const reference = app.newId().slice(0, 8)
  app.log.error({ ...where, reference, err: error }, 'request failed')
  return { text: `Something went wrong on my side (reference ${reference}). Nothing is lost; please try again.` }
}

/** Before Slack's three seconds are over. */
export const answerWithinMs = 2_300

/**
 * Answers a slash command once with its reply where that is ready in time; otherwise acknowledges it and sends the
 * reply after, so that Slack shows the person no error of its own.
 */
export async function answerCommand(
  reply: Promise<Reply | undefined>,
  send: { ack: (reply?: Reply) => Promise<void>; respond: (reply: Reply) => Promise<void> },
): Promise<void> {
  const late = Symbol('late')
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<typeof late>(resolve => {
    timer = setTimeout(() => resolve(late), answerWithinMs)
  })
  const first = await Promise.race([reply, timeout])
  clearTimeout(timer)
  if (first !== late) {
    await send.ack(first)
    return
  }
  await send.ack()
  const answer = await reply
  if (answer) await send.respond(answer)
}
