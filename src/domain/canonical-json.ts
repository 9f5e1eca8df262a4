/**
 * JSON that is the same for equal values: keys in the order of their UTF-16 units, no spaces, dates as ISO 8601 in UTC,
 * what is undefined left out. A value and what `JSON.parse` makes of its JSON have one canonical form.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (isPlain(one) ? sorted(one) : one)) ?? 'null'
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An object whose integer-like keys would jump to the front is an object of pairs all the same: equal ones stay equal. */
function sorted(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
