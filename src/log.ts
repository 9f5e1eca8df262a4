import { pino } from 'pino'
import type { Log } from './app/app.ts'
import type { Config } from './config.ts'

/** Tokens, signing keys, database passwords and webhook addresses, wherever they may turn up in an error's text. */
const secrets = /xox[abeprs]-[\w-]+|xapp-[\w-]+|(?<=:\/\/)[^/\s:@]+:[^@\s/]+(?=@)|(?<=signature=)[\w-]+/g

/** Structured lines on standard error. What looks like a secret is struck out before anything is written. */
export function createLog(level: Config['logLevel']): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: label => ({ level: label }) } },
    { write: (line: string) => process.stderr.write(redact(line)) },
  )
}

export function redact(text: string): string {
  return text.replace(secrets, '[secret]')
}
