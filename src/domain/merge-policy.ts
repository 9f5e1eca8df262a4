import { RESPONDERS } from './audience-ids.ts'

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A base with a part of it replaced: maps key by key, lists and targets whole. */
export function mergePolicy(base: Readonly<Record<string, unknown>>, overrides: unknown): unknown {
  const merged = merge(base, overrides)
  if (!isPlainObject(merged) || !isPlainObject(overrides) || !isPlainObject(base.audiences)) return merged
  const given = overrides.audiences
  if (given !== undefined && !isPlainObject(given)) return merged
  const audiences = fitting(base.audiences, { given: given ?? {}, categories: merged.categories })
  return { ...merged, audiences: mergeAudiences(audiences, given ?? {}) }
}

function merge(base: unknown, overrides: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(overrides)) return overrides === undefined ? base : overrides
  // A target is one of several shapes, so it is replaced and never mixed with the default's shape.
  if ('minutes' in base || 'businessMinutes' in base || 'businessDays' in base) return overrides
  const keys = new Set([...Object.keys(base), ...Object.keys(overrides)])
  return Object.fromEntries([...keys].map(key => [key, merge(base[key], overrides[key])]))
}

type Map = Readonly<Record<string, unknown>>

/** Null removes an audience, and a setting of one. */
function mergeAudiences(base: Map, given: Map): Map {
  const entries = inOrder(Object.keys(base), Object.keys(given)).flatMap((name): [string, unknown][] => {
    const [own, other] = [base[name], given[name]]
    if (other === null) return []
    if (!isPlainObject(other)) return [[name, other === undefined ? own : other]]
    const merged = merge(isPlainObject(own) ? own : {}, other) as Map
    return [[name, Object.fromEntries(Object.entries(merged).filter(([, setting]) => setting !== null))]]
  })
  return Object.fromEntries(entries)
}

/** A new audience stands behind the one before it in the file, else before the one behind it, else before the last. */
function inOrder(base: readonly string[], given: readonly string[]): string[] {
  const order = [...base]
  given.forEach((name, index) => {
    if (order.includes(name)) return
    const before = given[index - 1]
    const after = given.slice(index + 1).find(other => order.includes(other))
    const place =
      before !== undefined ? order.indexOf(before) + 1 : after !== undefined ? order.indexOf(after) : order.length - 1
    order.splice(Math.max(place, 0), 0, name)
  })
  return order
}

/**
 * The default audiences without what they say of categories that the policy has no more. Those that would be left
 * with no incident at all go with their categories, unless the file speaks of them.
 */
function fitting(base: Map, { given, categories }: { given: Map; categories: unknown }): Map {
  if (!Array.isArray(categories)) return base
  const known = new Set(categories.map(one => (isPlainObject(one) ? one.id : undefined)))
  const entries = Object.entries(base).flatMap(([name, audience]): [string, unknown][] => {
    if (!isPlainObject(audience)) return [[name, audience]]
    const { categoryFields, incidents, ...rest } = audience
    const heard = isPlainObject(incidents) && Array.isArray(incidents.categories) ? incidents.categories : undefined
    const kept = heard?.filter(category => known.has(category))
    if (heard && kept?.length === 0 && name !== RESPONDERS && given[name] === undefined) return []
    const fields = isPlainObject(categoryFields)
      ? Object.fromEntries(Object.entries(categoryFields).filter(([category]) => known.has(category)))
      : undefined
    return [
      [
        name,
        {
          ...rest,
          ...(isPlainObject(incidents) ? { incidents: kept ? { ...incidents, categories: kept } : incidents } : {}),
          ...(fields && Object.keys(fields).length > 0 ? { categoryFields: fields } : {}),
        },
      ],
    ]
  })
  return Object.fromEntries(entries)
}
