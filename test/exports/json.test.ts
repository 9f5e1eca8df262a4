import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/domain/canonical-json.ts'
import { composeReview } from '../../src/domain/compose-review.ts'
import { compareTs } from '../../src/domain/review.ts'
import { transcriptOf } from '../../src/domain/transcript.ts'
import { json } from '../../src/exports/json.ts'
import { factsOf, hashOf, sealedManifest } from '../../src/exports/manifest.ts'
import { type ReviewDocument, reviewSchema } from '../../src/exports/review-schema.ts'
import { csv, jsonl } from '../../src/exports/transcript-lines.ts'
import { verifyReview } from '../../src/exports/verify.ts'
import { sha256 } from '../../src/sha256.ts'
import { runVerify } from '../../src/verify-command.ts'
import {
  graph,
  longIncident,
  nineDays,
  type SampleReview,
  shortIncident,
  transcriptOfSample,
} from '../domain/sample-reviews.ts'
import { contentOf } from '../helpers/rendered.ts'

const tools = {
  digest: (content: Uint8Array) => createHash('sha256').update(content).digest('hex'),
  verify: verifyReview,
}

const render = (sample: SampleReview) => contentOf(json.render(composeReview(sample.input), transcriptOfSample(sample)))

/** The review as it was written, to be altered. */
async function written(): Promise<ReviewDocument> {
  const sample = shortIncident()
  const files = [{ id: 'F1', name: 'p95.png', sha256: 'a'.repeat(64) }]
  const messages = sample.messages.map((message, index) => (index === 0 ? { ...message, files } : message))
  return JSON.parse(await render({ ...sample, messages }))
}

function problemsOf(review: unknown): readonly string[] {
  const verdict = verifyReview(JSON.stringify(review))
  if (verdict.outcome === 'unreadable') throw new Error(verdict.reason)
  return verdict.outcome === 'altered' ? verdict.problems : []
}

describe('the JSON review', () => {
  it.each(Object.entries({ shortIncident, longIncident, nineDays }))(
    'of %s is what its schema says, and whole',
    async (_, make) => {
      const content = await render(make())
      expect(reviewSchema.safeParse(JSON.parse(content)).error).toBeUndefined()
      expect(verifyReview(content).outcome).toBe('whole')
      expect(await render(make())).toBe(content)
    },
  )

  it('refers to the picture of a message on the timeline by its hash', async () => {
    const { sections, manifest }: ReviewDocument = JSON.parse(await render(longIncident()))
    const image = { kind: 'image', name: 'error-rate.png', mediaType: 'image/png', bytes: graph.length }
    const [kept] = manifest.attachments
    expect(JSON.stringify(sections.find(({ id }) => id === 'timeline'))).toContain(
      JSON.stringify({ ...image, sha256: kept?.sha256 }),
    )
  })

  it('stays whole when a program writes it anew with other spaces and other orders of keys', async () => {
    const review = await written()
    expect(verifyReview(JSON.stringify(review, undefined, 4)).outcome).toBe('whole')
    expect(verifyReview(canonicalJson(review)).outcome).toBe('whole')
  })
})

