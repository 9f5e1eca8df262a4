import cron from 'node-cron'

/** Work is found in the database, so the alarm only decides how late it may be noticed. */
const everyFiveSeconds = '*/5 * * * * *'

/**
 * Calls `wake` every five seconds. It must not be waited for: one slow piece of work would else keep every other
 * incident waiting. Answers how to stop it.
 */
export function startClock(wake: () => void): () => Promise<void> {
  const task = cron.schedule(everyFiveSeconds, wake, {
    name: 'due-work',
    timezone: 'UTC',
    // A tick that is skipped after a stall is no news: the next one finds the same work.
    suppressMissedWarning: true,
  })
  return async () => {
    await task.destroy()
  }
}

/** Holds up no exit: it only accompanies work that does. */
export function repeat(everyMs: number, run: () => void): () => void {
  const timer = setInterval(run, everyMs).unref()
  return () => clearInterval(timer)
}
