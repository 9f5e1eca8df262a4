import { pino } from 'pino'
import type { Log } from './app/app.ts'
import type { Config } from './config.ts'
import { withoutQuotes } from './errors.ts'

/** Tokens, signing keys, database passwords and webhook addresses, wherever they may turn up in an error's text. */
const secrets = /xox[abeprs]-[\w-]+|xapp-[\w-]+|(?<=:\/\/)[^/\s:@]+:[^@\s/]+(?=@)|(?<=signature=)[\w-]+/g

/**
 * Structured lines on standard error. What looks like a secret is struck out before anything is written, and of an error
 * nothing is written that may quote what people typed. Incidents are named by their numbers, private ones too: whoever
 * runs Sitrep has to find the one that is stuck, and a number says nothing of it.
 */
export function createLog(level: Config['logLevel'], write = (line: string) => void process.stderr.write(line)): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      serializers: { err: describeError },
    },
    { write: (line: string) => write(redact(line)) },
  )
}

export function redact(text: string): string {
  return text.replace(secrets, '[secret]')
}

interface ErrorLine {
  readonly type: string
  readonly code?: string
  readonly message: string
  /** Where it was thrown, without the message that stands above it. */
  readonly stack: readonly string[]
  readonly cause?: ErrorLine
}

/** What an error says of the code, and not of the data: its other fields and quoted parts may hold anything. */
function describeError(error: unknown, depth = 0): ErrorLine | { readonly type: string } {
  if (!(error instanceof Error)) return { type: typeof error }
  const code: unknown = 'code' in error ? error.code : undefined
  const frames = (error.stack ?? '').split('\n').filter(line => /^ {4}at /.test(line))
  const cause = depth < 3 && error.cause instanceof Error ? describeError(error.cause, depth + 1) : undefined
  return {
    type: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code: String(code) } : {}),
    message: withoutQuotes(error.message),
    stack: frames.map(frame => frame.trim()),
    ...(cause && 'message' in cause ? { cause } : {}),
  }
}
