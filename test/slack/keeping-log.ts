import type { Log } from '../../src/app/app.ts'

export interface LogLine {
  readonly level: keyof Log
  readonly message: string
  readonly fields: Record<string, unknown>
}

/** A log that keeps its lines. */
export function keepingLog(): { log: Log; lines: LogLine[] } {
  const lines: LogLine[] = []
  const keep = (level: keyof Log) => (fields: Record<string, unknown>, message: string) => {
    lines.push({ level, message, fields })
  }
  return { log: { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') }, lines }
}