describe('verifying a review', () => {
  it('finds out by its fingerprint what was altered with all its hashes made anew', async () => {
    const one = await written()
    const [first, ...rest] = one.sections
    const sections = [{ ...first!, heading: 'Excuses' }, ...rest]
    const forged = {
      ...one,
      sections,
      manifest: sealedManifest({
        ...(({ sha256: _, ...rest }) => rest)(one.manifest),
        sections: sections.map(section => ({ id: section.id, sha256: hashOf(section) })),
      }),
    }
    const content = JSON.stringify(forged)
    expect(verifyReview(content).outcome).toBe('whole')
    const noted = sha256(JSON.stringify(one))
    const said = await runVerify(['x.json', noted], { ...tools, read: async () => new TextEncoder().encode(content) })
    expect(said).toMatchObject({ exitCode: 1, out: expect.stringContaining('not the one that was noted') })
  })

  it('vouches for nothing that a fact says which claims that something was left out of it', async () => {
    const one = await written()
    const claim = async (nth: number, change: object, { isManifestNew }: { isManifestNew: boolean }) => {
      const facts = one.facts!.map((fact, at) => (at === nth ? { ...fact, ...change, withheld: true as const } : fact))
      const { sha256: _, ...manifest } = one.manifest
      const forged = {
        ...one,
        facts,
        ...(isManifestNew ? { manifest: sealedManifest({ ...manifest, facts: factsOf(one.incident.id, facts) }) } : {}),
      }
      const content = new TextEncoder().encode(JSON.stringify(forged))
      return runVerify(['x.json'], { ...tools, read: async () => content })
    }
    const { seq, type } = one.facts![3]!
    expect(await claim(3, { by: 'U0EVE' }, { isManifestNew: false })).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining('Facts that something was left out of'),
    })
    const { out } = await claim(3, { by: 'U0EVE' }, { isManifestNew: true })
    expect(out).toContain('is whole in itself, but for facts that cannot be checked.')
    expect(out).toContain(`left out of them after they were sealed: ${seq} (${type}).`)
    expect(out).toContain('do not vouch for what it says now: only the fingerprint')
    const unsealed = await claim(0, { hash: undefined }, { isManifestNew: true })
    expect(unsealed.out).toContain('nor does that of fact 2: only the fingerprint')
    const { sha256: _, ...manifest } = one.manifest
    const sealedFrom = sealedManifest({ ...manifest, facts: { ...manifest.facts!, sealedFrom: 2 } })
    expect(problemsOf({ ...one, manifest: sealedFrom })).toEqual(['Facts from before there were seals were altered.'])
  })

  it('says which fact, message, section or part of the head was altered', async () => {
    const one = await written()
    const facts = one.facts!
    const fact = facts[3]!
    const alter = <K extends keyof ReviewDocument>(key: K, value: ReviewDocument[K]) =>
      problemsOf({ ...one, [key]: value })
    const nth = <T extends object>(list: readonly T[], index: number, change: Partial<T>) =>
      list.map((each, at) => (at === index ? { ...each, ...change } : each))

    expect(alter('facts', nth(facts, 3, { by: 'U0EVE' }))).toEqual([
      `Fact ${fact.seq} (${fact.type}, ${fact.at}) was altered, or what stood before it was removed.`,
    ])
    expect(alter('facts', facts.toSpliced(3, 1))[0]).toContain('Fact 5 ')
    expect(alter('facts', facts.slice(0, -1))).toEqual([
      `There are ${facts.length - 1} facts and there were ${facts.length}: the last are missing.`,
    ])
    expect(
      alter(
        'facts',
        facts.map(({ hash: _, ...unsealed }) => unsealed),
      ),
    ).toEqual(['All facts have lost their seals.'])
    expect(alter('facts', null)).toEqual(['All facts were removed.'])
    expect(alter('transcript', nth(one.transcript, 1, { text: 'Nothing to see.' }))).toEqual([
      `Message 2 (${one.transcript[1]!.at}, Ben) was altered, or what stood before it was removed.`,
    ])
    expect(alter('transcript', one.transcript.toSpliced(0, 1))[0]).toContain('Message 1 ')
    expect(alter('transcript', one.transcript.slice(0, -1))).toHaveLength(1)
    expect(alter('sections', nth(one.sections, 1, { heading: 'Excuses' }))).toEqual(['Section “Excuses” was altered.'])
    expect(alter('sections', one.sections.slice(1))).toEqual(['Section “glance” was removed.'])
    expect(alter('sections', one.sections.toReversed())).toEqual(['The sections are in another order.'])
    expect(alter('builtAt', '2026-01-01T00:00:00.000Z')).toEqual([
      'The head was altered: its schema, incident, notice or time.',
    ])
    expect(alter('notice', 'For everybody')).toHaveLength(1)
    expect(alter('incident', { id: 'INC-8', title: 'x' }).length).toBeGreaterThan(1)
    expect(alter('manifest', { ...one.manifest, attachments: [] })).toEqual([
      'The manifest was altered.',
      'The list of files was altered.',
    ])
  })

  it('notices a change of any single value, wherever it is', async () => {
    const review = await written()
    const paths: (string | number)[][] = []
    const walk = (value: unknown, path: (string | number)[]) => {
      if (typeof value === 'object' && value !== null)
        for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key])
      else paths.push(path)
    }
    walk(review, [])
    expect(paths.length).toBeGreaterThan(500)
    for (const path of paths.filter((_, index) => index % 7 === 0)) {
      const copy = structuredClone(review) as Record<string, unknown>
      let at: Record<string, unknown> = copy
      for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>
      const last = path.at(-1)!
      const value = at[last]
      at[last] =
        typeof value === 'string'
          ? `${value}!`
          : typeof value === 'boolean'
            ? !value
            : typeof value === 'number'
              ? value + 1
              : 'x'
      expect(verifyReview(JSON.stringify(copy)).outcome, path.join('.')).not.toBe('whole')
    }
  })

  it('says of facts from before there were seals what can be said', async () => {
    const sample = shortIncident()
    const { incident } = sample.input
    const bare = {
      ...incident,
      timeline: incident.timeline.map(({ hash: _, ...fact }) => fact) as typeof incident.timeline,
    }
    const content = await render({ ...sample, input: { ...sample.input, incident: bare } })
    expect(verifyReview(content)).toMatchObject({
      outcome: 'whole',
      remarks: [expect.stringContaining('None of its facts has a seal')],
    })
    const one: ReviewDocument = JSON.parse(content)
    expect(
      problemsOf({ ...one, facts: one.facts!.map((fact, index) => (index === 2 ? { ...fact, by: 'U0EVE' } : fact)) }),
    ).toEqual(['Facts from before there were seals were altered.'])
  })

  it('ends with 0, 1 or 2: as written, altered, or not to be checked', async () => {
    const content = await render(shortIncident())
    const run = (given: string, ...more: string[]) =>
      runVerify(['review.json', ...more], { ...tools, read: async () => new TextEncoder().encode(given) })
    const whole = await run(content)
    expect([whole.exitCode, whole.out]).toEqual([0, expect.stringContaining('is whole in itself')])
    expect(await run(content, sha256(content))).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('is as Sitrep wrote it'),
    })
    expect((await run(content, 'b'.repeat(64))).exitCode).toBe(1)
    expect((await run('%PDF-1.3', sha256('%PDF-1.3'))).exitCode).toBe(0)
    expect((await run('%PDF-1.3', sha256(content))).exitCode).toBe(1)
    expect(await run(content.replace('Rolled back', 'Blamed'))).toMatchObject({
      exitCode: 1,
      out: expect.stringMatching(/altered:\n- /),
    })
    expect(await run(content.slice(0, 4000))).toMatchObject({
      exitCode: 1,
      out: expect.stringMatching(/^review\.json was altered: It is cut off/),
    })
    expect(await run(content.replace('"builtAt"', '"more":1,"builtAt"'))).toMatchObject({
      exitCode: 1,
      out: expect.stringMatching(/^review\.json was altered: .* at the document: .*more/),
    })
    expect((await run('{')).exitCode).toBe(2)
    expect((await run('{}')).err).toContain('not a review that this version can read')
    expect((await run('%PDF-1.3')).exitCode).toBe(2)
    const gone = { ...tools, read: async () => Promise.reject(new Error('no such file')) }
    expect((await runVerify([], gone)).exitCode).toBe(2)
    expect(await runVerify(['x.json'], gone)).toEqual({ exitCode: 2, err: 'x.json cannot be read: no such file.' })
    const missing = {
      ...tools,
      read: async () => Promise.reject(Object.assign(new Error('ENOENT: x'), { code: 'ENOENT' })),
    }
    expect((await runVerify(['x.json'], missing)).err).toBe('x.json cannot be read: there is no such file.')
    expect(await runVerify(['--help'], gone)).toMatchObject({ exitCode: 0, out: expect.stringContaining('Usage: ') })
  })
})

