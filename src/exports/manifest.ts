import { createHash } from 'node:crypto'
import { canonicalJson } from '../domain/canonical-json.ts'
import { checkFacts, type Digest } from '../domain/seal.ts'
import { type ReviewDocument, schemaName } from './review-schema.ts'

export const digest: Digest = text => createHash('sha256').update(text, 'utf8').digest('hex')

export function hashOf(value: unknown): string {
  return digest(canonicalJson(value))
}

/** What the first line of a transcript follows. */
export function transcriptStart(incident: string): string {
  return hashOf({ incident, transcript: schemaName })
}

type About = Pick<ReviewDocument, 'schema' | 'incident' | 'notice' | 'builtAt'>
type Manifest = ReviewDocument['manifest']

export function aboutOf({ schema, incident, notice, builtAt }: About): About {
  return { schema, incident, notice, builtAt }
}

export function factsOf(incident: string, facts: ReviewDocument['facts']): Manifest['facts'] {
  if (!facts) return null
  const { sealedFrom, head } = checkFacts(incident, facts, digest)
  return {
    count: facts.length,
    sealedFrom: sealedFrom === undefined ? null : sealedFrom + 1,
    head: head ?? null,
    sha256: hashOf(facts),
  }
}

export function sealedManifest(manifest: Omit<Manifest, 'sha256'>): Manifest {
  return { ...manifest, sha256: hashOf(manifest) }
}
