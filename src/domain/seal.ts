import { canonicalJson } from './canonical-json.ts'
import type { Incident } from './incident.ts'

/** The SHA-256 of a text in UTF-8, in hexadecimal. */
export type Digest = (text: string) => string

/** A link of the chain: what is sealed, and the seal that was put on it. */
interface Sealed {
  readonly hash?: string | undefined
  /** Something was left out since it was sealed: its seal stands for what it was. */
  readonly withheld?: true | undefined
}

/** What the first sealed fact follows: nothing, or facts from before there were seals, which it then covers too. */
function beginning(id: string, unsealed: readonly object[], digest: Digest): string {
  return digest(canonicalJson({ incident: id, facts: unsealed }))
}

/** The seal of one link: it covers the link and, by the seal before it, everything earlier. */
export function sealOf(link: Sealed, previous: string, digest: Digest): string {
  const { hash: _, ...content } = link
  return digest(`${previous}\n${canonicalJson(content)}`)
}

/** The incident with its facts sealed from number `known` on (counted from 0); those before are left as they are. */
export function seal(incident: Incident, known: number, digest: Digest): Incident {
  const { id, timeline } = incident
  if (timeline.length <= known) return incident
  const earlier = timeline.slice(0, known)
  let previous = earlier.at(-1)?.hash ?? beginning(id, earlier, digest)
  const added = timeline.slice(known).map(fact => {
    previous = sealOf(fact, previous, digest)
    return { ...fact, hash: previous }
  })
  return { ...incident, timeline: [...earlier, ...added] }
}

/** What is wrong with a chain; `position` counts from 0. */
export interface Break {
  readonly position: number
  readonly problem: 'altered' | 'unsealed'
}

/** What a chain of facts says of itself. */
export interface ChainReport {
  /** The first fact that has a seal, counted from 0; undefined when none has. */
  readonly sealedFrom: number | undefined
  /** The last seal. */
  readonly head: string | undefined
  readonly breaks: readonly Break[]
}

/**
 * Checks a chain of facts against its own seals. Each link is held to the seal that the one before it states, so that
 * what was altered is named and not all that follows it.
 */
export function checkFacts(id: string, facts: readonly Sealed[], digest: Digest): ChainReport {
  const sealedFrom = facts.findIndex(({ hash }) => hash !== undefined)
  if (sealedFrom < 0) return { sealedFrom: undefined, head: undefined, breaks: [] }
  const unsealed = facts.slice(0, sealedFrom)
  const start = unsealed.some(({ withheld }) => withheld) ? undefined : beginning(id, unsealed, digest)
  return {
    sealedFrom,
    head: facts.at(-1)?.hash,
    breaks: checkChain(facts.slice(sealedFrom), start, digest).map(one => ({
      ...one,
      position: one.position + sealedFrom,
    })),
  }
}

/** The links whose seal is missing or does not belong to them. Where something was left out, it cannot be told. */
export function checkChain(links: readonly Sealed[], start: string | undefined, digest: Digest): Break[] {
  let previous = start
  return links.flatMap((link, position): Break[] => {
    const expected = link.withheld || previous === undefined ? link.hash : sealOf(link, previous, digest)
    previous = link.hash ?? expected
    if (link.hash === undefined) return [{ position, problem: 'unsealed' }]
    return link.hash === expected ? [] : [{ position, problem: 'altered' }]
  })
}