describe('the transcript alone', () => {
  const { input, messages } = shortIncident()
  const transcript = transcriptOf(messages, input.names)
  const review = composeReview(input)

  it('is one JSON object a line', async () => {
    const lines = (await contentOf(jsonl.render(review, transcript)))
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines).toHaveLength(messages.length)
    expect(lines[0]).toMatchObject({ who: 'Ana', text: 'Search is *very* slow for me. @Ben?' })
  })

  it('is a file that Slack takes also when nothing was said', async () => {
    for (const format of [jsonl, csv])
      expect((await contentOf(format.render(review, transcriptOf([], input.names)))).length).toBeGreaterThan(0)
    expect((await contentOf(jsonl.render(review, transcriptOf([], input.names)))).trim()).toBe('')
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '\n=1', '＝1'])(
    'keeps %j from being a formula',
    async text => {
      const said = [{ ...messages[0]!, text }]
      const written = await contentOf(csv.render(review, transcriptOf(said, input.names)))
      const [, cell] = /,"((?:[^"]|"")*)","\d+\.\d+","\d+\.\d+"/.exec(written) ?? []
      expect(cell).toBe(`'${text}`)
    },
  )

  it.each([
    ['JSON Lines', jsonl, /"ts":"([\d.]+)"/],
    ['CSV', csv, /"(\d+\.\d+)","[^"]*","[^"]*","[^"]*"$/],
  ] as const)('is in the order in which it was said, across threads, as %s', async (_, format, id) => {
    const { input: of, messages: some } = longIncident()
    const said = some.map((message, index) =>
      index % 9 === 4 ? { ...message, threadTs: some[index - 4]!.ts } : message,
    )
    const written = (await contentOf(format.render(review, transcriptOf(said, of.names)))).trimEnd().split(/\r?\n/)
    expect(written.flatMap(line => id.exec(line)?.[1] ?? [])).toEqual(said.map(({ ts }) => ts).toSorted(compareTs))
  })

  it('tells as a table what a message said before, and who reacted', async () => {
    const written = await contentOf(csv.render(review, transcript))
    expect(written).toContain('"edited","2026-03-03 14:11:00 UTC: Roling back."')
    expect(written).toContain('":eyes: × 2 (Ana, Ben)"')
  })

  it('is a table whose cells may hold quotes and line breaks', async () => {
    const said = [{ ...messages[0]!, text: 'a "b"\nc, d' }]
    const written = await contentOf(csv.render(review, transcriptOf(said, input.names)))
    expect(written.split('\r\n')).toHaveLength(3)
    expect(written).toContain('"a ""b""\nc, d"')
  })
})
