import { type Pace, realPace } from '../../src/slack/limiter.ts'

/** Time that passes as it does, but while Sitrep keeps to Slack’s limits: there a minute is over in about a second. */
export function quickPace(factor = 50): Pace {
  let skipped = 0
  return {
    now: () => realPace.now() + skipped,
    async sleep(ms, signal) {
      const waited = ms / factor
      await realPace.sleep(waited, signal)
      skipped += ms - waited
    },
  }
}
