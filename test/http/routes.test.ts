import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { FilesOfIncident, OpenedFile } from '../../src/app/kept-files.ts'
import type { ListedReview } from '../../src/app/review-shelf.ts'
import type { ReviewFile } from '../../src/app/reviews.ts'
import { disclose } from '../../src/domain/disclosure.ts'
import { reviewState } from '../../src/domain/review-state.ts'
import { ServiceError } from '../../src/errors.ts'
import { personalSeconds, signLink, signUntil, verifyLink } from '../../src/http/link.ts'
import { createHttp } from '../../src/http/routes.ts'
import { declared, policy } from '../helpers/incidents.ts'
import { keepingLog } from '../helpers/memory-app.ts'

const secret = 'a secret of the store'
const now = new Date('2026-03-02T12:00:00Z')
const path = '/incidents/INC-42/review.md'
const text = '# INC-42: Überlast ✓\n'
const bytes = new TextEncoder().encode(text)
const review: ReviewFile = {
  fileName: 'INC-42-review.md',
  mediaType: 'text/markdown; charset=utf-8',
  bytes: bytes.length,
  content: {
    async *[Symbol.asyncIterator]() {
      yield* [bytes.slice(0, 12), bytes.slice(12)]
    },
  },
}

let server: Server | undefined
afterEach(() => server?.close())

interface Given {
  readonly parts?: () => Promise<Readonly<Record<string, boolean>>>
  readonly reviewOf?: (asked: { incident: string; extension: string }) => Promise<ReviewFile | undefined>
  readonly at?: Date
  readonly reviewsFor?: (user: string) => Promise<readonly ListedReview[]>
  readonly filesFor?: (asked: { user: string; incident: string }) => Promise<FilesOfIncident | undefined>
  readonly openFile?: (asked: { user: string; incident: string; file: string }) => Promise<OpenedFile | undefined>
  readonly openReview?: (asked: {
    user: string
    incident: string
    extension: string
  }) => Promise<ReviewFile | undefined>
}

