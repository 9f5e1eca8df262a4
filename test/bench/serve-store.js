// Serves the folder given as its argument in a process of its own, and says what it costs when asked.
import { readFileSync } from 'node:fs'
import { startStore } from '../../dist/local/mongo/index.js'

const startedAt = performance.now()
const store = await startStore({ dir: process.argv[2] })
const startMs = performance.now() - startedAt

/** Kilobytes of the process by kind, where the system tells them apart (Linux). */
function resident() {
  try {
    const status = readFileSync('/proc/self/status', 'utf8')
    const of = name => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1])
    return { anon: of('RssAnon') * 1024, file: of('RssFile') * 1024 }
  } catch {
    return {}
  }
}

process.on('message', message => {
  if (message === 'stop') void store.stop().then(() => process.disconnect())
  else process.send({ ...process.memoryUsage(), ...resident() })
})
process.send({ uri: store.uri, startMs })
