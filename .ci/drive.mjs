// Starts Sitrep as the README says and plays the main job through the sandbox's control API.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

const port = await freePort()
const data = await mkdtemp(join(tmpdir(), 'sitrep-drive-'))
const child = spawn('npm', ['start'], {
  env: { ...process.env, PORT: String(port), DATA_DIR: data },
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true,
})
let output = ''
child.stdout.on('data', chunk => {
  output += chunk
  process.stdout.write(chunk)
})
const exited = once(child, 'exit')

const url = `http://localhost:${port}/_control`
const get = async path => (await fetch(`${url}/${path}`)).json()
const post = async (path, body) =>
  (
    await fetch(`${url}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  ).json()
const command = (channel, text) => post('command', { channel, user: 'ana', command: '/incident', text })
const said = async channel => (await get(`messages/${channel}`)).messages
async function until(what, check) {
  for (let waited = 0; waited < 15_000; waited += 100) {
    const found = await check().catch(() => undefined)
    if (found) return found
    await sleep(100)
  }
  throw new Error(`waited in vain for ${what}`)
}

try {
  await until('the address', async () => output.includes(`http://localhost:${port}/`))
  await command('general', 'checkout is down')
  const declared = await post('submit', {
    user: 'ana',
    values: { title: 'Checkout is down', severity: 'SEV1', urgency: 'high', service: 'checkout', category: 'software' },
  })
  assert.equal(declared.ok, true)
  const war = 'inc-1-checkout-is-down'
  await until('the pinned card', async () =>
    (await get('state')).channels.find(channel => channel.name === war && channel.pins.length === 1),
  )
  await until('the announcement', async () => (await said('incidents')).length === 1)
  await command(war, 'ack')
  await command(war, 'role commander @ben')
  await command(war, 'investigating')
  await command(war, 'update')
  await post('submit', {
    user: 'ana',
    values: { state: 'The provider times out', impact: 'Payments fail', next: '30' },
  })
  const preview = await until('the preview', async () => (await get('views/ana')).view)
  assert.equal(preview.callback_id, 'preview')
  await post('submit', { user: 'ana', values: {} })
  await until('the update', async () => (await said('customer-updates')).some(m => m.text.includes('Payments fail')))
  await post('advance', { minutes: 31 })
  await until('the automatic update', async () =>
    (await said('leadership')).some(m => m.text.includes('automatically')),
  )
  await command(war, 'resolve Rolled back')
  await until('the closing update', async () => (await said('customer-updates')).some(m => m.text.includes('resolved')))
  assert.match((await command(war, 'close')).response.text, /is closed/)
  await command(war, 'review')
  const review = await until('the review', async () => (await said(war)).find(message => message.files))
  assert.match(review.files[0].name, /^INC-1-review-\d+\.html$/)
  process.stdout.write('the main job works from declaration to review\n')
} finally {
  process.kill(-child.pid, 'SIGTERM')
  await exited
  // npm may be gone before the program that it started.
  await until('the end', async () =>
    fetch(`${url}/state`).then(
      () => false,
      () => true,
    ),
  )
  await sleep(500)
  await rm(data, { recursive: true, force: true })
}
