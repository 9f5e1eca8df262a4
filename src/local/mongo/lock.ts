import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { StoreError } from './errors.ts'

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** When the process started, in clock ticks since boot; it tells a process from a later one with the same number. Linux only. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

/** The process that holds the lock; undefined when there is none, or it has died. */
export function holderOf(path: string): number | undefined {
  const [pidText = '', start = ''] = contentOf(path).trim().split(' ')
  const pid = Number(pidText)
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: there is such a process, of another user.
    if (codeOf(error) !== 'EPERM') return undefined
  }
  return start === '' || startOf(pid) === '' || startOf(pid) === start ? pid : undefined
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return ''
    throw error
  }
}

/** Whether somebody has the folder, or had it and did not give it back. */
export function isLeft(path: string): boolean {
  return contentOf(path) !== ''
}

/** Throws StoreError when a living process holds the lock. */
export function refuseHeld(path: string, dir: string): void {
  const pid = holderOf(path)
  if (pid !== undefined)
    throw new StoreError(
      `The data folder ${dir} is in use by the process ${pid}. Stop that one first, or choose another folder.`,
    )
}

export interface Lock {
  /** True when the process that held it before did not give it back. */
  readonly wasLeft: boolean
  release(): void
}

/**
 * Takes the folder for this process, also from one that died. `alone` keeps out everybody else who wants to know whether it is taken: of
 * many that find the lock of a dead process at once, only one may take it over. Throws StoreError when a living process has it.
 */
export function takeLock(path: string, dir: string, alone: <T>(work: () => T) => T): Lock {
  return alone(() => {
    refuseHeld(path, dir)
    const wasLeft = isLeft(path)
    try {
      writeFileSync(path, `${process.pid} ${startOf(process.pid)}\n`, { mode: 0o600 })
    } catch (error) {
      throw new StoreError(
        `The data folder ${dir} cannot be written to (${codeOf(error)}). Give Sitrep write access to it, or choose another folder.`,
      )
    }
    return { wasLeft, release: () => rmSync(path, { force: true }) }
  })
}
