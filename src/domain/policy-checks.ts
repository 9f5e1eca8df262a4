import { z } from 'zod'
import { RESPONDERS } from './audience-ids.ts'
import { AUDIENCE_FIELDS, type AudienceField, type AudiencePolicy, audienceSchema } from './audience-policy.ts'
import { defaultAudiences } from './default-audiences.ts'
import { isPlainObject } from './merge-policy.ts'
import { nearest } from './nearest.ts'
import { id } from './policy-values.ts'
import { ownTemplates, templateProblems } from './templates.ts'

type Path = readonly (string | number)[]

export interface Problem {
  readonly path: Path
  readonly message: string
}

const options = z.array(z.object({ id }))

/**
 * What is wrong between the parts of a policy. Looks at whatever can be read, so that a slip in one place hides no
 * other.
 */
export function policyProblems(policy: Readonly<Record<string, unknown>>): Problem[] {
  const services = options.safeParse(policy.services).data?.map(one => one.id)
  const categories = options.safeParse(policy.categories).data?.map(one => one.id)
  const known = { services, categories }
  const given = z.record(z.string(), z.unknown()).safeParse(policy.audiences).data
  const audiences = Object.entries(given ?? {}).flatMap(([name, entry]): [string, AudiencePolicy][] => {
    const audience = readable(entry)
    return audience ? [[name, audience]] : []
  })
  return [
    ...closeProblems(policy.closeRequires, known),
    ...nudgeProblems(policy),
    ...(given && !Object.hasOwn(given, RESPONDERS)
      ? [at(['audiences', RESPONDERS], 'cannot be left out: the incident’s own channel reads as this audience')]
      : []),
    ...audiences.flatMap(([name, audience]) => audienceProblems(audience, ['audiences', name], known)),
    ...sharedChannels(audiences),
  ]
}

/** An audience without those of its settings that are wrong by themselves, so that the others are looked at too. */
function readable(entry: unknown): AudiencePolicy | undefined {
  const parsed = audienceSchema.safeParse(entry)
  if (parsed.success || !isPlainObject(entry)) return parsed.data
  const wrong = new Set(
    parsed.error.issues.flatMap(issue => (issue.code === 'unrecognized_keys' ? issue.keys : issue.path.slice(0, 1))),
  )
  const rest = Object.entries(entry).filter(([setting]) => !wrong.has(setting))
  return audienceSchema.safeParse({ label: 'unnamed', fields: AUDIENCE_FIELDS, ...Object.fromEntries(rest) }).data
}

function at(path: Path, message: string): Problem {
  return { path, message }
}

const steps = z.object({
  nudgeMinutesBefore: z.number().min(1),
  nudges: z.array(z.object({ minutesBefore: z.number() })),
})

/** People are reminded one after another: each later than the one before. */
function nudgeProblems(policy: unknown): Problem[] {
  const { nudgeMinutesBefore: first, nudges = [] } = steps.safeParse(policy).data ?? {}
  if (first === undefined) return []
  return nudges.flatMap(({ minutesBefore }, index) => {
    const before = nudges[index - 1]?.minutesBefore ?? first
    const path = ['nudges', index, 'minutesBefore']
    return minutesBefore < before
      ? []
      : [at(path, `must be less than the ${before} of the reminder before it, which goes to somebody else first`)]
  })
}

interface Known {
  readonly services: readonly string[] | undefined
  readonly categories: readonly string[] | undefined
}

/** A field that closing needs must have something to choose from. */
function closeProblems(closeRequires: unknown, { services, categories }: Known): Problem[] {
  if (!Array.isArray(closeRequires)) return []
  const choices = { service: services, category: categories } as const
  return Object.entries(choices).flatMap(([field, list]) =>
    list?.length === 0 && closeRequires.includes(field)
      ? [at(['closeRequires'], `needs the ${field}, but none is configured`)]
      : [],
  )
}

function audienceProblems(audience: AudiencePolicy, path: Path, known: Known): Problem[] {
  const { incidents = {}, categoryFields = {} } = audience
  const inList = (list: 'services' | 'categories') =>
    (incidents[list] ?? []).flatMap((one, index) =>
      unknownId(one, { path: [...path, 'incidents', list, index], known: known[list], what: WHAT[list] }),
    )
  return [
    ...inList('services'),
    ...inList('categories'),
    ...Object.keys(categoryFields).flatMap(one =>
      unknownId(one, { path: [...path, 'categoryFields', one], known: known.categories, what: WHAT.categories }),
    ),
    ...wordingProblems(audience, path),
    ...unreachable(audience, path),
  ]
}

