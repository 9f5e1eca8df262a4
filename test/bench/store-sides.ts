import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import mongoose from 'mongoose'

const program = fileURLToPath(new URL('serve-store.js', import.meta.url))

/** What a server has cost so far, where the system says so (Linux) and it runs here. */
export interface Cost {
  readonly cpuMs: number
  /** In bytes. `anon` is its own; `file` are pages of its files that the kernel keeps mapped and takes back when it needs them. */
  readonly rss: number
  readonly anon: number
  readonly file: number
}

/** A store under test. */
export interface Side {
  readonly name: string
  readonly uri: string
  cost(): Cost | undefined
  diskBytes?(): number
  restart?(): Promise<{ side: Side; startMs: number }>
  stop(): Promise<void>
}

/** Fields 14 and 15 of proc(5)'s stat, the 12th and 13th behind the name, are user and system time in hundredths of a second. */
function costOf(pid: number): Cost | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number)
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const bytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) * 1024
    return {
      cpuMs: ((user ?? 0) + (system ?? 0)) * 10,
      rss: bytes('VmRSS'),
      anon: bytes('RssAnon'),
      file: bytes('RssFile'),
    }
  } catch {
    return undefined
  }
}

async function processAt(uri: string): Promise<number> {
  const connection = await mongoose.createConnection(uri).asPromise()
  const status = await connection.db?.admin().serverStatus()
  await connection.close()
  return Number(status?.pid)
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
    cost: () => costOf(child.pid ?? 0),
    diskBytes: () => statSync(join(dir, 'store.lmdb')).size,
    async restart() {
      await stop()
      return embedded(dir)
    },
  }
  return { side, startMs }
}

/** The server at MONGODB_URI, with a database of its own, if one is given. */
export async function given(): Promise<Side | undefined> {
  const uri = process.env.MONGODB_URI
  if (!uri) return undefined
  const address = new URL(uri)
  address.pathname = `/bench_${randomUUID().slice(0, 8)}`
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(address.hostname)
  const pid = isHere ? await processAt(address.toString()) : Number.NaN
  return { name: 'MONGODB_URI', uri: address.toString(), cost: () => costOf(pid), stop: async () => {} }
}
