import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Sitrep {
  readonly url: string
  readonly output: () => string
  /** As the machine would: no chance to finish anything. */
  kill(): Promise<void>
  /** Answers the exit code. */
  signal(signal: NodeJS.Signals): Promise<number | null>
}

function clean(env: Record<string, string>): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env
  return { PATH, HOME, ...env }
}

function run(env: Record<string, string>, args: readonly string[]): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ['dist/cli.js', ...args], {
    env: clean(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (output += String(chunk)))
  return { child, output: () => output }
}

/** The built program as an operator starts it, once it has printed its address. */
export async function startProcess(env: Record<string, string>): Promise<Sitrep> {
  const { child, output } = run({ PORT: '0', ...env }, [])
  const exited = once(child, 'exit')
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const found = /http:\/\/localhost:\d+/.exec(output())
      if (found) resolve(found[0])
    })
    void exited.then(() => reject(new Error(`it ended before it was ready:\n${output()}`)))
  })
  return {
    url,
    output,
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    async signal(signal) {
      child.kill(signal)
      const [code] = await exited
      return code
    },
  }
}

/** The built program where it should end by itself. */
export async function runProcess(
  env: Record<string, string>,
  args: readonly string[] = [],
): Promise<{ code: number | null; output: string }> {
  const { child, output } = run(env, args)
  const [code] = await once(child, 'exit')
  return { code, output: output() }
}
