import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Found } from '../../../../src/local/mongo/index.ts'

const hooks = new URL('../../slack/typescript-hooks.mjs', import.meta.url).href
/** Lets a child process run TypeScript from here. */
export const typescript = [
  '--import',
  `data:text/javascript,import { register } from 'node:module'; register('${hooks}')`,
]

const fixture = fileURLToPath(new URL('../fixtures/serve.ts', import.meta.url))

interface Answer {
  readonly uri: string
  readonly found: Found
  /** Why it did not start. */
  readonly refusal?: string
}

interface Limits {
  /** Blocks of 1,024 bytes that a file may have. */
  readonly maxFileBlocks?: number
}

/** A process that is ready to serve a folder. */
export async function newServer({ maxFileBlocks }: Limits = {}) {
  const node = [process.execPath, ...typescript, fixture]
  const [command = '', ...args] = maxFileBlocks
    ? ['bash', '-c', `ulimit -S -f ${maxFileBlocks}; exec "$@"`, 'bash', ...node]
    : node
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface(child.stdout)
  await once(lines, 'line')
  return {
    child,
    async serve(dir: string): Promise<Answer & { child: ChildProcess }> {
      child.stdin.write(`${dir}\n`)
      const [line] = (await once(lines, 'line')) as [string]
      return { child, ...(JSON.parse(line) as Answer) }
    },
  }
}

export async function serve(dir: string, limits?: Limits): Promise<Answer & { child: ChildProcess }> {
  const server = await newServer(limits)
  return await server.serve(dir)
}

export async function killed(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
