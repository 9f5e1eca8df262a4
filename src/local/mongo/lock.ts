import { closeSync, openSync, readFileSync, rmSync, unlinkSync, writeSync } from 'node:fs'
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

function isHeld(path: string): number | undefined {
  const [pidText = '', start = ''] = readFileSync(path, 'utf8').trim().split(' ')
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

/** Takes the folder for this process; answers how to give it back. A lock that a dead process left is taken over. */
export function takeLock(path: string, dir: string): () => void {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const file = openSync(path, 'wx', 0o600)
      writeSync(file, `${process.pid} ${startOf(process.pid)}\n`)
      closeSync(file)
      return () => rmSync(path, { force: true })
    } catch (error) {
      if (codeOf(error) !== 'EEXIST')
        throw new StoreError(
          `The data folder ${dir} cannot be written to (${codeOf(error)}). Give Sitrep write access to it, or choose another folder.`,
        )
    }
    const pid = isHeld(path)
    if (pid !== undefined)
      throw new StoreError(
        `The data folder ${dir} is in use by the process ${pid}. Stop that one first, or choose another folder.`,
      )
    unlinkSync(path)
  }
  throw new StoreError(
    `The data folder ${dir} is being opened by another process. Start only one Sitrep for each folder.`,
  )
}
