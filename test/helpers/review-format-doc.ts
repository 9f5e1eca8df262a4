import { z } from 'zod'
import { reviewSchema, schemaName } from '../../src/exports/review-schema.ts'

interface Node {
  readonly description?: string
}

/** What each key of an object holds. */
function keysOf(schema: { readonly shape: Readonly<Record<string, Node>> }): string {
  return Object.entries(schema.shape)
    .map(([key, { description }]) => `- \`${key}\`${description ? `: ${description}` : ''}`)
    .join('\n')
}

/** docs/review-format.md, made from the schema. */
export function reviewFormatDoc(): string {
  const { shape } = reviewSchema
  return `# The review as JSON

\`/incident review json\` puts the review as JSON into the incident's channel. Its \`schema\` is \`${schemaName}\`: what it has may grow
only under a new number. Times are ISO 8601 in UTC, all text is plain.

## What it holds

${keysOf(reviewSchema)}

\`manifest\`:

${keysOf(shape.manifest)}

## Whether it is as it was written

\`npm run verify -- <review.json> [fingerprint]\` says so, names each fact, message and section that was altered, and ends with 0 (nothing altered), 1
(altered) or 2 (not to be checked). This is what it does:

- *Canonical JSON* of a value has the keys of each object in the order of their UTF-16 units, no spaces, and nothing that is undefined.
- A fact's \`hash\` is the SHA-256 of the hash before it, a line break, and the canonical JSON of the fact without its \`hash\`. The first
  one follows the SHA-256 of the canonical JSON of \`{"incident": <id>, "facts": [<facts from before there were seals>]}\`. Sitrep seals each
  fact when it writes it down, so the chain is as old as the incident, not as the review. One that says \`"withheld": true\` lacks a person who was given a pseudonym, or words of a message that is
  gone: its seal is that of what was written down, and the next fact is sealed after it. What it says now no seal vouches for, so it is named
  as one that cannot be checked; where it has no seal, neither can the first fact that has one.
- A line of the transcript is sealed in the same way when the review is built; the first one follows that of
  \`{"incident": <id>, "transcript": "${schemaName}"}\`.
- Each section, the head, the facts and the manifest have a SHA-256 of their canonical JSON in the manifest.

Hashes are no signature: whoever alters something and computes all hashes anew has a review that is whole in itself. The *fingerprint*
stands outside of it: the SHA-256 of the file, in the Slack message that brought it and on the incident's timeline. With it
\`npm run verify -- <file> <fingerprint>\` tells a file in any format from every other one.

## Its schema

\`\`\`json
${JSON.stringify(z.toJSONSchema(reviewSchema), undefined, 2)}
\`\`\`
`
}
