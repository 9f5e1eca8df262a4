import { z } from 'zod'
import { checkChain, checkFacts } from '../domain/seal.ts'
import { aboutOf, digest, factsOf, hashOf, transcriptStart } from './manifest.ts'
import { type ReviewDocument, reviewSchema, schemaName } from './review-schema.ts'

/** What came of checking a review. */
export type Verdict =
  | { readonly outcome: 'whole'; readonly review: ReviewDocument; readonly remarks: readonly string[] }
  | { readonly outcome: 'altered'; readonly review: ReviewDocument; readonly problems: readonly string[] }
  /** `isOurs`: it says that Sitrep wrote it, so it was altered until nothing more of it can be checked. */
  | { readonly outcome: 'unreadable'; readonly isOurs: boolean; readonly reason: string }

const claimsToBeOurs = z.looseObject({ schema: z.literal(schemaName) })

/** Whether a review in JSON is as Sitrep wrote it; if not, what of it is not, each in a sentence. */
export function verifyReview(content: string): Verdict {
  let given: unknown
  try {
    given = JSON.parse(content)
  } catch (error) {
    const isOurs = /^\s*\{\s*"schema"\s*:\s*"sitrep-review\//.test(content)
    if (!isOurs) return { outcome: 'unreadable', isOurs, reason: 'It is not JSON.' }
    const where = error instanceof Error ? error.message : String(error)
    return { outcome: 'unreadable', isOurs, reason: `It is cut off, or no whole JSON any more: ${where}.` }
  }
  const { success, data: review, error } = reviewSchema.safeParse(given)
  if (!success) {
    const [first] = error.issues
    const where = `${first?.path.join('.') || 'the document'}: ${first?.message}.`
    return claimsToBeOurs.safeParse(given).success
      ? {
          outcome: 'unreadable',
          isOurs: true,
          reason: `It has what no review has, or lacks what each has, at ${where}`,
        }
      : { outcome: 'unreadable', isOurs: false, reason: `It is not a review that this version can read: ${where}` }
  }
  const problems = [
    ...manifestProblems(review),
    ...sectionProblems(review),
    ...factProblems(review),
    ...transcriptProblems(review),
  ]
  if (problems.length > 0) return { outcome: 'altered', review, problems }
  return { outcome: 'whole', review, remarks: remarksOn(review) }
}

function manifestProblems({ manifest, ...review }: ReviewDocument): string[] {
  const { sha256, ...rest } = manifest
  return [
    ...(hashOf(rest) === sha256 ? [] : ['The manifest was altered.']),
    ...(hashOf(aboutOf(review)) === manifest.about
      ? []
      : ['The head was altered: its schema, incident, notice or time.']),
  ]
}

function sectionProblems({ sections, manifest }: ReviewDocument): string[] {
  const problems = sections.flatMap(section => {
    const known = manifest.sections.find(({ id }) => id === section.id)
    if (!known) return [`Section “${section.heading}” was added.`]
    return hashOf(section) === known.sha256 ? [] : [`Section “${section.heading}” was altered.`]
  })
  const missing = manifest.sections.filter(({ id }) => !sections.some(section => section.id === id))
  const isInOrder = sections.every(({ id }, index) => manifest.sections[index]?.id === id)
  return [
    ...problems,
    ...missing.map(({ id }) => `Section “${id}” was removed.`),
    ...(problems.length + missing.length === 0 && !isInOrder ? ['The sections are in another order.'] : []),
  ]
}

function factProblems({ incident, facts, manifest }: ReviewDocument): string[] {
  if (!facts) return manifest.facts ? ['All facts were removed.'] : []
  if (!manifest.facts) return ['Facts were added.']
  const { breaks, head } = checkFacts(incident.id, facts, digest)
  const problems = breaks.map(({ position, problem }) => {
    const fact = facts[position]
    const name = `Fact ${fact?.seq} (${fact?.type}, ${fact?.at})`
    return problem === 'unsealed'
      ? `${name} has lost its seal.`
      : `${name} was altered, or what stood before it was removed.`
  })
  const { count } = manifest.facts
  if (facts.length !== count)
    problems.push(`There are ${facts.length} facts and there were ${count}${lastMissing(problems, facts, count)}.`)
  if (problems.length === 0 && (head ?? null) !== manifest.facts.head)
    problems.push(head === undefined ? 'All facts have lost their seals.' : 'The last facts are others.')
  if (problems.length === 0 && hashOf(factsOf(incident.id, facts)) !== hashOf(manifest.facts))
    problems.push(
      facts.some(({ withheld }) => withheld)
        ? 'Facts that something was left out of, or from before there were seals, were altered.'
        : 'Facts from before there were seals were altered.',
    )
  return problems
}

function transcriptProblems({ incident, transcript, manifest }: ReviewDocument): string[] {
  const problems = checkChain(transcript, transcriptStart(incident.id), digest).map(({ position }) => {
    const line = transcript[position]
    return `Message ${position + 1} (${line?.at}, ${line?.who}) was altered, or what stood before it was removed.`
  })
  const { count, head } = manifest.transcript
  if (transcript.length !== count)
    problems.push(
      `There are ${transcript.length} messages and there were ${count}${lastMissing(problems, transcript, count)}.`,
    )
  else if (problems.length === 0 && count > 0 && transcript.at(-1)?.hash !== head)
    problems.push('The last messages are others.')
  const files = transcript.flatMap(line =>
    line.files.flatMap(({ name, sha256 }) => (sha256 ? [{ message: line.ts, name, sha256 }] : [])),
  )
  if (problems.length === 0 && hashOf(files) !== hashOf(manifest.attachments))
    problems.push('The list of files was altered.')
  return problems
}

/** Where nothing else is wrong with a chain, it is its end that is not there. */
function lastMissing(problems: readonly string[], { length }: readonly unknown[], count: number): string {
  return problems.length === 0 && length < count ? ': the last are missing' : ''
}

function remarksOn({ facts, manifest }: ReviewDocument): string[] {
  const { head = null, sealedFrom = null } = manifest.facts ?? {}
  const withheld = facts?.filter(fact => fact.withheld) ?? []
  const isFirstUnchecked = sealedFrom !== null && withheld.some(({ seq }) => seq < sealedFrom)
  return [
    ...(facts === null ? ['It holds no facts: it is a review for readers who may not see all.'] : []),
    ...(facts && sealedFrom === null ? ['None of its facts has a seal: they are from before there were seals.'] : []),
    ...(sealedFrom !== null && sealedFrom > 1
      ? [
          `Facts 1 to ${sealedFrom - 1} are from before there were seals; the seal of fact ${sealedFrom} covers them as they were then.`,
        ]
      : []),
    ...(withheld.length > 0
      ? [
          `${withheld.length} of its ${facts?.length} facts say that a person or deleted words were left out of them after they were sealed: ${withheld.map(({ seq, type }) => `${seq} (${type})`).join(', ')}. Their seals hold the chain together, and do not vouch for what ${withheld.length === 1 ? 'it says' : 'they say'} now${isFirstUnchecked ? `, nor does that of fact ${sealedFrom}` : ''}: only the fingerprint from Slack does.`,
        ]
      : []),
    ...(head === null ? [] : [`Seal of the last fact: ${head}`]),
  ]
}
