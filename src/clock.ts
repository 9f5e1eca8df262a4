import cron from 'node-cron'
import type { Log } from './app/app.ts'

/** Work is found in the database, so the alarm only decides how late it may be noticed. */
const everyFiveSeconds = '*/5 * * * * *'

/** Calls `wake` every five seconds and never twice at a time. Answers how to stop it. */
export function startClock(wake: () => Promise<void>, log: Log): () => Promise<void> {
  const task = cron.schedule(
    everyFiveSeconds,
    async () => {
      try {
        await wake()
      } catch (error) {
        log.warn({ err: error }, 'could not look for due work; the next wake-up tries again')
      }
    },
    { name: 'due-work', noOverlap: true, timezone: 'UTC' },
  )
  return async () => {
    await task.destroy()
  }
}
