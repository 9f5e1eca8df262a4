import { holdsTranscript, type Review, type ReviewFormat, type Transcript } from '../domain/review.ts'
import { sealOf } from '../domain/seal.ts'
import { aboutOf, digest, factsOf, hashOf, sealedManifest, transcriptStart } from './manifest.ts'
import { type ReviewDocument, schemaName } from './review-schema.ts'

/** Everything, for programs; `docs/review-format.md` says what it holds. */
export const json: ReviewFormat = {
  id: 'json',
  label: 'JSON',
  extension: 'json',
  mediaType: 'application/json; charset=utf-8',
  render,
}

/** As `JSON.parse` will read it: dates are text. */
function asJson<T>(value: unknown): T {
  return JSON.parse(JSON.stringify(value))
}

async function* render(review: Review, transcript: Transcript): AsyncGenerator<string> {
  const about = aboutOf({
    schema: schemaName,
    incident: { id: review.id, title: review.title },
    notice: review.notice ?? null,
    builtAt: review.builtAt.toISOString(),
  })
  const facts = asJson<ReviewDocument['facts']>(review.facts ?? null)
  yield '{\n'
  for (const [key, value] of Object.entries(about)) yield `${JSON.stringify(key)}: ${JSON.stringify(value)},\n`
  yield `"sections": ${JSON.stringify(review.sections, undefined, 1)},\n`
  yield `"facts": ${facts ? listed(facts) : 'null'},\n"transcript": [`
  const attachments: ReviewDocument['manifest']['attachments'] = []
  let [count, head] = [0, transcriptStart(review.id)]
  for await (const line of holdsTranscript(review) ? transcript : []) {
    const plain = asJson<Record<string, unknown>>(line)
    head = sealOf(plain, head, digest)
    yield `${count > 0 ? ',' : ''}\n${JSON.stringify({ ...plain, hash: head })}`
    count += 1
    for (const { name, sha256 } of line.files) if (sha256) attachments.push({ message: line.ts, name, sha256 })
  }
  const manifest = sealedManifest({
    algorithm: 'sha256',
    about: hashOf(about),
    sections: review.sections.map(section => ({ id: section.id, sha256: hashOf(section) })),
    facts: factsOf(review.id, facts),
    transcript: { count, head },
    attachments,
  })
  yield `\n],\n"manifest": ${JSON.stringify(manifest, undefined, 1)}\n}\n`
}

function listed(values: readonly unknown[]): string {
  return `[\n${values.map(value => JSON.stringify(value)).join(',\n')}\n]`
}
