import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/domain/canonical-json.ts'
import { addNote, type Incident } from '../../src/domain/incident.ts'
import { checkFacts, seal } from '../../src/domain/seal.ts'
import { sha256 } from '../../src/sha256.ts'
import { by, sampleIncident } from './sample-incident.ts'

const unsealed = sampleIncident()
const sealed = seal(unsealed, 0, sha256)

/** As the incident is after its facts went through JSON, as an export reads them. */
function reread({ timeline }: Incident): { hash?: string }[] {
  return JSON.parse(JSON.stringify(timeline))
}

describe('the chain of facts', () => {
  it('gives each fact a seal of its own and is whole', () => {
    expect(new Set(sealed.timeline.map(fact => fact.hash)).size).toBe(unsealed.timeline.length)
    expect(checkFacts(sealed.id, sealed.timeline, sha256)).toEqual({
      sealedFrom: 0,
      head: sealed.timeline.at(-1)?.hash,
      breaks: [],
    })
  })

  it('is whole after its facts were written as JSON and read again', () => {
    expect(checkFacts(sealed.id, reread(sealed), sha256).breaks).toEqual([])
  })

  it('grows without touching what is sealed', () => {
    const grown = seal(addNote(sealed, { text: 'One more' }, by('U0BEN', '12:20')), sealed.timeline.length, sha256)
    expect(grown.timeline.slice(0, -1)).toEqual(sealed.timeline)
    expect(checkFacts(grown.id, grown.timeline, sha256).breaks).toEqual([])
    expect(seal(sealed, sealed.timeline.length, sha256)).toBe(sealed)
  })

  it('names the one fact that was altered, wherever it is', () => {
    const fact = fc.integer({ min: 0, max: sealed.timeline.length - 1 })
    fc.assert(
      fc.property(fact, fc.constantFrom('by', 'via', 'at', 'type', 'extra'), (position, field) => {
        const facts = reread(sealed).map((one, index) => (index === position ? { ...one, [field]: 'altered' } : one))
        expect(checkFacts(sealed.id, facts, sha256).breaks).toEqual([{ position, problem: 'altered' }])
      }),
    )
  })

  it('notices facts that were removed, exchanged or put in between', () => {
    const facts = reread(sealed)
    const [one, two] = [facts[4]!, facts[5]!]
    expect(checkFacts(sealed.id, facts.toSpliced(4, 1), sha256).breaks[0]?.position).toBe(4)
    expect(checkFacts(sealed.id, facts.toSpliced(4, 2, two, one), sha256).breaks[0]?.position).toBe(4)
    expect(checkFacts(sealed.id, facts.toSpliced(4, 0, one), sha256).breaks[0]?.position).toBe(5)
    const { hash: _, ...bare } = one
    expect(checkFacts(sealed.id, facts.toSpliced(4, 1, bare), sha256).breaks[0]).toEqual({
      position: 4,
      problem: 'unsealed',
    })
  })

  it('belongs to its incident', () => {
    expect(checkFacts('INC-43', reread(sealed), sha256).breaks).toEqual([{ position: 0, problem: 'altered' }])
  })

  it('begins where an older incident is written next, and covers what came before as it was then', () => {
    const known = unsealed.timeline.length
    const continued = seal(addNote(unsealed, { text: 'One more' }, by('U0BEN', '12:20')), known, sha256)
    expect(continued.timeline.slice(0, known)).toEqual(unsealed.timeline)
    expect(checkFacts(continued.id, reread(continued), sha256)).toMatchObject({ sealedFrom: known, breaks: [] })
    const altered = reread(continued).map((fact, index) => (index === 2 ? { ...fact, by: 'U0EVE' } : fact))
    expect(checkFacts(continued.id, altered, sha256).breaks).toEqual([{ position: known, problem: 'altered' }])
  })

  it('says of facts without seals that none has one', () => {
    expect(checkFacts(unsealed.id, unsealed.timeline, sha256)).toEqual({
      sealedFrom: undefined,
      head: undefined,
      breaks: [],
    })
  })
})

describe('canonical JSON', () => {
  it('is the same for equal values, in whatever order their keys were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), value => {
        const turned = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJson(turned)).toBe(canonicalJson(value))
        expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(canonicalJson(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('writes dates as text and leaves out what is undefined', () => {
    expect(canonicalJson({ b: new Date(0), a: undefined, c: [undefined] })).toBe(
      '{"b":"1970-01-01T00:00:00.000Z","c":[null]}',
    )
  })
})
