import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { describe, expect, it } from 'vitest'
import { createWorkspace, sampleSeed } from '../../../src/local/slack/index.ts'
import { failure, lift, logged, paced, post, texts } from './paced.ts'
import { type Answer, afterwards, channels, type Playground, playground } from './playground.ts'
import { sampleApp } from './sample-app.ts'

const lastCall = async (place: Playground) => (await logged(place, 'api')).at(-1)

/** The code at the bottom of what the client threw. */
function rootCode(error: Answer): string | undefined {
  return error.cause ? rootCode(error.cause) : error.original ? rootCode(error.original) : error.code
}

describe('a call that is struck', () => {
  it('by rate-limited is told how long to wait, and so is each further one until then', async () => {
    const there = await paced()
    await there.act('faults', { fault: 'rate-limited', retryAfterSeconds: 30, match: { method: 'chat.postMessage' } })
    expect(await failure(post(there))).toMatchObject({ name: 'WebAPIRateLimitedError', retryAfter: 30 })
    there.wait(10)
    const again = await failure(post(there, 'hi', channels.support))
    expect(again).toBeInstanceOf(WebAPIRateLimitedError)
    expect(again.retryAfter).toBe(20)
    expect((await there.web.auth.test()).ok).toBe(true)
    expect(await texts(there)).toEqual([])
    there.wait(20)
    await post(there)
    expect(await texts(there)).toEqual(['hi'])
  })

  it('by rate-limited in one channel may go on in another', async () => {
    const there = await paced()
    const match = { method: 'chat.postMessage', channel: 'incidents' }
    await there.act('faults', { fault: 'rate-limited', retryAfterSeconds: 5, match })
    await failure(post(there))
    expect((await post(there, 'hi', channels.support)).ok).toBe(true)
    await failure(post(there))
  })

  it('by rate-limited without its header leaves the client to guess', async () => {
    const there = await paced()
    await there.act('faults', { fault: 'rate-limited', withoutHeader: true })
    const error = await failure(post(there))
    expect(error).not.toBeInstanceOf(WebAPIRateLimitedError)
    expect(error.message).toContain('retry-after header: null')
    expect((await post(there)).ok).toBe(true)
  })

  it.each([500, 502, 503])('by http %i gets a server’s error page', async status => {
    const there = await paced()
    await there.act('faults', { fault: 'http', status })
    const error = await failure(post(there))
    expect(error).toBeInstanceOf(WebAPIHTTPError)
    expect(error).toMatchObject({ statusCode: status, body: expect.stringContaining('<html>') })
    expect(await texts(there)).toEqual([])
    expect(await lastCall(there)).toMatchObject({ method: 'chat.postMessage', status, fault: { fault: 'http' } })
  })

  it('by html gets a page with status 200', async () => {
    const there = await paced()
    await there.act('faults', { fault: 'html' })
    const error = await failure(post(there))
    expect(error).toBeInstanceOf(WebAPIPlatformError)
    expect(error.data.error).toContain('<!DOCTYPE html>')
    expect(await texts(there)).toEqual([])
  })

  it('by error gets that error, whatever it is', async () => {
    const there = await paced()
    await there.act('faults', { fault: 'error', error: 'token_revoked' })
    expect((await failure(post(there))).data).toMatchObject({ ok: false, error: 'token_revoked' })
    expect(await texts(there)).toEqual([])
  })

  it.each(['http', 'html', 'error', 'hang'])('by %s takes effect all the same when that is ordered', async fault => {
    const there = await paced({ timeout: 300 })
    await there.act('faults', { fault, applied: true, ...(fault === 'error' ? { error: 'internal_error' } : {}) })
    await failure(post(there, 'done'))
    expect(await texts(there)).toEqual(['done'])
    expect(await lastCall(there)).toMatchObject({ fault: { fault }, effect: { ok: true, message: { text: 'done' } } })
  })

  it('by hang is not answered, until the fault is taken away', async () => {
    const there = await paced()
    const { ids } = await there.act('faults', { fault: 'hang' })
    let isOver = false
    const hanging = failure(post(there)).finally(() => {
      isOver = true
    })
    await expect.poll(async () => (await there.see('faults')).faults[0].struck).toBe(1)
    expect((await there.web.auth.test()).ok).toBe(true)
    expect(isOver).toBe(false)
    await lift(there, ids[0])
    expect(rootCode(await hanging)).toBe('ECONNRESET')
    expect(await texts(there)).toEqual([])
    expect((await there.see('log')).entries.find((one: Answer) => one.method === 'chat.postMessage')).toMatchObject({
      response: null,
      fault: { fault: 'hang', received: 'no answer' },
    })
  })

  it('by hang does not keep the workspace from stopping', async () => {
    const there = await paced()
    await there.act('faults', { fault: 'hang', times: 0 })
    const hanging = failure(post(there))
    await expect.poll(async () => (await there.see('faults')).faults[0].struck).toBe(1)
    await there.workspace.stop()
    expect(await hanging).toBeInstanceOf(WebAPIRequestError)
  })

  it('by hang is let go when a workspace stops whose server goes on', async () => {
    const workspace = await createWorkspace({ seed: sampleSeed(sampleApp) })
    const server = createServer((req, res) => workspace.handleRequest(req, res))
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    afterwards(async () => server.closeAllConnections())
    afterwards(async () => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await fetch(`${url}/_control/faults`, { method: 'POST', body: new URLSearchParams({ fault: 'hang' }) })
    const hanging = failure(fetch(`${url}/api/auth.test`))
    const struck = async () => ((await (await fetch(`${url}/_control/faults`)).json()) as Answer).faults[0].struck
    await expect.poll(struck).toBe(1)
    await workspace.stop()
    expect(rootCode(await hanging)).toBe('ECONNRESET')
  })

  it('by slow takes effect at once and is answered late', async () => {
    const there = await paced()
    await there.act('faults', { fault: 'slow', ms: 200 })
    const started = performance.now()
    const answer = post(there)
    await expect.poll(() => texts(there)).toEqual(['hi'])
    expect((await answer).ok).toBe(true)
    expect(performance.now() - started).toBeGreaterThan(190)
  })

  it('by slow longer than the client’s patience has an effect that the client does not learn of', async () => {
    const there = await paced({ timeout: 200 })
    await there.act('faults', { fault: 'slow', ms: 60_000 })
    expect(await failure(post(there))).toBeInstanceOf(WebAPIRequestError)
    expect(await texts(there)).toEqual(['hi'])
  })

  it.each([
    ['reset-before', []],
    ['reset-after', ['hi']],
  ])('by %s loses its connection; what was posted then: %j', async (fault, posted) => {
    const there = await paced()
    await there.act('faults', { fault })
    const error = await failure(post(there))
    expect(error).toBeInstanceOf(WebAPIRequestError)
    expect(rootCode(error)).toBe('ECONNRESET')
    expect(await texts(there)).toEqual(posted)
    expect(await lastCall(there)).toMatchObject({ response: null, fault: { fault, received: 'a connection reset' } })
    expect(await lastCall(there)).not.toHaveProperty('status')
  })

  it('by truncated gets half an answer', async () => {
    const there = await paced()
    await there.act('faults', { fault: 'truncated' })
    const error = await failure(post(there))
    expect(error.message).toBe('terminated')
    expect(await texts(there)).toEqual(['hi'])
    expect(await lastCall(there)).toMatchObject({ status: 200, fault: { received: 'half of the answer' } })
  })

  it('keeps what it did although nobody was told, even when the process ends', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'faults-'))
    const first = await playground({ dir })
    await first.act('faults', { fault: 'reset-after' })
    await failure(post(first))
    await first.workspace.stop()
    const second = await playground({ dir })
    expect(await texts(second)).toEqual(['hi'])
    expect((await second.see('faults')).faults).toEqual([])
    await second.workspace.stop()
    await rm(dir, { recursive: true, force: true })
  })
})
