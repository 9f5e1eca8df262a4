// Sitrep in a process of its own, so that what it costs is its own, on a clock that its parent keeps.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { renderAndSave } from '../../dist/app/reviews.js'
import { parseConfig } from '../../dist/config.js'
import { formats } from '../../dist/exports/index.js'
import { growSlowly } from '../../dist/heap.js'
import { start } from '../../dist/main.js'

growSlowly()

let virtual = 0
const running = await start(parseConfig(process.env), {
  pace: {
    now: () => virtual,
    async sleep(ms) {
      const answered = once(process, 'message')
      process.send({ slept: ms })
      const [{ now }] = await answered
      virtual = now
    },
  },
})

/** The most memory that this process ever held, in bytes (proc(5), status). */
function peak() {
  const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))
  return Number(kilobytes) * 1024
}

/** What it has cost so far. */
function cost() {
  const { user, system } = process.cpuUsage()
  return { peak: peak(), cpuMs: (user + system) / 1_000 }
}

const { app } = running
process.on('message', async message => {
  if (message === 'cost') process.send(cost())
  if (message === 'stop') await running.stop().then(() => process.disconnect())
  if (message.render) {
    const format = formats.find(({ id }) => id === message.render)
    // It was read already.
    const read = { ...app, gather: async () => ({ messages: 0, threads: 0 }) }
    const { bytes } = await renderAndSave(read, { id: message.incident, format })
    process.send({ bytes })
  }
})
process.send({ url: running.urls.http })
