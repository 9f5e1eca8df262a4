import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('serve-store.js', import.meta.url))

/** In bytes. `file` are pages of the data file that the kernel keeps mapped and takes back when it needs them. */
export interface Memory {
  readonly rss: number
  readonly heapUsed: number
  readonly anon?: number
  readonly file?: number
}

/** A store under test. */
export interface Side {
  readonly name: string
  readonly uri: string
  /** What it has cost, where that can be known. */
  memory?(): Promise<Memory>
  diskBytes?(): number
  restart?(): Promise<{ side: Side; startMs: number }>
  stop(): Promise<void>
}

/** The embedded store in a process of its own, so that it shares nothing with who measures it. */
export async function embedded(dir: string): Promise<{ side: Side; startMs: number }> {
  const child = fork(program, [dir])
  const [{ uri, startMs }] = (await once(child, 'message')) as [{ uri: string; startMs: number }]
  const stop = async () => {
    const exited = once(child, 'exit')
    child.send('stop')
    await exited
  }
  const side: Side = {
    name: 'embedded',
    uri,
    stop,
    async memory() {
      const answered = once(child, 'message')
      child.send('memory')
      const [memory] = (await answered) as [Memory]
      return memory
    },
    diskBytes: () => statSync(join(dir, 'store.lmdb')).size,
    async restart() {
      await stop()
      return embedded(dir)
    },
  }
  return { side, startMs }
}

/** The server at MONGODB_URI, with a database of its own, if one is given. */
export function given(): Side | undefined {
  const uri = process.env.MONGODB_URI
  if (!uri) return undefined
  const address = new URL(uri)
  address.pathname = `/bench_${randomUUID().slice(0, 8)}`
  return { name: 'MONGODB_URI', uri: address.toString(), stop: async () => {} }
}
