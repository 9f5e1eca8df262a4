import { type Logger, LogLevel } from '@slack/bolt'
import type { Log } from '../app/app.ts'
import { withoutQuotes } from '../errors.ts'

/** The SDK's log lines in ours. Its debug level prints message bodies, so it is never passed on. */
export function boltLogger(log: Log): Logger {
  const line = (write: (fields: Record<string, unknown>, message: string) => void) => {
    return (...parts: unknown[]) => write({ from: 'slack-sdk' }, parts.map(describe).join(' '))
  }
  return {
    debug: () => {},
    info: line((fields, message) => log.debug(fields, message)),
    warn: line((fields, message) => log.warn(fields, message)),
    error: line((fields, message) => log.error(fields, message)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  }
}

function describe(part: unknown): string {
  return withoutQuotes(part instanceof Error ? `${part.name}: ${part.message}` : String(part))
}
