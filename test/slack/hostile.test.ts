import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parsePolicy } from '../../src/domain/policy.ts'
import { policy } from '../helpers/incidents.ts'
import { brokenLimits, foreignTokens } from './limits.ts'
import { topicsOf, viewsOf, type Words } from './views-of.ts'

const pieces = [
  '<!channel>',
  '<!here|here>',
  '<@U0EVE>',
  '<#C0SECRET>',
  '<https://evil.example|Reset your password>',
  '&lt;!channel&gt;',
  '&',
  '<',
  '>',
  '`',
  '*_~',
  '👩‍👩‍👧‍👦',
  'e\u0301\u0302',
  '\u202eabc\u202c',
  '\u0000',
  '\n',
  'javascript:alert(1)',
  '$' + '{{x}}',
  '__proto__',
  '支払い',
  ' ',
]
const short = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 20 }).map(parts => `x${parts.join('')}`)
const huge = fc
  .tuple(short, fc.integer({ min: 1, max: 40_000 }))
  .map(([text, length]) => text.repeat(Math.ceil(length / text.length)))
const anyText = fc.oneof(
  short,
  huge,
  fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }).map(text => `x${text}`),
)
const words: fc.Arbitrary<Words> = fc.record({
  title: anyText,
  summary: anyText,
  note: anyText,
  resolution: anyText,
  reason: anyText.map(text => `because ${text}`),
  fields: fc.record({ state: anyText, impact: anyText, actions: anyText, workaround: anyText, needs: anyText }),
  name: anyText,
  refusal: anyText,
})

const label = '&'.repeat(75)
const choices = (prefix: string) =>
  Array.from({ length: 100 }, (_, index) => ({ id: `${prefix}${index}`.padEnd(41, 'x'), label }))
const crowded = parsePolicy(
  {
    services: [{ id: 'checkout', label }, ...choices('s').slice(1)],
    categories: [
      { id: 'software', label, subcategories: choices('b') },
      { id: 'security', label },
      ...choices('c').slice(2),
    ],
  },
  policy,
)

it('no text, however hostile or long, breaks a limit of Slack’s or becomes a mention or a link', () => {
  fc.assert(
    fc.property(words, fc.constantFrom(policy, crowded), (given, under) => {
      for (const [name, view] of Object.entries(viewsOf(given, under))) {
        expect(brokenLimits(view), name).toEqual([])
        expect(foreignTokens(view), name).toEqual([])
      }
      for (const topic of Object.values(topicsOf(given, under))) expect(topic.length).toBeLessThanOrEqual(250)
    }),
    { numRuns: 40 },
  )
})
