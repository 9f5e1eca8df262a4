import { IncomingMessage } from 'node:http'
import { connect, Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { type Answer, afterwards, playground } from './playground.ts'

/** The first line of what is answered to a request line as it stands, with the headers of an upgrade. */
function upgraded(url: string, line: string, host = 'localhost'): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  afterwards(async () => void socket.destroy())
  socket.write(`${line}\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
  return new Promise((resolve, reject) => {
    let text = ''
    socket.on('data', chunk => {
      text += String(chunk)
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(text.split('\r\n')[0] ?? ''))
  })
}

describe('an address that is encoded wrongly', () => {
  it('is refused by the control API with a sentence, and leads to no page', async () => {
    const { url } = await playground({ pageDir: '.' })
    const refused = await fetch(`${url}/_control/messages/%zz`)
    expect(refused.status).toBe(400)
    const { error }: Answer = await refused.json()
    expect(error).toBe('"%zz" in the address cannot be read: write "%" as "%25".')
    for (const path of ['/%E0%A4%A', '/assets/%zz']) expect((await fetch(url + path)).status).toBe(404)
  })
})

describe('an upgrade that no client of Slack would ask for', () => {
  it('is refused and closed, and the workspace goes on', async () => {
    const { url, see } = await playground()
    expect(await upgraded(url, 'GET // HTTP/1.1')).toBe('HTTP/1.1 401 Unauthorized')
    expect(await upgraded(url, 'GET //[/?ticket=x HTTP/1.1')).toBe('HTTP/1.1 401 Unauthorized')
    expect(await upgraded(url, 'GET /?ticket=x HTTP/1.1', '[')).toBe('HTTP/1.1 401 Unauthorized')
    expect(await upgraded(url, 'GET http://[/ HTTP/1.1')).toBe('HTTP/1.1 400 Bad Request')
    expect(await see('state')).toMatchObject({ ok: true })
  })

  it('may be reset while it is refused', async () => {
    const { workspace } = await playground()
    const socket = new Socket()
    workspace.handleUpgrade(new IncomingMessage(socket), socket, Buffer.alloc(0))
    // Throws where nobody listens for it.
    socket.emit('error', new Error('read ECONNRESET'))
    expect(socket.destroyed).toBe(true)
  })
})
