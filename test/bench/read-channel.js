// Sitrep in a process of its own, so that what it costs is its own, on a clock that its parent keeps.
import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { renderAndSave } from '../../dist/app/reviews.js'
import { parseConfig } from '../../dist/config.js'
import { formats } from '../../dist/exports/index.js'
import { growSlowly } from '../../dist/heap.js'
import { start } from '../../dist/main.js'

growSlowly()
const sampledEveryMs = 20
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')

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

let peak = 0
let began = process.cpuUsage()
setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss())
}, sampledEveryMs).unref()

/** What it has cost since it was last asked. */
function cost() {
  const { user, system } = process.cpuUsage(began)
  const told = { peak: Math.max(peak, process.memoryUsage.rss()), cpuMs: (user + system) / 1_000 }
  collect()
  began = process.cpuUsage()
  peak = process.memoryUsage.rss()
  return told
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
