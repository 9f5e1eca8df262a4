import type { Operation } from './random-operations.ts'
import { describeOperation, type Outcome } from './replies.ts'

/** Says whether a difference between two servers is known. */
export type Excuse = (operation: Operation, ours: Outcome, theirs: Outcome) => boolean

interface Difference {
  /** What the independent server does, and what MongoDB's manual says instead. */
  readonly why: string
  readonly applies: (given: { name: string; text: string; ours: string; theirs: string }) => boolean
}

const isRefused = (outcome: string, code: number): boolean =>
  outcome === `error ${code}` || outcome.includes(`"code":{"$numberInt":"${code}"}`)

/**
 * Where the independent server (SecantusDB 0.7) and the embedded store differ and the embedded store does what MongoDB's manual says.
 * Narrow on purpose: what it excuses is not compared.
 */
const differences: readonly Difference[] = [
  {
    why: "leaves documents alone whose array for `$[]` or `$[id]` is missing; MongoDB: 'The path must exist in the document'",
    applies: ({ text, ours }) => text.includes('.$[') && isRefused(ours, 2),
  },
  {
    why: '`$count` gives a document with 0 for no documents; MongoDB gives none',
    applies: ({ text, theirs }) => text.includes('"$count"') && /"(found|n)":\{"\$numberInt":"0"\}/.test(theirs),
  },
  {
    why: '`distinct` does not go into arrays of documents, and takes true for 1',
    applies: ({ name }) => name === 'distinct',
  },
  {
    why: '`$pullAll` takes true for 1, and false for 0',
    applies: ({ text }) => /"\$pullAll":\{"[a-z]":\[[^\]]*(true|false)/.test(text),
  },
  {
    why: 'an index into an empty or shorter array equals null; in MongoDB such a path says nothing about the document',
    applies: ({ text }) => /"[atl]\.0/.test(text),
  },
  {
    why: '`$group` by a path into an array groups by null; MongoDB groups by the array of what it finds there',
    applies: ({ text }) => text.includes('"$group":{"_id":"$c.d"'),
  },
  {
    why: 'of two unique indexes that are both violated it names the later one; MongoDB looks at _id first',
    applies: ({ ours, theirs }) => isRefused(ours, 11000) && isRefused(theirs, 11000),
  },
  {
    why: 'of two changes that are both refused it names the first of the update; MongoDB goes by the names of the fields',
    applies: ({ text, ours, theirs }) =>
      /"(u|update)":\{"\$\w+":\{.*\},"\$\w+":\{/.test(text) &&
      [ours, theirs].every(each => /^error |"code":/.test(each)),
  },
  {
    why: 'new fields are in the order of the update or of the query; since MongoDB 5 they are in the order of their names',
    applies: ({ ours, theirs }) => unordered(ours) === unordered(theirs),
  },
  {
    why: '`$all: [null]` does not match a missing field; in MongoDB it is the same as equal to null',
    applies: ({ text }) => /"\$all":\[[^\]]*null/.test(text),
  },
  {
    why: 'in a sort by a field of an array, elements without that field do not count; in MongoDB they count as null',
    applies: ({ text }) => /"(sort|\$sort)":\{[^}]*"[a-z]+\.d"/.test(text),
  },
  {
    why: 'takes a document with two arrays in one compound index; MongoDB: 171, cannot index parallel arrays',
    applies: ({ ours }) => isRefused(ours, 171),
  },
  {
    why: 'a computed field from a path into an array is left out; MongoDB gives the array of what it finds',
    applies: ({ text }) => /"[a-z.]+":"\$(l|c)\.d"/.test(text),
  },
  {
    why: 'a path behind `$$ROOT` that ends nowhere gives null; in MongoDB it is missing, as any other',
    applies: ({ text }) => text.includes('"$$ROOT.b"'),
  },
  {
    why: 'checks that two operators exclude each other only where a document matches; MongoDB: 40 in any case',
    applies: ({ ours }) => isRefused(ours, 40),
  },
  {
    why: 'a positional update without a matched element changes nothing; MongoDB refuses it',
    applies: ({ text, ours }) => /\.\$[".]/.test(text) && isRefused(ours, 2),
  },
  {
    why: "pipelines do not set or unset fields of arrays' documents, nor set a field below a number or a text; MongoDB does",
    applies: ({ text }) => /"\$unset":"(l\.e|c\.d)"|"\$(set|addFields)":\{"c\.d"/.test(text),
  },
  {
    why: 'an upsert takes over two equalities that exclude each other; MongoDB: 54, cannot infer query fields to set',
    applies: ({ ours }) => isRefused(ours, 54),
  },
]

const sortFields = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** The same text with the fields of every document in the order of their names. */
function unordered(text: string): string {
  return text.startsWith('{')
    ? text
        .split('\n')
        .map(line => JSON.stringify(JSON.parse(line), sortFields))
        .join('\n')
    : text
}

export const isKnown: Excuse = (operation, ours, theirs) => {
  const given = { name: operation.name, text: describeOperation(operation), ours: ours.text, theirs: theirs.text }
  return differences.some(({ applies }) => applies(given))
}
