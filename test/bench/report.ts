import { cpus } from 'node:os'

/** The middle and the 99th percentile of some durations, in milliseconds. */
export function spread(durations: readonly number[]): { p50: number; p99: number } {
  const sorted = durations.toSorted((a, b) => a - b)
  const rank = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: rank(0.5), p99: rank(0.99) }
}

export function report(what: string, figures: Readonly<Record<string, number | string>>): void {
  const cells = Object.entries(figures).map(([name, value]) => {
    return `${name} ${typeof value === 'number' ? value.toFixed(value < 10 ? 2 : 0) : value}`
  })
  process.stdout.write(`${what.padEnd(44)} ${cells.join(' · ')}\n`)
}

export function machine(): string {
  const [cpu] = cpus()
  return `Node ${process.version}, ${cpus().length} × ${cpu?.model ?? 'unknown processor'}`
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