async function serve({ parts, reviewOf, reviewsFor, openReview, filesFor, openFile, at = now }: Given = {}) {
  const { log, lines } = keepingLog()
  const http = createHttp({
    isReady: parts ?? (async () => ({ store: true, slack: true })),
    reviewOf:
      reviewOf ??
      (async ({ incident, extension }) => (incident === 'INC-42' && extension === 'md' ? review : undefined)),
    reviewsFor: reviewsFor ?? (async () => []),
    openReview: openReview ?? (async () => undefined),
    filesFor: filesFor ?? (async () => undefined),
    openFile: openFile ?? (async () => undefined),
    signUntil: (target, expires) => signUntil(secret, target, expires),
    verifyLink: link => verifyLink({ ...link, secret, now: at }),
    log,
  })
  const started = createServer((req, res) => {
    if (!http(req, res)) res.writeHead(418).end('somebody else’s')
  })
  server = started
  await new Promise<void>(resolve => started.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(started.address() as AddressInfo).port}`
  return { get: (target: string, init?: RequestInit) => fetch(`${base}${target}`, init), lines }
}

describe('health', () => {
  it('says that the process lives', async () => {
    const { get } = await serve()
    const answer = await get('/healthz')
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }])
  })

  it('is ready when every part is, and else says which is not and nothing more', async () => {
    const ready = await (await serve()).get('/readyz')
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', store: 'ready', slack: 'ready' }])
    server?.close()
    const waiting = await (await serve({ parts: async () => ({ store: false, slack: true }) })).get('/readyz')
    expect([waiting.status, await waiting.json()]).toEqual([
      503,
      { status: 'not ready', store: 'not ready', slack: 'ready' },
    ])
  })
})

describe('a review', () => {
  const signed = signLink({ secret, path, now })

  it('is shown to whoever holds the signed link, and kept by nobody on the way', async () => {
    const answer = await (await serve()).get(signed)
    expect([answer.status, await answer.text()]).toEqual([200, text])
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/markdown; charset=utf-8',
      'content-disposition': 'inline; filename="INC-42-review.md"',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    })
  })

  it('may run its own script when it is a page, in a sandbox and without a network', async () => {
    const page = '/incidents/INC-42/review.html'
    const { get } = await serve({ reviewOf: async () => ({ ...review, mediaType: 'text/html; charset=utf-8' }) })
    const policy = (await get(signLink({ secret, path: page, now }))).headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'; script-src 'unsafe-inline'")
    expect(policy).toContain('sandbox allow-scripts allow-popups')
    expect(policy).not.toMatch(/allow-same-origin|connect-src|https?:/)
  })

  it('can be asked about without its text', async () => {
    const answer = await (await serve()).get(signed, { method: 'HEAD' })
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([
      200,
      String(review.bytes),
      '',
    ])
  })

  const other = signLink({ secret, path: '/incidents/INC-43/review.md', now })
  const changed = (from: string | RegExp, to: string) => signed.replace(from, to)
  it.each([
    ['without a signature', path],
    ['with another signature', changed(/signature=.*/, 'signature=AAAA')],
    ['with the signature of another incident', `${path}${other.slice(other.indexOf('?'))}`],
    ['with a later expiry than was signed', changed(/expires=\d/, 'expires=9')],
    ['with a signature of another secret', signLink({ secret: 'guessed', path, now })],
    ['for an incident that does not exist or has no review', other],
    ['in a format that does not exist', signLink({ secret, path: '/incidents/INC-42/review.exe', now })],
    ['for a malformed id', signLink({ secret, path: '/incidents/INC-042/review.md', now })],
    ['for a path around it', signLink({ secret, path: '/incidents/INC-42/', now })],
    ['for an encoded path', '/incidents/INC-42%2Freview.md'],
  ])('is not found, always with the same words, %s', async (_, target) => {
    const answer = await (await serve()).get(target)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect([answer.status, await answer.text()]).toEqual([
      404,
      '{"type":"about:blank","title":"Not found","status":404}',
    ])
  })

  it('is looked up only for a link that is right', async () => {
    const asked: unknown[] = []
    const reviewOf = async (one: unknown) => void asked.push(one)
    const { get } = await serve({ reviewOf: async one => reviewOf(one).then(() => undefined) })
    await get(path)
    expect(asked).toEqual([])
    await get(signed)
    expect(asked).toEqual([{ incident: 'INC-42', extension: 'md' }])
  })

  it('stops being served after ninety days', async () => {
    const day = 24 * 3600 * 1000
    const inTime = await serve({ at: new Date(now.getTime() + 90 * day - 1000) })
    expect((await inTime.get(signed)).status).toBe(200)
    server?.close()
    const late = await serve({ at: new Date(now.getTime() + 90 * day) })
    expect((await late.get(signed)).status).toBe(404)
  })

  it('is not available while the store does not answer, and a bug tells nothing', async () => {
    const down = await serve({
      reviewOf: async () => {
        throw new ServiceError('mongodb', { code: 'unreachable', outcome: 'retry-safe' })
      },
    })
    const answer = await down.get(signed)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    server?.close()
    const broken = await serve({
      reviewOf: async () => {
        throw new Error('secret detail')
      },
    })
    const failed = await broken.get(signed)
    expect(failed.status).toBe(500)
    expect(await failed.text()).not.toContain('secret detail')
    expect(JSON.stringify(broken.lines)).not.toContain('signature')
  })

  it('is let go of when whoever asked turns away, which is no error', async () => {
    let isLetGo = false
    const endless = (async function* () {
      try {
        for (;;) yield new Uint8Array(65_536)
      } finally {
        isLetGo = true
      }
    })()
    const { get, lines } = await serve({ reviewOf: async () => ({ ...review, bytes: 2 ** 40, content: endless }) })
    const answer = await get(signed)
    await answer.body?.cancel()
    await vi.waitFor(() => expect(isLetGo).toBe(true))
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(lines).toEqual([])
  })
})

describe('the reviews of one person', () => {
  const mine = '/people/U0ANA/reviews'
  const signed = (target: string, at = now) => signLink({ secret, path: target, now: at, seconds: personalSeconds })
  const incident = declared({ title: 'Pay <b>twice</b>', isPrivate: true })
  const listed: ListedReview = {
    incident: disclose(incident, 'insider', policy),
    progress: reviewState(incident, policy),
    formats: [{ label: 'HTML', path: `${incident.id}/review.html` }],
    files: 2,
  }

  it('are listed for whoever holds their link, each with a link that lasts as long and no longer', async () => {
    const asked: string[] = []
    const opened: unknown[] = []
    const { get } = await serve({
      reviewsFor: async user => {
        asked.push(user)
        return [listed]
      },
      openReview: async one => {
        opened.push(one)
        return { ...review, mediaType: 'text/html; charset=utf-8' }
      },
    })
    const link = signed(mine)
    const answer = await get(link)
    const page = await answer.text()
    expect([answer.status, answer.headers.get('cache-control'), asked]).toEqual([200, 'private, no-store', ['U0ANA']])
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page).toContain('Pay &lt;b&gt;twice&lt;/b&gt;')
    expect(page).toContain('Nothing written yet')
    const href = /href="([^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(/expires=\d+/.exec(href)?.[0]).toBe(/expires=\d+/.exec(link)?.[0])
    expect((await get(href, { method: 'HEAD' })).status).toBe(200)
    expect(opened).toEqual([])
    expect(await (await get(href)).text()).toBe(text)
    expect(opened).toEqual([{ user: 'U0ANA', incident: incident.id, extension: 'html' }])
  })

  const first = signed(`${mine}/INC-7/review.html`)
  it.each([
    ['without a signature', mine],
    ['with the link of somebody else', signed('/people/U0BEN/reviews').replace('U0BEN', 'U0ANA')],
    ['with a link that is over', signed(mine, new Date(now.getTime() - personalSeconds * 1000))],
    ['with the link to another of them', first.replace('INC-7', 'INC-8')],
    ['with the link of the list', signed(mine).replace('reviews?', 'reviews/INC-7/review.html?')],
    ['of what does not exist, or not for them', first],
    ['for a path below it that is none', signed(`${mine}/INC-7`)],
  ])('are not there, always with the same words, %s', async (_, target) => {
    const { get } = await serve({ reviewsFor: async () => [listed] })
    const answer = await get(target)
    const nothing = await (await get('/people/U0ANA/nothing')).text()
    expect([answer.status, await answer.text()]).toEqual([404, nothing])
    expect(nothing).toContain('The link may be over.')
  })
})

describe('the files that were sent in an incident', () => {
  const list = '/people/U0ANA/reviews/INC-7/files'
  const signed = (target: string, at = now) => signLink({ secret, path: target, now: at, seconds: personalSeconds })
  const kept: FilesOfIncident = {
    id: 'INC-7',
    title: 'Pay <b>twice</b>',
    isPrivate: true,
    files: [
      {
        id: 'F0PAGE',
        name: 'page "1".html',
        bytes: 12_345,
        sha256: 'ab'.repeat(32),
        sentAt: now,
        sentBy: 'Ben & Co',
        permalink: 'https://acme.example/p1',
        isOnlyHere: false,
      },
      { id: 'F0GONE', name: 'dump.txt', bytes: 1, sha256: 'cd'.repeat(32), sentAt: now, isOnlyHere: true },
    ],
  }
  const html = '<script>alert(1)</script>'
  const content = (async function* () {
    yield new TextEncoder().encode(html)
  })()
  const file = { fileName: 'page "1".html', mediaType: 'application/octet-stream', bytes: html.length, content }

  it('are listed with what they are, and each is saved and never shown or run', async () => {
    const asked: unknown[] = []
    const { get } = await serve({
      filesFor: async one => {
        asked.push(one)
        return kept
      },
      openFile: async one => {
        asked.push(one)
        return file
      },
    })
    const page = await (await get(signed(list))).text()
    expect(page).toContain('<bdi>Pay &lt;b&gt;twice&lt;/b&gt;</bdi>')
    expect(page).toMatch(/12 kB, sent <time[^>]*>2026-03-02 12:00 UTC<\/time> by <bdi>Ben &amp; Co<\/bdi>/)
    expect(page).toContain('1 byte, sent')
    expect(page).toContain('deleted in Slack since')
    expect(page).toContain('ab'.repeat(32))
    const [first = '', slack = '', , back = ''] = [...page.matchAll(/href="([^"]*)"/g)].map(([, href = '']) =>
      href.replaceAll('&amp;', '&'),
    )
    expect([slack, (await get(back)).status]).toEqual(['https://acme.example/p1', 200])
    expect((await get(first, { method: 'HEAD' })).status).toBe(200)
    expect(asked).toEqual([{ user: 'U0ANA', incident: 'INC-7' }])
    const answer = await get(first)
    expect([answer.status, await answer.text()]).toEqual([200, html])
    expect(asked.at(-1)).toEqual({ user: 'U0ANA', incident: 'INC-7', file: 'F0PAGE' })
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="page _1_.html"; filename*=UTF-8''page%20_1_.html`,
      'content-length': String(html.length),
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringMatching(/default-src 'none';.*sandbox$/),
    })
  })

  it('say why one of them is not there any more', async () => {
    const { get } = await serve({ openFile: async () => ({ gone: 'It was deleted & is <gone>.' }) })
    const answer = await get(signed(`${list}/F0PAGE`))
    expect([answer.status, answer.headers.get('content-type')]).toEqual([410, 'text/html; charset=utf-8'])
    expect(await answer.text()).toContain('It was deleted &amp; is &lt;gone&gt;.')
  })

  const one = signed(`${list}/F0PAGE`)
  it.each([
    ['without a signature', list],
    ['with the link of somebody else', one.replace('U0ANA', 'U0BEN')],
    ['with a link that is over', signed(`${list}/F0PAGE`, new Date(now.getTime() - personalSeconds * 1000))],
    ['with the link to another of them', one.replace('F0PAGE', 'F0GONE')],
    ['with the link of the list', signed(list).replace('files?', 'files/F0PAGE?')],
    ['of an incident that does not exist, or is not for them', signed(list)],
    ['that do not exist, or are not for them', one],
    ['for an id that is none', signed(`${list}/../../x`)],
  ])('are not there, always with the same words, %s', async (_, target) => {
    const { get } = await serve()
    const answer = await get(target)
    const nothing = await (await get('/people/U0ANA/nothing')).text()
    expect([answer.status, await answer.text()]).toEqual([404, nothing])
  })
})

describe('everything else', () => {
  it('refuses to be written to', async () => {
    const { get } = await serve()
    for (const target of ['/healthz', '/readyz', path]) {
      const answer = await get(target, { method: 'POST', body: 'x' })
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    }
  })

  it('is left to whoever else listens', async () => {
    const { get } = await serve()
    for (const target of ['/', '/slack/events', '/healthzz', '/incidentsx', '//healthz'])
      expect((await get(target)).status).toBe(418)
  })
})
