import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createWorkspace, sampleSeed } from '../../../src/local/slack/index.ts'
import { sampleApp } from './sample-app.ts'

/** A workspace whose process is killed in the same moment in which it answers its n-th Web API call. */
const [dir = '', n = ''] = process.argv.slice(2)
const workspace = await createWorkspace({ dir, seed: sampleSeed(sampleApp), rateLimits: 'off' })
let answers = 0

const server = createServer((req, res) => {
  const end = res.end.bind(res)
  res.end = (body?: unknown) => {
    end(body)
    answers += 1
    if (answers === Number(n)) process.kill(process.pid, 'SIGKILL')
    return res
  }
  workspace.handleRequest(req, res)
})
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
})