const WHAT = { services: 'service', categories: 'category' } as const

function unknownId(
  name: string,
  { path, known, what }: { path: Path; known: readonly string[] | undefined; what: string },
): Problem[] {
  if (!known || known.includes(name)) return []
  const near = nearest(name, known)
  const hint = near ? `did you mean ${near}?` : `there ${known.length > 0 ? `are ${known.join(', ')}` : 'are none'}`
  return [at(path, `there is no ${what} ${name}; ${hint}`)]
}

/** A template may say what the audience may see in any of its cases; what a case forbids renders as nothing. */
function wordingProblems({ templates, fields, categoryFields = {} }: AudiencePolicy, path: Path): Problem[] {
  const allowed = [...new Set<AudienceField>([...fields, ...Object.values(categoryFields).flat()])]
  return ownTemplates(templates).flatMap(template =>
    templateProblems(template.text, { fields: allowed, from: template.from }).map(problem =>
      at([...path, 'templates', ...template.path], problem),
    ),
  )
}

/** The default audiences come without channels; one that somebody adds is meant to be reached. */
function unreachable({ cadence, channels, people = [], userGroups = [] }: AudiencePolicy, path: Path): Problem[] {
  const isOwed = Object.values(cadence).some(minutes => minutes !== null && minutes !== undefined)
  const isNobody = channels.length + people.length + userGroups.length === 0
  return isOwed && isNobody && !Object.hasOwn(defaultAudiences, String(path.at(-1)))
    ? [at([...path, 'cadence'], 'promises updates to nobody; give the audience channels, people or user groups')]
    : []
}

/** Two audiences that see different things cannot read in one place: there, both would see both. */
function sharedChannels(audiences: readonly (readonly [string, AudiencePolicy])[]): Problem[] {
  return audiences.flatMap(([name, audience], index) =>
    audience.channels.flatMap((channel, place) => {
      const other = audiences
        .slice(0, index)
        .find(
          ([, earlier]) =>
            earlier.channels.includes(channel) && canMeet(earlier, audience) && differ(earlier, audience),
        )
      return other
        ? [
            at(
              ['audiences', name, 'channels', place],
              `${channel} is a channel of ${other[0]} too, which sees other fields; use two channels, or the same fields`,
            ),
          ]
        : []
    }),
  )
}

/** Who is named for two audiences that see different things: no mistake, as everybody reads one message, but easily missed. */
export function sharedReaders(
  policy: Readonly<Record<'audiences', Readonly<Record<string, AudiencePolicy>>>>,
): { readonly reader: string; readonly readsAs: string; readonly insteadOf: string }[] {
  const readersOf = ({ people = [], userGroups = [] }: AudiencePolicy) => [...people, ...userGroups]
  const audiences = Object.entries(policy.audiences)
  return audiences.flatMap(([insteadOf, audience], index) =>
    readersOf(audience).flatMap(reader => {
      const first = audiences
        .slice(0, index)
        .find(
          ([, earlier]) =>
            readersOf(earlier).includes(reader) && canMeet(earlier, audience) && differ(earlier, audience),
        )
      return first ? [{ reader, readsAs: first[0], insteadOf }] : []
    }),
  )
}

function differ(a: AudiencePolicy, b: AudiencePolicy): boolean {
  const seen = ({ fields, categoryFields = {} }: AudiencePolicy) =>
    JSON.stringify([
      [...fields].sort(),
      Object.entries(categoryFields)
        .map(([category, list]) => [category, [...list].sort()])
        .sort(([one = ''], [two = '']) => String(one).localeCompare(String(two))),
    ])
  return seen(a) !== seen(b)
}

/** Whether some incident could concern both. */
function canMeet(a: AudiencePolicy, b: AudiencePolicy): boolean {
  const lists = ['priorities', 'services', 'categories'] as const
  return lists.every(list => {
    const [one, two] = [a.incidents?.[list], b.incidents?.[list]]
    return !one || !two || one.some(item => two.some(other => other === item))
  })
}
